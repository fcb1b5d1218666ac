"""What espeak is handed: letters that it spells, and phonemes that it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import tiny_voice
from audiobrief.bundled import EMBEDDED_VOICE, voices_folders
from audiobrief.speech.espeak_text import Part, for_espeak, parts_of
from audiobrief.speech.voice import Voice

LETTERS = {"A": "eɪ", "E": "iː", "F": "ɛf", "I": "aɪ", "M": "ɛm", "P": "piː", "S": "ɛs", "U": "juː"}


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    """Return the embedded voice."""
    model = voices_folders()[0] / EMBEDDED_VOICE / f"{EMBEDDED_VOICE}.onnx"
    return Voice(EMBEDDED_VOICE, model, tmp_path_factory.mktemp("graphs"))


def sounds(voice: Voice, spoken: str) -> str:
    """Return the phonemes of a word without stress, glides and spaces."""
    return "".join(one for one in voice.pronounce(spoken) if one not in "ˈˌʲ .,")


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("I A E A,", "I.A.E.A,"),
        ("U S", "U.S"),
        ("I A E A's", "I.A.E A's"),
        ("M Ps", "M P's"),
        ("M P’s", "M P's"),
        ("U S's", "U S's"),
        ("A I's", "A.I [[z]]"),
        ("A S's", "A.S [[ᵻz]]"),
        ("vitamin A", "vitamin A"),
        ("plan B's", "plan B's"),
        ("H 1 N 1", "H 1 N 1"),
        ("É U", "É.U"),
        ("[[ʃˈiː]],", "[[ʃˈiː]],"),
        ("[[ʃˈiː dʒɪnpˈɪŋ]].", "[[ʃˈiː]] [[dʒɪnpˈɪŋ]]."),
        ("pro-[[ʃˈiː]]-led", "pro- [[ʃˈiː]] -led"),
        ("", ""),
    ],
)
def test_words_become_what_espeak_says_right(spoken: str, expected: str) -> None:
    """Letters get points, endings stand apart, and phonemes keep to themselves."""
    assert for_espeak(spoken) == expected


def test_an_utterance_is_cut_at_phonemes() -> None:
    """Punctuation behind phonemes stays with them."""
    parts = (Part("Then"), Part("ʃiː,", raw=True), Part("said"), Part("ʃiː", raw=True))
    assert parts_of("Then [[ʃiː]], said [[ʃiː]]") == parts


@pytest.mark.parametrize(
    "written", ["I A E A", "U S", "A A A", "F P A", "A I", "U A E", "M P", "I S I S"]
)
@pytest.mark.parametrize("ending", ["", "'s"])
def test_letters_are_heard_by_their_names(embedded: Voice, written: str, ending: str) -> None:
    """No A is taken for the article, whatever stands around it and behind it."""
    names = "".join(LETTERS[letter] for letter in written.split())
    tail = "" if not ending else "ᵻz" if written[-1] == "S" else "z"
    assert sounds(embedded, written + ending) == names + tail


def test_articles_before_phonemes_stay_articles(embedded: Voice) -> None:
    """Text that goes on with phonemes is not read as if it ended there."""
    assert embedded.pronounce("a [[kˈiːɪv]] envoy") == "ɐ kˈiːɪv ˈɛnvɔɪ"
    assert embedded.pronounce("Then, [[kˈiːɪv]]!") == "ðˈɛn, kˈiːɪv!"
    assert embedded.pronounce("[[kˈiːɪv]], a city.") == "kˈiːɪv, ɐ sˈɪɾi."


def test_phonemes_have_their_own_time(embedded: Voice) -> None:
    """Words given in phonemes are timed as others are: at the start, at a comma, and twice."""
    words = ["[[kˈiːɪv]],", "said", "[[ʃˈiː dʒɪnpˈɪŋ]],", "of", "the", "U S A's", "[[kˈiːɪv]]."]
    said = embedded.say(words)
    starts = [start for start, _ in said.words]
    lengths = [end - start for start, end in said.words]
    assert starts == sorted(starts)
    assert all(length > 0 for length in lengths)
    assert lengths[2] > 1.5 * lengths[1]
    assert lengths[2] > lengths[3] + lengths[4]
    assert 0.4 < lengths[0] / lengths[6] < 2.5
    assert len(said.samples) - said.words[-1][1] < 0.5 * said.rate


def test_a_joined_word_beside_split_letters_keeps_its_time(embedded: Voice) -> None:
    """Two words said as one and a possessive said as two do not make up for one another."""
    said = embedded.say(["[[ʃˈiː]]", "of", "the", "A I's", "rules"])
    lengths = [end - start for start, end in said.words]
    assert lengths[3] > lengths[1] + lengths[2]


def test_unheard_phonemes_are_found(tmp_path: Path) -> None:
    """A sign that is no phoneme of the voice's is named."""
    voice = Voice("hum", tiny_voice.write_voice(tmp_path), tmp_path / "graphs")
    assert voice.unheard("kˈiːж") == ("ж",)
    assert voice.unheard("ʃˈiː") == ()
