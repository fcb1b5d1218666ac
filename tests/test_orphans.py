"""What a check leaves pointing at nothing."""

from __future__ import annotations

from dataclasses import replace

from audiobrief.model import Draft, Drop
from audiobrief.synthesis.extractive import without_orphans
from story_samples import draft, texts

SOREL = "Ana Sorel heads the union of the teachers."
SHE = "She called the offer of the state an insult."
DAM = "The dam at Tessa was closed for repairs."


def without(made: Draft, *taken: str) -> Draft:
    """Return a draft as a check leaves it that takes out some sentences."""
    (section,) = made.sections
    left = tuple(one for one in section.paragraphs[0] if one.text not in taken)
    drops = tuple(Drop(text, section.heading, "a number") for text in taken)
    return replace(made, sections=(replace(section, paragraphs=(left,)),), dropped=drops)


def test_what_leans_on_a_dropped_sentence_goes() -> None:
    """With her who was named goes "She"; the rest stays, and the drop is recorded."""
    written = draft(DAM, SOREL, SHE, DAM.replace("dam", "lock"))
    found = without_orphans(written, without(written, SOREL), "en")
    assert texts(found) == [DAM, DAM.replace("dam", "lock")]
    assert [one.text for one in found.dropped] == [SOREL, SHE]
    assert found.dropped[1].heading == "Situation Report"


def test_a_chain_goes_with_its_first() -> None:
    """What leans on an orphan is one too; a section of nothing else is left out."""
    written = draft(SOREL, SHE, SHE.replace("offer", "plan"))
    found = without_orphans(written, without(written, SOREL), "en")
    assert found.sections == ()
    assert len(found.dropped) == 3


def test_what_stands_by_itself_stays() -> None:
    """Nothing goes where nothing was taken out, or nothing leans on what was."""
    written = draft(SOREL, SHE, DAM)
    assert without_orphans(written, written, "en") == written
    assert texts(without_orphans(written, without(written, SHE), "en")) == [SOREL, DAM]
