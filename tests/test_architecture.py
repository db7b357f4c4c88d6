"""docs/architecture.md holds: its rooms are the rooms, its walks follow imports, its places exist."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT

CLEANER = ROOT / "cleaner"
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
MOST_STEPS = 12


def walks() -> dict[str, list[tuple[str, str]]]:
    """The hand-overs of each walk."""
    parts = re.split(
        r"^\*\*(A \w+)\*\*", PAGE[PAGE.index("## Three walks") : PAGE.index("## Glossary")], flags=re.MULTILINE
    )
    return {
        name: re.findall(r"^\d+\. `([\w/]+)` → `([\w/]+)`", text, re.MULTILINE)
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def sources(module: str) -> list[Path]:
    """The file of a module, or all files of a room."""
    file = CLEANER / f"{module}.py"
    return [file] if file.exists() else sorted((CLEANER / module).rglob("*.py"))


def imported(module: str) -> set[str]:
    """The modules and rooms that a module imports, wherever it does, with slashes."""
    found = set()
    for file in sources(module):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "cleaner":
                place = node.module.removeprefix("cleaner").lstrip(".").replace(".", "/")
                found |= {place, *(f"{place}/{alias.name}".lstrip("/") for alias in node.names)}
    return found | {"/".join(place.split("/")[:n]) for place in found for n in (1, 2)}


@pytest.mark.parametrize("walk", walks())
def test_a_walk_follows_imports_and_is_short(walk: str) -> None:
    steps = walks()[walk]
    assert 5 < len(steps) <= MOST_STEPS
    for giver, taker in steps:
        assert sources(giver) and sources(taker), (giver, taker)
        assert taker in imported(giver), (giver, taker)


def test_the_rooms_are_the_rooms() -> None:
    picture = PAGE[PAGE.index("## The rooms") : PAGE.index("`rules/` holds")]
    named = set(re.findall(r"(?:^ |\s{3,})([a-z_]+) {2,}\S", picture, re.MULTILINE))
    there = {f.stem for f in CLEANER.iterdir() if f.suffix == ".py" or (f / "__init__.py").exists()}
    assert named == there - {"__init__", "__main__"}


def test_the_picture_stands_from_top_to_bottom() -> None:
    """No room imports one that the picture shows above it."""
    picture = PAGE[PAGE.index("## The rooms") : PAGE.index("`rules/` holds")]
    lines = [re.findall(r"(?:^ |\s{3,})([a-z_]+) {2,}\S", line) for line in picture.split("\n")]
    rows = [set(line) for line in lines if line]
    for number, row in enumerate(rows):
        above = set().union(*rows[:number])
        for room in row:
            assert not imported(room) & above - {room}, (room, imported(room) & above)
    assert all(a.isdisjoint(b) for a, b in pairwise(rows))


@pytest.mark.parametrize("named", sorted(set(re.findall(r"\| `([\w/]+(?:\.py|/))`", PAGE))))
def test_every_place_of_the_glossary_is_there(named: str) -> None:
    assert (CLEANER / named).exists()


@pytest.mark.parametrize(("name", "file"), re.findall(r"`(\w+)` in `([\w/]+\.py)`", PAGE))
def test_a_new_thing_goes_where_the_page_says(name: str, file: str) -> None:
    assert re.search(rf"^(?:def |class )?{name}\b", (CLEANER / file).read_text("utf-8"), re.MULTILINE)
