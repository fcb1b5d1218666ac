"""The lexicon: what matches where, what is said, and what ships."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP
from piper.phonemize_espeak import EspeakPhonemizer

from audiobrief.errors import ConfigError
from audiobrief.narration.lexicon import Entry, Lexicon, spoken_as
from audiobrief.narration.lexicon_file import load_lexicon, read_entries, shipped_entries

ESPEAK = {"en": "en-us", "es": "es", "fr": "fr", "de": "de", "pt": "pt-br", "it": "it"}
FRAMES = {
    "en": "they said {} today",
    "es": "hoy {} vino",
    "fr": "donc {} arrive",
    "de": "also {} kommt",
    "pt": "hoje {} veio",
    "it": "oggi {} viene",
}


def said(lexicon: Lexicon, text: str) -> str:
    """Return a text with what its entries say in the place of what is written."""
    parts, at = [], 0
    for entry, start, end in lexicon.found(text):
        parts += [text[at:start], spoken_as(entry, text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def lexicon_of(tmp_path: Path, text: str) -> Lexicon:
    """Return the English lexicon with a file of one's own over it."""
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return load_lexicon("en", path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xi said", "[[ʃˈiː]] said"),
        ("Xi Jinping said", "[[ʃˈiː dʒɪnpˈɪŋ]] said"),
        ("Xi's and Xi’s", "[[ʃˈiːz]] and [[ʃˈiːz]]"),
        ("a pro-Xi vote", "a pro-[[ʃˈiː]] vote"),
        ("Taxi, Xis, Xi2, Xi'en, xi", "Taxi, Xis, Xi2, Xi'en, xi"),
        ("xi.example.org and Xi.example", "xi.example.org and Xi.example"),
        ("XI JINPING", "[[ʃˈiː dʒɪnpˈɪŋ]]"),
        ("the coup d’état.", "the [[kˌuː deɪtˈɑː]]."),
        ("Coups failed", "[[kˈuːz]] failed"),
        ("the junta's aims", "the [[hˈʊntəz]] aims"),
        ("two IEDs and the IED's maker", "two I E Ds and the I E D's maker"),
        ("ied", "ied"),
        ("GIFs of NATO's COP", "gifs of NATO's cop"),
        ("(Kyiv)", "([[kˈiːɪv]])"),
        ("Merz's", "[[mˈɛɹtsᵻz]]"),
        ("Donetsk’s", "[[dənjˈɛtsks]]"),
        ("in the Niger Delta, in Niger", "in the Niger Delta, in [[niːʒˈɛɹ]]"),
    ],
)
def test_whole_words_are_found(text: str, expected: str) -> None:
    """Whole words match, the longest first, with their endings and in their own case."""
    assert said(load_lexicon("en"), text) == expected


def test_context_decides() -> None:
    """An entry with a context applies only where one of its words stands there."""
    lexicon = load_lexicon("en")
    assert said(lexicon, "a Nice day in Nice.") == "a Nice day in [[nˈiːs]]."
    assert said(lexicon, "LED lamps LED the way") == "L E D lamps LED the way"
    assert said(lexicon, "Prime Minister Abe met Abe Moss").count("[[") == 1
    assert said(lexicon, "Pierre in Pierre, South Dakota") == "Pierre in [[pˈɪɹ]], South Dakota"
    assert said(lexicon, "Brazil's real wages") == "Brazil's real wages"
    assert said(lexicon, "Brazil's real fell") == "Brazil's [[ɹeɪˈɑːl]] fell"


def test_the_last_layer_has_the_last_word(tmp_path: Path) -> None:
    """Of entries as long as one another the latest layer's wins; a longer one wins over both."""
    own = (
        '[[word]]\nwritten = "Xi"\nsay = "shee"\n[[word]]\nwritten = "corwen"\nsay = "core when"\n'
    )
    lexicon = lexicon_of(tmp_path, own)
    assert said(lexicon, "Xi's, Xi Jinping") == "shee's, [[ʃˈiː dʒɪnpˈɪŋ]]"
    assert said(lexicon, "Corwen") == "core when"
    assert lexicon.entries[-1].line == 4
    assert [lexicon.knows(word) for word in ("Corwen", "shee", "brannoc")] == [True, True, False]


def test_a_place_inside_a_word_has_no_entry() -> None:
    """A position in the middle of a word is none where a word begins."""
    assert load_lexicon("en").at("eXi", 1) is None
    assert Lexicon().at("Xi", 0) is None


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Each fault of a file comes with its line and what to do."""
    with pytest.raises(ConfigError) as caught:
        lexicon_of(
            tmp_path,
            """[[word]]
written = "Aa"
[[word]]
say = "bee"
[[word]]
written = "Cc"
say = "see"
word = true
[[word]]
written = "Dd"
ipa = "/diː/"
[[word]]
written = "Ee"
sey = "ee"
say = "ee"
[[word]]
written = ["Ff", "Gg"]
spell = true
[[word]]
written = "Gg"
word = true
[other]
""",
        )
    told = str(caught.value)
    path = tmp_path / "own.toml"
    assert "7 fault(s)" in told
    for line, reason in [
        (1, "word: give exactly one of say, ipa, spell = true, word = true (here: none of them)"),
        (3, "written: required, but missing: add it"),
        (5, "(here: say and word)"),
        (9, "ipa: must be phonemes alone"),
        (12, "sey: no such key"),
        (19, "'Gg' stands at line 16 already"),
        (1, "other: no such table"),
    ]:
        assert re.search(f"{path}:{line}: .*{re.escape(reason.split(': ')[-1])}", told), reason


@pytest.mark.parametrize("content", [b"[[word", b"\xff"])
def test_unreadable_files_are_named(tmp_path: Path, content: bytes) -> None:
    """A file that is no TOML, no UTF-8 or not there is an error with its name."""
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"own\.toml"):
        read_entries(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_entries(tmp_path / "none.toml")


def test_one_word_is_no_list(tmp_path: Path) -> None:
    """A [word] in single brackets is told, not read as an entry."""
    with pytest.raises(ConfigError, match="double brackets"):
        lexicon_of(tmp_path, '[word]\nwritten = "Aa"\nspell = true\n')


def test_a_language_without_a_file_has_an_empty_lexicon() -> None:
    """Any language can be read; only its names are not known."""
    assert load_lexicon("sv").entries == ()


@cache
def _espeak() -> EspeakPhonemizer:
    return EspeakPhonemizer()


def phonemes(language: str, spoken: str) -> str:
    """Return what espeak says of a word inside a sentence; phonemes given are said as they are."""
    if spoken.startswith("[["):
        return unicodedata.normalize("NFD", spoken.strip("[]"))
    sentences = _espeak().phonemize(ESPEAK[language], FRAMES[language].format(spoken))
    return "".join(phoneme for sentence in sentences for phoneme in sentence)


def shipped(*kinds: str) -> list[tuple[str, Entry]]:
    """Return the shipped entries of some kinds, each with its language."""
    return [
        (language, entry)
        for language in ESPEAK
        for entry in shipped_entries(language)
        if entry.kind in kinds
    ]


def test_enough_ships() -> None:
    """Each language has a lexicon, English a long one, and every entry says what and whence."""
    assert len(shipped_entries("en")) >= 350
    assert all(len(shipped_entries(language)) >= 15 for language in ESPEAK)
    everything = shipped("say", "ipa", "spell", "word")
    assert not [entry.written for _, entry in everything if not (entry.sense and entry.source)]


def test_every_pronunciation_changes_something() -> None:
    """No respelling or phonemes ship for what espeak says just so by itself."""
    assert not [
        entry.written
        for language, entry in shipped("say", "ipa")
        if phonemes(language, entry.written) == phonemes(language, spoken_as(entry, entry.written))
    ]


def test_phonemes_are_those_of_the_voices() -> None:
    """Every phoneme that ships is in the table all of Piper's espeak voices share."""
    assert not [
        (entry.written, phoneme)
        for _, entry in shipped("ipa")
        for phoneme in phonemes("en", f"[[{entry.spoken}]]")
        if phoneme not in DEFAULT_PHONEME_ID_MAP
    ]


def test_stress_stands_before_its_vowel() -> None:
    """As in espeak's own transcriptions, on which the voices were trained; each word has one."""
    vowels = "aeiouyøœɐɑɔəɛɜɪʊʌæʏ"
    wrong = [
        entry.written
        for _, entry in shipped("ipa")
        for apart in [phonemes("en", f"[[{entry.spoken}]]")]
        if "ˈ" not in apart or re.search(f"[ˈˌ](?![{vowels}])", apart)
    ]
    assert not wrong


def test_words_in_capitals_are_read_as_words() -> None:
    """What is to be read as a word is not among the words that espeak spells."""
    spelled = ("NAACP", "JPEG")  # in part, as they should be
    assert not [
        entry.written
        for language, entry in shipped("word")
        if entry.written.isupper() and entry.written not in spelled
        for said_as in [spoken_as(entry, entry.written)]
        if phonemes(language, said_as) != phonemes(language, entry.written.lower())
    ]


def test_what_is_said_is_read_no_further() -> None:
    """Reading aloud what an entry says gives it back: no entry fires on another's words."""
    for language in ESPEAK:
        lexicon = load_lexicon(language)
        for entry in lexicon.entries:
            spoken = spoken_as(entry, entry.written)
            if entry.kind != "ipa":  # phonemes in brackets are never searched for words
                assert said(lexicon, spoken) == spoken
