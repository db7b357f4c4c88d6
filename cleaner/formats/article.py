"""The article of a scraped page (`--extract`): taken out with trafilatura, and written beside it, `a.html.txt`."""

from __future__ import annotations

from dataclasses import replace

from cleaner.files.extras import Missing, imported
from cleaner.formats import plain
from cleaner.formats.markup.declared import decoded_page
from cleaner.formats.source import NoText, Source, Unreadable
from cleaner.formats.webpage import address

MOST = 20_000_000  # characters: lxml makes a tree of the page, about 15 times its size


def read(name: str, data: bytes) -> Source:
    """The article as one document.  Raises `Unreadable`: `NoText` for a page in which none is found."""
    try:
        trafilatura = imported("trafilatura", "extract")
    except Missing as error:
        raise Unreadable(str(error)) from None
    page = decoded_page(data)[0].text
    if len(page) > MOST:
        raise Unreadable(f"{len(page):,} characters are no page of an article (at most {MOST:,})")
    found = trafilatura.extract(page, include_comments=False, include_tables=True)
    if not found or not found.strip():
        raise NoText("no article was found in it; without --extract its texts are read as they stand")
    taken = plain.taken_out(name, data, found.rstrip("\n") + "\n")
    return replace(taken, documents=tuple(replace(d, source=address(page)) for d in taken.documents))
