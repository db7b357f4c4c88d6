"""The documents below some paths, whatever their containers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from cleaner import formats
from cleaner.batch import inputs
from cleaner.model import Document


def documents(
    paths: Iterable[Path], complain: Callable[[str], None], text_field: Sequence[str] = ()
) -> Iterator[Document]:
    """Every document of the files and folders; what cannot be read is told and passed over."""
    for item in inputs.find(list(paths)):
        try:
            source = formats.read(item.name, item.read(), None, text_field, "id")
        except formats.Unreadable as error:
            if item.named or not isinstance(error, formats.NoText):
                complain(f"{item.path}: {error}")
            continue
        yield from source.documents
