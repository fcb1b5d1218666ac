"""``audiobrief lexicon``: entries added, listed, checked and tried."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from samples import SHOW, write_workspace

OWN = SHOW + '\n[narration]\nlexicon = ["names.toml", "more.toml"]\n'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace without lexicons of its own."""
    return write_workspace(tmp_path / "desk")


def lexicon(desk: Path, *arguments: str) -> Result:
    """Run one of the lexicon's commands in a workspace."""
    return CliRunner().invoke(main, ["lexicon", *arguments, "--workspace", str(desk)])


def kept(desk: Path) -> Path:
    """Return where the workspace keeps its own English entries."""
    return desk / "feeds" / "lexicon" / "en.toml"


def test_an_added_entry_is_said(desk: Path) -> None:
    """What was added is echoed with its phonemes, listed, and found in a text."""
    added = lexicon(desk, "add", "Maravel", "--say", "marra-vell", "--sense", "a republic")
    assert added.exit_code == 0, added.output
    assert f"{kept(desk)}:3: Maravel → marra-vell" in added.output
    assert "en_US-kathleen-small says mˈæɹ" in added.output
    listed = lexicon(desk, "list", "--own")
    assert listed.output == f"Maravel → marra-vell  (a republic)  {kept(desk)}:3\n"
    tried = lexicon(desk, "test", "Maravel’s envoy saw Brannoc.")
    assert f"'Maravel’s' by {kept(desk)}:3: Maravel → marra-vell" in tried.output
    assert "unsure of 'Brannoc'" in tried.output
    assert "unsure of 'Maravel'" not in tried.output


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (["--ipa", "kˈɔːɹwɛn"], "ipa", "kˈɔːɹwɛn"),
        (["--spell"], "spell", True),
        (["--word", "--case", "any", "--source", "the desk"], "word", True),
    ],
)
def test_every_kind_can_be_added(desk: Path, kind: list[str], key: str, value: object) -> None:
    """Phonemes, spelling and reading as a word are written as their keys."""
    assert lexicon(desk, "add", "CORWEN", *kind).exit_code == 0
    (entry,) = tomllib.loads(kept(desk).read_text("utf-8"))["word"]
    assert (entry["written"], entry[key]) == ("CORWEN", value)


def test_what_stood_in_the_file_stays(desk: Path) -> None:
    """Comments and order are kept; the new entry comes last."""
    kept(desk).parent.mkdir()
    before = '# By ear.\n[[word]]\nwritten = "Zed"  # last first\nsay = "zee"\n'
    kept(desk).write_text(before, "utf-8")
    assert lexicon(desk, "add", 'The "Quill"', "--say", "quil").exit_code == 0
    after = kept(desk).read_text("utf-8")
    assert after.startswith(before)
    assert tomllib.loads(after)["word"][1]["written"] == 'The "Quill"'


def test_a_word_is_added_once(desk: Path) -> None:
    """A second entry for the same word is refused, with the place of the first."""
    lexicon(desk, "add", "Maravel", "--say", "marra-vell")
    before = kept(desk).read_bytes()
    again = lexicon(desk, "add", "Maravel", "--spell")
    assert again.exit_code == 2
    assert f"{kept(desk)}:3: 'Maravel' has an entry already: Maravel → marra-vell" in again.output
    assert kept(desk).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "Aa"], "one way to say it is needed"),
        (["add", "Aa", "--say", "ay", "--spell"], "one way to say it is needed"),
        (["add", "-aa-", "--say", "ay"], "No such option"),
        (["add", "(aa)", "--say", "ay"], "must begin with a letter or figure"),
        (["add", "Aa", "--ipa", "/eɪ/"], "must be phonemes alone"),
        (["add", "Aa", "--spell", "--show", "test"], "no lexicon of its own"),
        (["list", "--show", "other"], "no show named 'other'"),
    ],
)
def test_what_cannot_be_done_says_why(desk: Path, arguments: list[str], told: str) -> None:
    """A wrong command line is refused and writes nothing."""
    result = lexicon(desk, *arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert not kept(desk).exists()


def test_one_list_cannot_be_added_to(desk: Path) -> None:
    """A file that keeps its entries in one list is left as it is."""
    kept(desk).parent.mkdir()
    before = 'word = [\n  { written = "Zed", say = "zee" },\n]\n'
    kept(desk).write_text(before, "utf-8")
    result = lexicon(desk, "add", "Yod", "--say", "yode")
    assert result.exit_code == 2
    assert "Write each of them under [[word]]" in result.output
    assert kept(desk).read_text("utf-8") == before


def test_a_show_has_entries_of_its_own(tmp_path: Path) -> None:
    """With --show the show's first file is written, and its layers are listed and tried."""
    desk = write_workspace(tmp_path / "desk", OWN)
    result = lexicon(desk, "add", "Maravel", "--word", "--show", "test")
    assert result.exit_code == 0, result.output
    assert "en_US-hum-tiny says" in result.output
    assert (desk / "feeds" / "names.toml").exists()


def test_the_list_is_data_too(desk: Path) -> None:
    """As JSON an entry has all that its file says of it, and where it stands."""
    entries = json.loads(lexicon(desk, "list", "--json").output)
    (kyiv,) = [entry for entry in entries if entry["written"] == "Kyiv"]
    assert (kyiv["kind"], kyiv["file"], kyiv["sense"]) == (
        "ipa",
        "audiobrief",
        "capital of Ukraine",
    )
    assert lexicon(desk, "list", "--own", "--json").output == "[]\n"
    assert "Xi Jinping" in lexicon(desk, "list", "--language", "fr").output


def test_sound_lexicons_pass(desk: Path) -> None:
    """Entries that do something, in phonemes the voice has, are sound."""
    lexicon(desk, "add", "Maravel", "--say", "marra-vell")
    lexicon(desk, "add", "Xi", "--ipa", "ksˈiː")
    lexicon(desk, "add", "UNX", "--spell")
    result = lexicon(desk, "check")
    assert (result.exit_code, result.output) == (0, "The lexicons are sound.\n")


def test_check_tells_everything(tmp_path: Path) -> None:
    """Faults, hidden entries, idle ones and unknown phonemes are all told, and it fails."""
    desk = write_workspace(tmp_path / "desk", OWN)
    names = desk / "feeds" / "lexicon" / "names.toml"
    more = desk / "feeds" / "lexicon" / "more.toml"
    names.parent.mkdir()
    (desk / "feeds" / "test.toml").write_text(
        OWN.replace("names.toml", "lexicon/names.toml").replace("more.toml", "lexicon/more.toml"),
        "utf-8",
    )
    names.write_text(
        '[[word]]\nwritten = "Maravel"\nsay = "marra"\n'
        '[[word]]\nwritten = "peace"\nsay = "piece"\n'
        '[[word]]\nwritten = "Xi"\nipa = "ʃˈiː"\n',
        "utf-8",
    )
    more.write_text(
        '[[word]]\nwritten = "Maravel"\nsay = "marra-vell"\n'
        '[[word]]\nwritten = "Corwen"\nipa = "kж"\n',
        "utf-8",
    )
    (names.parent / "es.toml").write_text('[[word]]\nwritten = "Aa"\n', "utf-8")
    result = lexicon(desk, "check")
    assert result.exit_code == 1
    told = result.output
    assert "exactly one of say, ipa" in told
    assert f"{names}:1: 'Maravel' is never used: {more}:1 has the last word" in told
    assert f"{names}:4: 'peace' changes nothing" in told
    assert f"{names}:7: 'Xi' changes nothing" in told
    assert f"{more}:4: 'Corwen' asks for ж, which en_US-hum-tiny has no sound for" in told
    assert told.count("\n") == 6


def test_check_needs_no_show(tmp_path: Path) -> None:
    """A workspace without a show has lexicons all the same."""
    path = kept(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text('[[word]]\nwritten = "peace"\nsay = "piece"\n', "utf-8")
    result = lexicon(tmp_path, "check")
    assert result.exit_code == 1
    assert "changes nothing" in result.output
