"""EPUB: an archive of pages.  Each chapter is a document, read as HTML is; tables of contents and all else stay."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from cleaner.formats import webpage
from cleaner.formats.archive import Archive
from cleaner.formats.markup.declared import decoded_markup
from cleaner.formats.markup.letters import letters
from cleaner.formats.markup.wellformed import attributes, pieces
from cleaner.formats.members import gathered
from cleaner.formats.source import Source, Unreadable

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"


def read(name: str, data: bytes) -> Source:
    """A document for each chapter, in the order of reading.  Raises `Unreadable`."""
    archive = Archive(data, "EPUB")
    package = next((said.get("full-path", "") for _, said in _elements(archive, _CONTAINER, "rootfile")), "")
    chapters = list(dict.fromkeys(_chapters(archive, package)))
    locked = set()
    if _ENCRYPTION in archive:
        locked = {unquote(said.get("URI", "")) for _, said in _elements(archive, _ENCRYPTION, "CipherReference")}
    if kept := sorted(locked & set(chapters)):
        raise Unreadable(f"{kept[0]} is encrypted, as in books that are lent or sold with a lock")
    if not chapters:
        raise Unreadable(f"{package or 'its package'} names no chapter: it is no whole EPUB")
    return gathered(name, archive, [_chapter(archive, chapter) for chapter in chapters])


def _chapter(archive: Archive, member: str) -> Source:
    data = archive.read(member)
    try:
        return webpage.read(member, data, xml=True)
    except Unreadable as error:
        raise Unreadable(f"{member}: {error}") from None


def _chapters(archive: Archive, package: str) -> Iterator[str]:
    """The members that are chapters: first those of the spine, in its order."""
    folder, pages, spine = posixpath.dirname(package), {}, []
    for element, said in _elements(archive, package, "item", "itemref"):
        if element == "itemref":
            spine.append(said.get("idref", ""))
        elif said.get("media-type") == "application/xhtml+xml":
            pages[said.get("id", "")] = posixpath.normpath(posixpath.join(folder, unquote(said.get("href", ""))))
    for id in [*spine, *pages]:
        if id in pages and pages[id] in archive:
            yield pages[id]


def _elements(archive: Archive, member: str, *names: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of some names in a member of XML, with their attributes."""
    if member not in archive:
        raise Unreadable(f"there is no {member or 'package'} in it: it is no whole EPUB")
    source = decoded_markup(archive.read(member)).text
    for piece in pieces(source):
        if piece.name in names and source[piece.start + 1] != "/":
            said = attributes(source, piece)
            yield piece.name, {key: "".join(c.read for c in letters(source, *span)) for key, span in said.items()}
