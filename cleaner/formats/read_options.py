"""How a file is to be read, where its name and its bytes do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`format`: a name of `FORMATS`, else the file tells.  `text_field`: the fields or columns with the texts; each
    format knows what to read if none is named.  `id_field`: the field or column with the document's name.

    >>> ReadOptions.restored(ReadOptions(text_field=("body",)).stored())
    ReadOptions(format=None, text_field=('body',), id_field='id')
    """

    format: str | None = None
    text_field: tuple[str, ...] = ()
    id_field: str = "id"

    def stored(self) -> dict[str, Any]:
        """As plain values, for JSON: only what is set."""
        values = {"format": self.format, "text_field": self.text_field, "id_field": self.id_field}
        return {name: value for name, value in values.items() if value}

    @staticmethod
    def restored(values: Mapping[str, Any]) -> ReadOptions:
        """The options from what `stored` gave.  Raises `TypeError` for anything else."""
        options = ReadOptions(**values)
        return replace(options, text_field=tuple(options.text_field))
