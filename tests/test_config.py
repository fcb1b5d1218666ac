"""Show files: what they may say, and how their faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.config import load_show, load_shows
from audiobrief.errors import ConfigError
from samples import SHOW, load


def test_a_short_file_is_enough(tmp_path: Path) -> None:
    """What is not given has a default, and the slug comes from the file's name."""
    show = load(tmp_path)
    assert (show.slug, show.title) == ("test", "The Test Desk")
    assert show.feed_url == "https://podcast.example.org/test/feed.xml"
    assert (show.audio.loudness, show.audio.true_peak, show.audio.bitrate) == (-16.0, -1.0, 96)
    assert show.music.intro.file == "default"


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Five faults, five lines, each with its place and its remedy."""
    text = SHOW.replace('author = "The Desk"\n', "").replace("desk@example.org", "nobody")
    text += 'sped = 2\n[audio]\nbitrate = 97\n[music.intro]\nlevel = "loud"\n'
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    told = str(caught.value)
    path = tmp_path / "test.toml"
    assert "5 fault(s)" in told
    assert f"{path}:1: author: required, but missing" in told
    assert f"{path}:3: email:" in told
    assert f"{path}:12: voices.sped: no such setting" in told
    assert f"{path}:14: audio.bitrate: MP3 knows the bit rates 32, 40" in told
    assert f"{path}:16: music.intro.level:" in told
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("key", ["narrator", "editor", "quiz", "quotations"])
@pytest.mark.parametrize("voice", ["a:", ":b", "a: b", "a :b", ":"])
def test_a_voice_is_a_name_and_a_speaker(tmp_path: Path, key: str, voice: str) -> None:
    """A voice that is written otherwise is told with its line."""
    text = SHOW.replace('narrator = "en_US-hum-tiny"', f'{key} = "{voice}"')
    with pytest.raises(ConfigError, match=rf"test\.toml:12: voices\.{key}: '{voice}' names no"):
        load(tmp_path, text)


def test_a_voice_may_have_a_speaker(tmp_path: Path) -> None:
    """The voices stand in the settings as they were written."""
    voices = load(tmp_path, SHOW + 'editor = "hum:low"\nquiz = "hum:1"\nseed = 7\n').voices
    assert (voices.editor, voices.quiz, voices.seed) == ("hum:low", "hum:1", 7)


@pytest.mark.parametrize("seed", ["-1", "1.5", '"x"', str(2**63)])
def test_a_seed_is_a_whole_number(tmp_path: Path, seed: str) -> None:
    """What no network could be fed is told with its line."""
    with pytest.raises(ConfigError, match=r"test\.toml:13: voices\.seed: "):
        load(tmp_path, f"{SHOW}seed = {seed}\n")


def test_broken_toml_says_where(tmp_path: Path) -> None:
    """A syntax fault keeps the parser's line and column."""
    with pytest.raises(ConfigError, match=r"not valid TOML: .*line 2"):
        load(tmp_path, 'title = "x"\nauthor = "y\n')


@pytest.mark.parametrize("url", ["ftp://x.org/", "https://x.org/?a=1", "x.org", "https://x.org/#a"])
def test_addresses_are_folders_on_the_web(tmp_path: Path, url: str) -> None:
    """Feeds live at http(s) addresses without a query."""
    with pytest.raises(ConfigError, match="url:"):
        load(tmp_path, SHOW.replace("https://podcast.example.org/test/", url))


@pytest.mark.parametrize("key", ["slug", "folder"])
def test_derived_settings_cannot_be_written(tmp_path: Path, key: str) -> None:
    """What the file's name and place decide is no setting."""
    with pytest.raises(ConfigError, match=rf"{key} .*no such setting"):
        load(tmp_path, f'{key} = "x"\n{SHOW}')


def test_wrong_encoding_says_which_byte(tmp_path: Path) -> None:
    """A Latin-1 file is named with the byte that gives it away."""
    path = tmp_path / "a.toml"
    path.write_bytes(SHOW.encode() + "# café".encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8 at byte"):
        load_show(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A show file that is not there is a configuration error."""
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load_show(tmp_path / "none.toml")


def test_no_show_names_the_remedy(tmp_path: Path) -> None:
    """An empty folder is told how to become a workspace."""
    with pytest.raises(ConfigError, match="audiobrief init"):
        load_shows(tmp_path)


def test_faults_of_several_files_come_together(tmp_path: Path) -> None:
    """Two broken files are both in one message."""
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    for name in ("a", "b"):
        (feeds / f"{name}.toml").write_text("x = 1")
    (feeds / "c.toml").write_text(SHOW)
    with pytest.raises(ConfigError) as caught:
        load_shows(tmp_path)
    assert "a.toml" in str(caught.value)
    assert "b.toml" in str(caught.value)
    assert "c.toml" not in str(caught.value)
    (feeds / "a.toml").unlink()
    with pytest.raises(ConfigError, match=r"b\.toml: \d+ fault"):
        load_shows(tmp_path)


def test_a_licence_is_one_of_spdx_or_has_an_address(tmp_path: Path) -> None:
    """A name that apps cannot look up is told to say where its text stands."""
    assert load(tmp_path, f'license = "CC-BY-4.0"\n{SHOW}').license == "CC-BY-4.0"
    own = 'license = "Harbour Terms"\nlicense_url = "https://x.org/terms"\n'
    assert load(tmp_path, own + SHOW).license_url == "https://x.org/terms"
    with pytest.raises(ConfigError, match=r"license_url: `license` is no SPDX identifier"):
        load(tmp_path, f'license = "Harbour Terms"\n{SHOW}')


@pytest.mark.parametrize("setting", ['hubs = ["hub"]', 'people = [{name = "A", url = "a"}]'])
def test_an_address_of_the_feed_is_one(tmp_path: Path, setting: str) -> None:
    """What apps should follow has a scheme and a host."""
    with pytest.raises(ConfigError, match=r"test\.toml:1: (hubs|people)"):
        load(tmp_path, f"{setting}\n{SHOW}")
