"""Saved web pages read into blocks, without what surrounds the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree, html

from audiobrief.errors import ReportError
from audiobrief.ingest.blocks import Block
from audiobrief.ingest.furniture import without_furniture
from audiobrief.ingest.headings import heading_key, is_known
from audiobrief.ingest.load import read_page
from audiobrief.ingest.masthead import is_masthead
from audiobrief.ingest.outline import assemble
from audiobrief.ingest.pagefacts import page_facts
from audiobrief.ingest.pagewalk import page_blocks
from audiobrief.ingest.text import normalise
from audiobrief.model import Report

MOST_TAGS = 20_000
"""A page with more is refused, rather than walked for minutes."""

_REMEDY = "Save the report's page alone, or copy it as plain text."
_TAG = re.compile(r"<[a-zA-Z]")
_NEVER_TEXT = frozenset(
    """
    audio canvas dialog embed figure iframe math nav noscript object picture script select
    style svg template textarea title video
    """.split()  # noqa: SIM905 - a table of words reads better than one a line
)
_USUALLY_FURNITURE = ("aside", "footer", "form", "header")
_FURNITURE_ROLES = ("banner", "complementary", "contentinfo", "navigation", "search", "dialog")
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|banner|breadcrumbs?|comments?|consent|cookies?|footer|menu|modal"
    r"|nav(?:bar|igation)?|newsletter|noteref|paywall|player|popup|promos?|recommend\w*|related\w*|share"
    r"|sharing|sidebar|social|sponsor\w*|subscri\w*|toc|toolbar|trending)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_LONGEST_HEADING = 40


def read_page_report(path: Path) -> Report:
    """Read a report from a page as a browser saves it.

    Raises:
        ReportError: it cannot be read, is nested too deep, has too many tags, or has no title
            or text.
    """
    tree = _parsed(read_page(path), path)
    facts = page_facts(tree, path)
    _strip(tree)
    blocks = list(without_furniture(page_blocks(_root(tree))))
    stated = Report(
        slug="",
        title=facts.title,
        category=facts.category,
        byline=facts.byline,
        published=facts.published,
    )
    return assemble(stated, _from_title(blocks, facts.title), path)


def _parsed(text: str, path: Path) -> html.HtmlElement:
    tags = len(_TAG.findall(text))
    if tags > MOST_TAGS:
        raise ReportError(f"has {tags} tags, more than {MOST_TAGS}", where=path, remedy=_REMEDY)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise ReportError("holds no page", where=path, remedy=_REMEDY) from error
    if any("depth" in fault.message for fault in parser.error_log):
        raise ReportError("is nested too deep", where=path, remedy=_REMEDY)
    return tree


def _strip(tree: html.HtmlElement) -> None:
    """Take out what is no text, and what a site puts around a report.

    An element that looks like furniture but holds the title or one of the desk's headings is
    not: sites put sentiment into an aside and a quiz into a form.
    """
    kept = {above for mark in _marks(tree) for above in (mark, *mark.iterancestors())}
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is None:
            continue
        never = element.tag in _NEVER_TEXT
        if never or (element not in kept and _is_furniture(element)):
            element.drop_tree()


def _is_furniture(element: html.HtmlElement) -> bool:
    if element.tag in ("body", "main", "article"):
        return False
    style = (element.get("style") or "").replace(" ", "").lower()
    hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    if hidden or "display:none" in style or element.get("role") in _FURNITURE_ROLES:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in _USUALLY_FURNITURE or bool(_FURNITURE_NAME.search(names))


def _marks(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the elements that are a first-rank heading or one of the desk's."""
    return [
        element
        for element in tree.iter(etree.Element)
        if (element.tag == "h1" or is_known(_short_text(element))) and not _in_menu(element)
    ]


def _in_menu(element: html.HtmlElement) -> bool:
    above = (element, *element.iterancestors())
    return any(one.tag in ("a", "li", "nav", "title", "button") for one in above)


def _short_text(element: html.HtmlElement) -> str:
    """Return an element's text if it is as short as a heading, else the empty string."""
    text = ""
    for piece in element.itertext():
        text += piece.strip()
        if len(text) > _LONGEST_HEADING:
            return ""
    return normalise(" ".join(element.itertext()))


def _root(tree: html.HtmlElement) -> html.HtmlElement:
    """Return the smallest element that holds the title and the desk's headings.

    A page without the desk's headings has its text in its longest article, or its main part.
    """
    marks = _marks(tree)
    if any(mark.tag != "h1" for mark in marks):
        shared = [list(mark.iterancestors())[::-1] for mark in marks]
        levels = [level for level in zip(*shared, strict=False) if len(set(level)) == 1]
        return levels[-1][0] if levels else tree
    for path in ("//article", "//main|//*[@role='main']"):
        found: list[html.HtmlElement] = tree.xpath(path)
        if found:
            return max(found, key=lambda element: len("".join(element.itertext())))
    return tree


def _from_title(blocks: Sequence[Block], title: str) -> Iterator[Block]:
    """Yield the blocks from the title on; above it, only category, date and byline count."""
    key = heading_key(title)
    starts = [place for place, block in enumerate(blocks) if heading_key(block.text) == key]
    start = starts[0] if starts else 0
    yield from (block for block in blocks[:start] if is_masthead(block.text))
    yield from blocks[start:]
