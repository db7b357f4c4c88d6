"""Every part of the program makes or holds what its table says, and does not when it is taken out (`switches`)."""

from __future__ import annotations

import pytest
from switches import Part, entries, forgetful, parts, taken_out

from cleaner.kit import Kit

PARTS = parts()
CASES = [pytest.param(part, *case, id=f"{part.name}: {case[0]}") for part in PARTS for case in part.cases.items()]
NOT_YET = [
    pytest.param(part, *case, id=f"{part.name}: {case[0]}", marks=pytest.mark.xfail(reason="known to fail"))
    for part in PARTS
    for case in part.known_fail.items()
]


@pytest.mark.parametrize(("part", "before", "after"), [*CASES, *NOT_YET])
def test_with_the_part_each_case_comes_out_right(kit: Kit, part: Part, before: str, after: str) -> None:
    assert part.outcome(before, kit) == after


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_without_the_part_none_does(kit: Kit, part: Part) -> None:
    assert part.proving, "no case needs this part"
    anew = forgetful(kit)
    with taken_out(part) as besides:
        idle = [before for before, after in part.proving.items() if part.outcome(before, anew, **besides) == after]
    assert not idle, "these come out the same without the part and prove nothing"


def test_every_entry_of_every_table_has_its_cases() -> None:
    missing = entries() - {part.without.get("entry") for part in PARTS}
    assert not missing
