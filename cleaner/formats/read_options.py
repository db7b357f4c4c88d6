"""How a file is to be read, where its name and its bytes do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a large file is read: its number, from 1; whether it is the last; the line that it begins in.

    `table`: how its rows are read, as the first part showed.
    """

    number: int
    last: bool = False
    line: int = 1
    table: tuple[Any, ...] = ()


STORED = ("format", "text_field", "id_field", "extract", "to", "source_field", "speakers")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`format`: a name of `FORMATS`, else the file tells.  `text_field`: the fields or columns with the texts; each
    format knows what to read if none is named.  `id_field`: the field or column with the document's name;
    `source_field`: that with the address or the site it comes from.  `extract`: of a page only the article is read;
    `to`: "txt" makes prose of cues; `speakers`: their labels, each with the name that it gets.

    >>> ReadOptions.restored({"text_field": ["body"]}) == ReadOptions(text_field=("body",))
    True
    >>> ReadOptions(speakers=(("spk_0", "Jane"),)).stored()["speakers"]
    (('spk_0', 'Jane'),)
    """

    format: str | None = None
    text_field: tuple[str, ...] = ()
    id_field: str = "id"
    extract: bool = False
    source_field: str = "url"
    to: str = ""
    speakers: tuple[tuple[str, str], ...] = ()
    part: Part | None = field(default=None, compare=False)

    def stored(self) -> dict[str, Any]:
        """As plain values, for JSON: only what is set."""
        values = {name: getattr(self, name) for name in STORED}
        if self.part:
            values["part"] = asdict(self.part)
        return {name: value for name, value in values.items() if value}

    @staticmethod
    def restored(values: Mapping[str, Any]) -> ReadOptions:
        """The options from what `stored` gave.  Raises `TypeError` for anything else."""
        options = ReadOptions(**values)
        part = Part(**options.part) if isinstance(options.part, dict) else None
        speakers = tuple((label, name) for label, name in options.speakers)
        return replace(options, text_field=tuple(options.text_field), speakers=speakers, part=part)
