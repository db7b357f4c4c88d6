"""What a document learns from its companions: the other documents of the site or folder that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Companions:
    """What a survey of a batch has found of one document's companions.

    `place`: the site or folder, as it is shown; `pages`: how many stories come from there, copies of one counted once;
    `lines`: the lines of this document that stand in other stories of the place too, each by its `line_key`, and on
    how many stories it stands, this one with them; `damages`: for each damage, in how many of how many other documents
    of the place it was found, where the user says that they share what happened to them (`--same-source`).
    """

    place: str = ""
    pages: int = 0
    lines: Mapping[str, int] = field(default_factory=dict)
    damages: Mapping[str, tuple[int, int]] = field(default_factory=dict)


ALONE = Companions()  # a document of which no companion is known
