"""Reads the documents of many files, whatever their formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from cleaner.batch import inputs
from cleaner.formats import NoText, ReadOptions, Source, Unreadable, read
from cleaner.formats.outcome import Input
from cleaner.model import Document

Complain = Callable[[str], object]


def sources(
    items: Iterable[Input], complain: Complain, options: ReadOptions = ReadOptions()
) -> Iterator[tuple[Input, Source]]:
    """Each file as it reads.  `complain` is told of those that cannot be read; other kinds in a folder are left out."""
    for item in items:
        try:
            source = read(item.name, item.read(), options)
        except Unreadable as error:
            if item.named or not isinstance(error, NoText):
                complain(f"{item.path}: {error}")
        else:
            yield item, source


def documents(paths: Iterable[Path], complain: Complain, text_field: Sequence[str] = ()) -> Iterator[Document]:
    """Every document of the files and folders."""
    for _, source in sources(inputs.find(list(paths)), complain, ReadOptions(text_field=tuple(text_field))):
        yield from source.documents
