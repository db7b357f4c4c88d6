"""The encoding of a file of markup: by its mark, by what it declares, or UTF-8."""

from __future__ import annotations

import codecs
import re

from cleaner.formats.decoding import decoded
from cleaner.formats.source import Unreadable

_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*?charset\s*=\s*[\"']?([\w.:-]+)", re.I)
# Encodings in which each character has bytes of its own, whatever stands before it; places need that.
_STATELESS = re.compile(r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-.|mac-\w+")


def decoded_markup(data: bytes) -> tuple[str, str, int]:
    """The source, its encoding, and the length of its byte-order mark: by the mark, the declaration, or UTF-8.

    >>> decoded_markup('<?xml version="1.0" encoding="ISO-8859-1"?><é/>'.encode("latin-1"))[1]
    'iso8859-1'
    """
    text, encoding, mark = _declared(data) or _by_mark(data)
    return text, encoding, mark


def _by_mark(data: bytes) -> tuple[str, str, int]:
    file = decoded(data)
    if file.lost or not file.encoding.startswith("utf"):
        what = "in part" if file.lost else f"{file.encoding}, perhaps"
        raise Unreadable(f"it declares no encoding and is not UTF-8 ({what}); convert it first (iconv)")
    return file.text, file.encoding, file.mark


def _declared(data: bytes) -> tuple[str, str, int] | None:
    """What the declaration says; None where it says UTF-8 or UTF-16, which the bytes themselves tell."""
    found = _DECLARED.search(data[:2048])
    name = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    if not name or name.lower().startswith(("utf-16", "utf16", "utf-8-sig")) or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return None
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        raise Unreadable(f"it declares the encoding {name!r}, which nobody here knows; convert it to UTF-8") from None
    if encoding == "utf-8" and data.startswith(codecs.BOM_UTF8):
        return None
    if not _STATELESS.fullmatch(encoding):
        raise Unreadable(f"it declares the encoding {name!r}, which we do not write; convert it to UTF-8 first (iconv)")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"it declares {name}, but byte {error.start} is not; correct the declaration, or convert it (iconv)"
        ) from None
    if "\0" in text:
        raise Unreadable("it holds NUL bytes: a binary file, or a text that was cut off or wrongly converted")
    return text, encoding, 0
