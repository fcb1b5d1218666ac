"""Tests of forms and of what fills them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audiobrief.publishing.forms import OPEN, Form, element, for_xml, joined, laid, rendered
from audiobrief.publishing.text import clean, one_line, one_lines
from publishing_samples import HOSTILE

ADDRESS = element("a", OPEN, href=OPEN, title="100 %s & more")

APART = "\x1f"
TRICKY = st.one_of(
    st.text().map(clean),
    st.sampled_from([clean(HOSTILE), APART, f"a{APART}b", "%s %% %(x)s", "{0}", "&lt;", "'\"<>&"]),
)
"""Clean texts, and the one character that is used to part them."""


def read(markup: str) -> etree._Element:
    """Read markup back as XML."""
    return etree.fromstring(f"<p>{markup}</p>")


@given(st.lists(st.tuples(TRICKY, TRICKY), max_size=5))
def test_what_is_filled_in_is_read_back(given: list[tuple[str, str]]) -> None:
    """Whatever the values are, each comes back from its own place, less what XML forbids."""
    texts = [(clean(url).replace("\n", " ").replace("\t", " "), clean(text)) for url, text in given]
    page = read(rendered(*joined((ADDRESS, pair) for pair in given)))
    assert [(a.get("href"), a.text or "") for a in page] == texts
    assert {a.get("title") for a in page} <= {"100 %s & more"}


@pytest.mark.parametrize("text", ["50 %", "%s", "%(name)s", "{url}", "<&\"'>", "مرحبا \u202e 🎙️"])
def test_what_a_form_says_itself_stays(text: str) -> None:
    """A text that is given when the form is made is no place, whatever signs are in it."""
    page = read(rendered(element("b", text, element("i", OPEN), title=text), ["in"]))
    assert (page[0].text, page[0].get("title"), page[0][0].text) == (text, text, "in")


def test_a_place_may_be_part_of_a_text() -> None:
    """What stands around an open place stays around its value."""
    form = element("a", "", href=f"https://pod.example/100%/{OPEN}/")
    assert read(rendered(form, ["a&b"]))[0].get("href") == "https://pod.example/100%/a&b/"


def test_a_form_with_no_place_takes_no_value() -> None:
    """Nothing to fill in leaves the form as it is, and nothing joined is empty."""
    assert rendered(Form("<hr/>")) == "<hr/>"
    assert rendered(*joined([])) == ""


def test_a_value_too_few_is_an_error() -> None:
    """A form is never written with a place still open."""
    with pytest.raises(TypeError):
        rendered(ADDRESS, ["one"])


@given(st.lists(st.tuples(TRICKY, TRICKY), max_size=5))
def test_a_laid_form_says_the_same(given: list[tuple[str, str]]) -> None:
    """Lines between elements change no value, and XML's escapes are undone by its readers."""
    texts = [(clean(url).replace("\n", " ").replace("\t", " "), clean(text)) for url, text in given]
    form, values = joined((ADDRESS, pair) for pair in given)
    page = read(rendered(laid(form, 1), values, for_xml))
    assert [(a.get("href"), a.text or "") for a in page] == texts


def test_it_is_laid_as_lxml_does() -> None:
    """A line for each element, two spaces for each that it lies in."""
    inner = element("b", "", element("i", "x"), element("hr"), title="t")
    form = element("a", "", inner, element("c"), element("d", "", element("e")))
    wanted = etree.tostring(etree.fromstring(form), pretty_print=True).decode()
    assert laid(form, 0) == wanted
    assert laid(form, 2) == "".join(f"    {line}\n" for line in wanted.splitlines())


@given(
    st.lists(st.one_of(st.text(), st.sampled_from([" a", "a ", "a  b", "", "a\u00a0b", "\x1f"])))
)
def test_lines_together_are_as_lines_alone(texts: list[str]) -> None:
    """To look at many at once changes nothing of what becomes of each."""
    assert one_lines(texts) == [one_line(text) for text in texts]
