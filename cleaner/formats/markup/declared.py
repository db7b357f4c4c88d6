"""The encoding of a file of markup, by what it says of itself."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from cleaner.formats.decoding import Decoded, decoded
from cleaner.formats.source import Unreadable

_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*?charset\s*=\s*[\"']?([\w.:-]+)", re.I)
# Encodings in which each character has bytes of its own, whatever stands before it; places need that.
_STATELESS = re.compile(r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-.|mac-\w+")


def decoded_page(data: bytes) -> tuple[Decoded, tuple[str, ...]]:
    """The source of a page and what the user should know of it.

    A page that is no text in the encoding that it declares is read as what it is, for browsers show it too.  So is one
    that is UTF-8 and says otherwise: a server said it right.

    >>> page = '<meta charset="latin1"><p>' + "caf\xe9"
    >>> decoded_page(page.encode("cp1252"))[0].encoding, decoded_page(page.encode())[0].encoding
    ('cp1252', 'utf-8')
    """
    file = None if data.isascii() else decoded(data)
    if file and file.mark:
        return file, file.notices
    name, encoding = _said(data)
    if file is None:  # what comes in must not be UTF-8 where nothing says so
        return Decoded(data.decode("ascii"), encoding or "ascii"), ()
    if name and not encoding:
        raise Unreadable(f"it declares the encoding {name!r}, which we do not write; convert it to UTF-8 first (iconv)")
    if not name or file.encoding == encoding:
        return file, () if name and file.encoding != "utf-8" else file.notices
    if file.encoding != "utf-8":
        with suppress(UnicodeDecodeError):
            return Decoded(data.decode(encoding), encoding), ()
    read = f"it declares {name}, and is not; read as {file.encoding} and written back so"
    return file, (read, *(file.notices if file.encoding == "utf-8" else ()))


def _said(data: bytes) -> tuple[str, str]:
    """The encoding that a page declares: its name there, and as browsers take it; "" for one that we do not write."""
    found = _DECLARED.search(data[:4096])
    name = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    try:
        encoding = codecs.lookup(name).name if name else ""
    except LookupError:
        encoding = ""
    if encoding in {"ascii", "iso8859-1"}:
        return name, "cp1252"
    return name, encoding if _STATELESS.fullmatch(encoding) else ""


def decoded_markup(data: bytes) -> Decoded:
    """The source, by its byte-order mark, its declaration, or as UTF-8.  Raises `Unreadable`.

    >>> decoded_markup('<?xml version="1.0" encoding="ISO-8859-1"?><é/>'.encode("latin-1")).encoding
    'iso8859-1'
    """
    if declared := _declared(data):
        return declared
    file = decoded(data)
    if file.lost or not file.encoding.startswith("utf"):
        what = "in part" if file.lost else f"{file.encoding}, perhaps"
        raise Unreadable(f"it declares no encoding and is not UTF-8 ({what}); convert it first (iconv)")
    return file


def _declared(data: bytes) -> Decoded | None:
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
    return Decoded(text, encoding)
