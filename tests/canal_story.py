"""A story that tests write reports of. Its places, people and figures are invented."""

from __future__ import annotations

from datetime import UTC, datetime

from audiobrief.model import Article, Report, Section, Story

NOW = datetime(2026, 1, 13, 6, tzinfo=UTC)

TOLLS = Article(
    title="Canal to cut daily passages as lake falls",
    url="https://shipping.example.org/canal",
    site="the Maravel Shipping Gazette",
    published=datetime(2026, 1, 12, 8, tzinfo=UTC),
    paragraphs=(
        "The canal authority of Maravel will raise its tolls by 12% on Feb. 1. Carriers objected.",
        "Daily passages will fall from 36 to 29, the authority said on Monday.",
        "The lake that feeds the locks stood at 24.1 meters on Saturday, its lowest since 1998.",
        "On Monday, 87 ships were waiting at the two ends of the canal.",
        "Elena Marsh, who leads the authority, said that water could be sold only once.",
    ),
    language="en",
)
WATER = Article(
    title="What a meter of water is worth",
    url="https://review.example.org/water",
    site="the Inland Water Review",
    published=datetime(2026, 1, 12, 10, tzinfo=UTC),
    paragraphs=(
        "Each passage lets some 200 million liters of the lake run out to sea.",
        "Farmers in the basin want more water kept for the summer crop.",
        "Forecasters put the chance of a late rainy season at 60%.",
        "If the lake falls below 23 meters, passages may be cut again to 24 a day.",
        "The hearing of Corwen Lines against the authority is set for March 3.",
    ),
    language="en",
)
BEFORE = Report(
    slug="canal-draft-limits",
    title="Canal limits the draft of ships",
    published=datetime(2025, 11, 3, tzinfo=UTC),
    sections=(
        Section(
            "Situation Report",
            (
                "The authority limited the draft of ships in November.",
                "The rains had failed <break/> for the second year.",
            ),
        ),
    ),
)
STORY = Story("canal-tolls", (TOLLS, WATER), (BEFORE,))
