"""Tests of what every published text passes through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audiobrief.publishing.text import clean, defused, one_line, template, timestamp


@given(st.text())
def test_clean_text_is_text_xml_can_hold(text: str) -> None:
    """Whatever comes in, what is left survives a trip through XML unchanged."""
    element = etree.Element("a")
    element.text = clean(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == clean(text)


def test_clean_keeps_every_script_and_emoji() -> None:
    """Only characters that XML forbids are dropped; tabs and line feeds stay."""
    assert clean("a\x00b\x1b\ufffe\ud800\r\n\té 🎙️ مرحبا") == "ab\n\té 🎙️ مرحبا"


def test_one_line_folds_white_space() -> None:
    """Line ends, tabs and non-breaking spaces become single spaces."""
    assert one_line("  a\r\n\n b\u00a0\u2028c\t") == "a b c"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("<script>x</script>", "\u2039script>x\u2039/script>"),
        ("<!-- <?php", "\u2039!-- \u2039?php"),
        ("5 < 6, <3, a->b", "5 < 6, <3, a->b"),
    ],
)
def test_defused_text_opens_no_tag(text: str, safe: str) -> None:
    """A bracket that would open a tag is replaced; one that means "less than" stays."""
    assert defused(text) == safe


@pytest.mark.parametrize(
    ("ms", "stamp"), [(0, "00:00:00"), (61_999, "00:01:01"), (360_000_000, "100:00:00")]
)
def test_timestamps_round_down(ms: int, stamp: str) -> None:
    """A position shows as hours, minutes and whole seconds gone by."""
    assert timestamp(ms) == stamp


def test_templates_escape_their_values() -> None:
    """A value cannot bring in markup or leave an attribute."""
    page = template('<a href="{{ it }}">{{ it }}</a>').render(it='"><b>&')
    assert page == '<a href="&#34;&gt;&lt;b&gt;&amp;">&#34;&gt;&lt;b&gt;&amp;</a>'
