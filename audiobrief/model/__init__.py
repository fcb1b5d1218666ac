"""The frozen values that pass from room to room. Standard library only.

Time inside the house is counted in samples of the programme's rate, as integers;
:func:`milliseconds` is the one way out, so that cues never drift.
"""

from __future__ import annotations

from audiobrief.model.draft import (
    Article,
    Cited,
    Draft,
    DraftSection,
    Drop,
    Evidence,
    Method,
    Passage,
    Statement,
    Story,
)
from audiobrief.model.episode import (
    ADOPTED,
    Correction,
    Episode,
    Origin,
    PublishedFile,
    Soundbite,
    Withdrawal,
    person,
)
from audiobrief.model.report import Item, QuizItem, Report, Section, Sentiment, Source
from audiobrief.model.script import Chapter, Line, Script, Word
from audiobrief.model.sound import ChapterMark, Heard, Loudness, Span, Told
from audiobrief.model.timeline import ChapterCue, Clip, LineCue, Timeline, WordCue, milliseconds
from audiobrief.model.voices import MAX_SEED, VoiceRef

__all__ = [
    "ADOPTED",
    "MAX_SEED",
    "Article",
    "Chapter",
    "ChapterCue",
    "ChapterMark",
    "Cited",
    "Clip",
    "Correction",
    "Draft",
    "DraftSection",
    "Drop",
    "Episode",
    "Evidence",
    "Heard",
    "Item",
    "Line",
    "LineCue",
    "Loudness",
    "Method",
    "Origin",
    "Passage",
    "PublishedFile",
    "QuizItem",
    "Report",
    "Script",
    "Section",
    "Sentiment",
    "Soundbite",
    "Source",
    "Span",
    "Statement",
    "Story",
    "Timeline",
    "Told",
    "VoiceRef",
    "Withdrawal",
    "Word",
    "WordCue",
    "milliseconds",
    "person",
]
