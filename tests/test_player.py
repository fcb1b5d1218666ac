"""What the player is drawn from: word times that add up, and bars that fit their box."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import ChapterCue, LineCue, Timeline, WordCue
from audiobrief.publishing.player import HEIGHT, WIDTH, spoken, waveform
from publishing_samples import timeline, words


def line_of(*cues: WordCue, display: str = "") -> LineCue:
    """Return a line of words, whose text is theirs unless it is given."""
    text = display or " ".join(cue.display for cue in cues)
    return LineCue(text, cues[0].start, cues[-1].end, cues)


def one_line(line: LineCue, rate: int = 1000) -> Timeline:
    """Return a programme of one line."""
    return Timeline(rate, line.end, (ChapterCue("Now", 0, line.end, (line,)),))


def test_beats_add_up_to_the_words_times() -> None:
    """From the line's start, the beats lead to each word and to the last one's end."""
    programme = timeline()
    lines = [line for chapter in spoken(programme) for line in chapter.lines]
    found = []
    for line in lines:
        beats = list(accumulate(map(int, line.beats.split())))
        assert len(beats) == len(line.text.split(" ")) + 1
        found += [line.start_ms + 10 * at for at in beats[:-1]]
    wanted = [programme.ms(word.start) for word in words(programme)]
    assert len(found) == len(wanted)
    assert all(abs(one - other) <= 5 for one, other in zip(found, wanted, strict=True))


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=400), st.integers(8000, 48_000))
def test_beats_do_not_drift(lengths: list[int], rate: int) -> None:
    """However long a line is, its last word is no further off than its first."""
    ends = list(accumulate(lengths))
    cues = [
        WordCue(f"w{n}", start, end)
        for n, (start, end) in enumerate(zip([0, *ends], ends, strict=False))
    ]
    programme = one_line(line_of(*cues), rate)
    ((line,),) = (chapter.lines for chapter in spoken(programme))
    beats = list(accumulate(map(int, line.beats.split())))
    off = [abs(10 * at - programme.ms(cue.start)) for at, cue in zip(beats, cues, strict=False)]
    assert max(off) <= 5


def test_what_is_shown_of_a_word_may_be_several() -> None:
    """Each part that a space sets off gets the word's time; what is not shown gets none."""
    line = line_of(
        WordCue("Jan.\u00a012,", 0, 900), WordCue("", 900, 1000), WordCue("2026", 1000, 2000)
    )
    line = replace(line, display="Jan.\u00a012, 2026")
    ((spoken_line,),) = (chapter.lines for chapter in spoken(one_line(line)))
    assert (spoken_line.text, spoken_line.beats) == ("Jan. 12, 2026", "0 0 100 100")


def test_words_that_do_not_make_up_the_line_have_no_times() -> None:
    """The line is then one piece, as it is without words."""
    line = line_of(WordCue("other", 0, 900), display="The line.")
    ((spoken_line,),) = (chapter.lines for chapter in spoken(one_line(line)))
    assert (spoken_line.text, spoken_line.beats) == ("The line.", "")
    bare = LineCue("The line.", 500, 900, ())
    ((spoken_line,),) = (chapter.lines for chapter in spoken(one_line(bare)))
    assert (spoken_line.start_ms, spoken_line.beats) == (500, "")


def test_a_chapter_without_words_is_left_out() -> None:
    """Music has nothing to read."""
    programme = Timeline(1000, 9000, (ChapterCue("Music", 0, 9000, ()),))
    assert list(spoken(programme)) == []


@given(st.lists(st.integers(0, 100), min_size=160, max_size=160))
def test_a_waveform_stays_in_its_box(levels: list[int]) -> None:
    """Each bar stands upright about the middle, and louder is longer."""
    bars = [tuple(map(int, bar)) for bar in re.findall(r"M(\d+) (\d+)v(\d+)", waveform(levels))]
    assert len(bars) == len(levels)
    for left, top, length in bars:
        assert 0 < left < WIDTH
        assert length > 0
        assert 2 * top + length == HEIGHT
    loudness = sorted(zip(levels, (length for _, _, length in bars), strict=True))
    assert [length for _, length in loudness] == sorted(length for _, _, length in bars)


def test_without_levels_there_is_a_line() -> None:
    """It can be seen how far the sound is all the same."""
    assert waveform(()) == f"M0 {HEIGHT // 2}h{WIDTH}"
