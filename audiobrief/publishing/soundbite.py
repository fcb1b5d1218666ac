"""The part of an episode that an app plays to show what it is about.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/soundbite.md
"""

from __future__ import annotations

from audiobrief.model import Soundbite, Timeline

SHORTEST_MS, LONGEST_MS = 15_000, 120_000
"""What the namespace asks for."""

WANTED_MS = 60_000
"""Nobody tries an episode for longer."""


def soundbite(timeline: Timeline) -> Soundbite | None:
    """Return whole lines from where the story itself begins, or None where it is too short.

    That is the first chapter behind the opening, without the line that leads into it. It
    ends with the last line that is whole within :data:`WANTED_MS`; where the lines are so
    long that this is too short, with the next.
    """
    chapters = [chapter for chapter in timeline.chapters if chapter.lines]
    told = [line for chapter in chapters[1:-1] for line in chapter.lines]
    if len(chapters) > 1 and len(chapters[1].lines) > 1:
        told = told[1:]
    if not told or not (start := timeline.ms(told[0].start)):
        return None
    lengths = [timeline.ms(line.end) - start for line in told]
    long_enough = [length for length in lengths if SHORTEST_MS <= length <= LONGEST_MS]
    if not long_enough:
        return None
    wanted = [length for length in long_enough if length <= WANTED_MS]
    return Soundbite(start, wanted[-1] if wanted else long_enough[0])
