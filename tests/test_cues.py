"""Tests of how words are set as caption cues."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import ChapterCue, LineCue, Timeline, WordCue
from audiobrief.publishing.cues import MAX_CUE_MS, caption_cues
from publishing_samples import timeline, words


@st.composite
def programmes(draw: st.DrawFn) -> Timeline:
    """Draw a programme: words of any length and text, some silent, some without sound."""
    now, lines = 0, []
    for _ in range(draw(st.integers(0, 4))):
        cues = []
        for display in draw(st.lists(st.text(max_size=60), min_size=1, max_size=25)):
            length = draw(st.integers(0, 20_000))
            cues.append(WordCue(display, now, now + length))
            now += length
        shown = " ".join(cue.display for cue in cues)
        lines.append(LineCue(shown, cues[0].start, now, tuple(cues)))
        now += draw(st.integers(0, 3_000))
    return Timeline(22050, now, (ChapterCue("C", 0, now, tuple(lines)),))


@given(programmes(), st.integers(1, 65))
def test_cues_follow_one_another(programme: Timeline, width: int) -> None:
    """No cue overlaps another, none is shorter than 1 ms, none wider than its rows."""
    free = 0
    for cue in caption_cues(programme, width):
        assert free <= cue.start < cue.end
        assert 1 <= len(cue.rows) <= 2
        assert all(0 < len(row) <= width for row in cue.rows)
        free = cue.end


@given(programmes(), st.integers(1, 65))
def test_every_word_is_shown_once_in_order(programme: Timeline, width: int) -> None:
    """The cues hold the words' characters, all of them and no others, in order."""
    from audiobrief.publishing.text import one_line

    shown = "".join(row for cue in caption_cues(programme, width) for row in cue.rows)
    spoken = "".join(one_line(word.display) for word in words(programme))
    assert shown.replace(" ", "") == spoken.replace(" ", "")


def test_a_cue_has_the_times_of_its_words() -> None:
    """A cue starts with its first word and ends with its last, to the millisecond."""
    programme = timeline()
    pending = list(words(programme))
    for cue in caption_cues(programme, 42):
        shown = " ".join(cue.rows).split(" ")
        mine, pending = pending[: len(shown)], pending[len(shown) :]
        assert [word.display for word in mine] == shown
        assert (cue.start, cue.end) == (programme.ms(mine[0].start), programme.ms(mine[-1].end))
    assert pending == []


def test_a_short_line_is_one_row() -> None:
    """What fits a row is not broken in two."""
    programme = timeline([("C", ["Work starts in May."])])
    assert [cue.rows for cue in caption_cues(programme, 42)] == [("Work starts in May.",)]


def test_rows_are_of_about_one_length() -> None:
    """A line one word too long for a row is not left with that word alone below."""
    programme = timeline([("C", ["one two three four five six seven eight ni"])])
    (cue,) = caption_cues(programme, 41)
    assert cue.rows == ("one two three four five", "six seven eight ni")


def test_a_word_wider_than_a_row_shares_its_time() -> None:
    """A long address is cut to rows whose cues share the word's time by length."""
    programme = timeline([("C", ["x" * 25])], word=22050)
    cues = list(caption_cues(programme, 10))
    assert [(cue.start, cue.end, cue.rows) for cue in cues] == [
        (0, 800, ("x" * 10, "x" * 10)),
        (800, 1000, ("x" * 5,)),
    ]


def test_a_slow_line_is_cut_by_time() -> None:
    """Two rows that would stand longer than allowed become two cues."""
    programme = timeline([("C", ["aaaa bbbb cccc dddd"])], word=2 * 22050)
    cues = list(caption_cues(programme, 10))
    assert [cue.rows for cue in cues] == [("aaaa bbbb",), ("cccc dddd",)]
    assert all(cue.end - cue.start <= MAX_CUE_MS for cue in cues)


def test_words_without_time_still_follow_one_another() -> None:
    """Lines that take no time at all are pushed back by single milliseconds."""
    programme = timeline([("C", ["a"]), ("C", ["b"])], word=0)
    silent = [
        LineCue(line.display, 0, 0, (WordCue(line.display, 0, 0),)) for line in programme.lines
    ]
    packed = Timeline(22050, 0, (ChapterCue("C", 0, 0, tuple(silent)),))
    assert [(cue.start, cue.end) for cue in caption_cues(packed, 42)] == [(0, 1), (1, 2)]
