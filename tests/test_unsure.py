"""Words that nobody has vouched for."""

from __future__ import annotations

from pathlib import Path

import pytest
from spellchecker import SpellChecker

from audiobrief.errors import ReportError
from audiobrief.model import Chapter, Line, Script, Word
from audiobrief.narration.lexicon import Entry, Lexicon
from audiobrief.narration.lexicon_file import load_lexicon
from audiobrief.narration.speakable import open_reader
from audiobrief.narration.unsure import unsure, word_list
from audiobrief.narration.words import load_words
from audiobrief.pipeline.words import Unsure, lexicon_files, require_sure, unsure_words
from samples import load

PLAIN = """
The central bank left its benchmark rate unchanged on Thursday, as economists had forecast, and
hinted that borrowing costs would stay higher for longer. Shopkeepers in Lima, Ohio and Peru said
customers were downshifting to cheaper brands. Smith and Garcia, who co-chair the warehouse
workers' committee, renegotiated the timetable; Johnson's lawyers appealed. Meteorologists warned
of landslides, and the dockside cranes at Plymouth were mothballed. A cybersecurity firm blamed
ransomware. In Canada, Portugal and Argentina, supermarkets rationed olive oil.
"""


def words(text: str) -> list[Word]:
    """Return the words of a text, said as they are written."""
    return [Word(word, word.strip(".,;")) for word in text.split()]


def test_plain_news_cries_no_wolf() -> None:
    """Inflected, compound and well-known words are not listed, nor are common names."""
    assert unsure(words(PLAIN), Lexicon(), "en") == ()


def test_hard_names_are_listed_once() -> None:
    """Names, unknown initials and foreign words come once each, in order, without endings."""
    text = "Toshimitsu met Abdourahamane in Maravel, as Toshimitsu's aides and UNMISS said: szép"
    assert unsure(words(text), Lexicon(), "en") == (
        "Toshimitsu",
        "Abdourahamane",
        "Maravel",
        "UNMISS",
        "szép",
    )


def test_spelled_initials_count_as_one_word() -> None:
    """Two or three letters are surely spelled; four or more may be a word to others."""
    said = [Word("TDRS", "T D R S"), Word("IMF", "I M F"), Word("IAEA's", "I A E A's")]
    assert unsure(said, load_lexicon("en"), "en") == ("T D R S",)


def test_the_lexicon_vouches() -> None:
    """A word that an entry writes or respells is known, and so are given phonemes."""
    lexicon = Lexicon((Entry("Maravel", "say", "marra-vell"),))
    said = [Word("Maravel", "marra-vell"), Word("Xq", "[[kˈiː]]"), Word("Maravel", "Maravel")]
    assert unsure(said, lexicon, "en") == ()


def test_languages_have_lists_of_their_own() -> None:
    """A language without a list has no words to be unsure of."""
    assert unsure(words("la casa de Abdourahamane"), Lexicon(), "es") == ("Abdourahamane",)
    assert word_list("xx") is None
    assert unsure(words("Abdourahamane"), Lexicon(), "xx") == ()


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it"])
def test_words_are_found_where_they_lie(language: str) -> None:
    """Each word of pyspellchecker's list is found, first and last too, and none beside them."""
    words, theirs = load_words(language), SpellChecker(language=language)
    assert words is not None
    listed = sorted(theirs)
    some = [listed[0], listed[-1], *listed[:: len(listed) // 500]]
    assert all(word in words for word in some)
    beside = ["", "~", "\uffff", *(word[:-1] for word in some), *(f"{word}q" for word in some)]
    assert [word in words for word in beside] == [word in theirs for word in beside]


def script(*lines: str) -> Script:
    """Return a script of one chapter."""
    return Script("", (Chapter("", tuple(Line(tuple(words(line)), "v", 0) for line in lines)),))


def test_a_script_lists_them_with_their_first_line() -> None:
    """An editor sees the word, its phonemes and where it is said first."""
    made = script("All is well.", "Corwen sails.", "Corwen lands.")
    found = unsure_words(made, Lexicon(), "en-US", str.upper)
    assert found == (Unsure("Corwen", "CORWEN", "Corwen sails."),)


def test_strict_words_fail() -> None:
    """Unsure words can be made a failure that names them, and does not run on for ever."""
    require_sure((), "report")
    many = tuple(Unsure(f"Name{number}", "x", "") for number in range(20))
    with pytest.raises(ReportError, match=r"20 word\(s\).*Name0 \[x\].*and 8 more") as caught:
        require_sure(many, "canal-tolls")
    assert caught.value.where == "canal-tolls"
    assert "Name12" not in str(caught.value)


def test_a_show_lays_its_lexicons_over_the_workspaces(tmp_path: Path) -> None:
    """The workspace's file is read where it is there, then the show's own."""
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    show = load(feeds)
    assert lexicon_files(show) == ()
    kept = feeds / "lexicon" / "en.toml"
    kept.parent.mkdir()
    kept.write_text("")
    assert lexicon_files(show) == (kept.resolve(),)


def test_what_the_tables_say_is_vouched_for() -> None:
    """Words that the rules themselves speak need nobody's ear."""
    reader = open_reader("en-US")
    words = reader.words("It made 5 GWh, said @harbor #tides, for 300 UAH.")
    assert unsure(words, reader.lexicon, "en") == ()
