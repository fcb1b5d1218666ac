"""The charset of a page: as it is marked, as it is declared, as its bytes tell.

Labels are read as the Encoding Standard has them (https://encoding.spec.whatwg.org).
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE
)
_WEB_CHARSETS = re.compile(
    r"utf-?8|utf-?16(le|be)?|(us-)?ascii|latin-?1|iso-?8859-\d{1,2}|(windows|cp)-?125\d|windows-874"
    r"|koi8-[ru]|macintosh|gbk|gb2312|gb18030|big5|euc-(jp|kr)|shift_jis|iso-2022-jp"
)
"""Those of https://encoding.spec.whatwg.org/#names-and-labels that pages come in."""
_READ_AS_1252 = re.compile(r"(us-)?ascii|latin-?1|iso-?8859-1")


def marked(data: bytes) -> str:
    """Return the encoding that a byte order mark tells, or the empty string."""
    return next((name for bom, name in _BOMS if data.startswith(bom)), "")


def declared(data: bytes) -> str:
    """Return the label that a page declares in its first 1,024 bytes, or the empty string."""
    found = _META_CHARSET.search(data[:1024])
    return found[1].decode("ascii", "replace").lower() if found else ""


def web_encoding(label: str) -> str:
    """Return Python's name for a declared charset, as browsers take it; empty if unknown."""
    if not _WEB_CHARSETS.fullmatch(label):
        return ""
    if label.startswith("utf"):
        return "utf-8"  # a page that can be read to its declaration is not UTF-16
    return "cp1252" if _READ_AS_1252.fullmatch(label) else label.replace("macintosh", "mac-roman")


def decoded(data: bytes, told: str = "") -> str:
    """Return a page's text, whatever it says of itself; what fits nothing becomes U+FFFD.

    Text that is valid UTF-8 and not plain ASCII is nothing else, whatever server or page
    declare. After that the server's word, ``told``, counts before the page's.
    """
    mark = marked(data)
    if mark:
        return data.decode(mark, "replace")
    if told.lower().startswith("utf-16"):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and not text.isascii():
        return text
    for label in (told.lower(), declared(data)):
        encoding = web_encoding(label)
        if encoding not in ("", "utf-8"):
            return _leniently(data, encoding)
    return text or _leniently(data, "cp1252")


def _leniently(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except LookupError:  # a Python built without it
        return data.decode("cp1252", "replace")
