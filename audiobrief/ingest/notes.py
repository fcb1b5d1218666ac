"""Show notes as other hosts write them, HTML or text, read as plain paragraphs."""

from __future__ import annotations

from lxml import etree, html

from audiobrief.ingest.text import normalise

_BLOCKS = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr"}
)
_SILENT = ("script", "style", "template", "iframe", "object", "noscript")


def paragraphs(notes: str) -> tuple[str, ...]:
    """Return the paragraphs of show notes; a link's address follows its text in brackets."""
    root = html.fragment_fromstring(notes, create_parent="div")
    etree.strip_elements(root, *_SILENT, etree.Comment, with_tail=False)
    written: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        edge = "\n" if element.tag in _BLOCKS else ""
        if event == "start":
            written += [edge, element.text or ""]
        else:
            written += [_address(element), edge, element.tail or ""]
    lines = (normalise(line) for line in "".join(written).split("\n"))
    return tuple(line for line in lines if line)


def _address(element: etree._Element) -> str:
    """Return the address that a link leads to, unless it is what the link says."""
    target = element.get("href", "").strip() if element.tag == "a" else ""
    said = str(element.xpath("string()")).strip()
    return f" ({target})" if target.startswith(("http://", "https://")) and target != said else ""
