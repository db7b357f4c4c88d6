"""The shipped corpus: what is right stays, byte for byte; what is damaged comes as near to its truth as it ever did."""

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import floor
import pytest
from command import cleaner
from conftest import CORPUS
from floor import name

from cleaner.decide import Policy
from cleaner.model import Cleaned, Document, Verdict
from cleaner.pipeline import clean

CLEAN = sorted((CORPUS / "clean").iterdir())
INNOCENT = sorted((CORPUS / "innocent").iterdir())
DAMAGED = floor.damaged()
FLOOR = floor.recorded()

# Right texts that are not left alone yet: a strict xfail, so that whoever mends it has to take the line out.
FIXED = {
    "clean/eel-catcher": "dialect is taken for a scan: on’y → only",
    "innocent/a-true-relation": "old spelling is taken for a scan: corne → come",
    "innocent/misread": "misreadings that are quoted as such are mended",
    "innocent/peat-road": "dialect is taken for a scan: auld → and, tae → the",
}


def _each(paths: list[Path], known_fail: Mapping[str, str]) -> pytest.MarkDecorator:
    """One test for each article; strictly expected to fail where the table says so."""

    def marked(path: Path) -> object:
        reason = known_fail.get(name(path))
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        return pytest.param(path, id=name(path), marks=marks)

    return pytest.mark.parametrize("path", [marked(path) for path in paths])


@pytest.fixture(scope="module")
def cleaned(kit) -> Callable[[Path], Cleaned]:  # type: ignore[no-untyped-def]
    """A corpus file as the program cleans it, once."""
    return cache(lambda path: floor.cleaned(path, kit))


@_each([*CLEAN, *INNOCENT], known_fail=FIXED)
def test_a_correct_text_comes_out_untouched(cleaned: Callable[[Path], Cleaned], path: Path) -> None:
    result = cleaned(path)
    assert result.text == path.read_bytes().decode(), [(r.finding.rule, r.before, r.after) for r in result.fixes]


@_each(INNOCENT, known_fail=FIXED)
def test_an_innocent_article_is_not_even_asked_about(cleaned: Callable[[Path], Cleaned], path: Path) -> None:
    """Mafia, rape, murder, recession, election; dialect, code, old spelling: all of it meant, in these articles."""
    assert [(r.finding.rule, r.before, r.after) for r in cleaned(path).records] == []


@_each(DAMAGED, known_fail={})
def test_a_damaged_article_does_not_fall_below_its_floor(cleaned: Callable[[Path], Cleaned], path: Path) -> None:
    now, was = floor.measure(path, cleaned(path)), FLOOR.get(name(path))
    assert was, f"no row in floor.tsv: python tests/floor.py records it\n{now}"
    assert not floor.worse(now, was), f"{now.article}: {'; '.join(floor.worse(now, was))}"
    if now != replace(was, why=""):
        warnings.warn(f"better than floor.tsv has it; python tests/floor.py records it:\n{now}", stacklevel=1)


def test_the_floor_has_a_reason_where_an_article_comes_no_nearer_and_nowhere_else() -> None:
    assert list(FLOOR) == sorted(name(path) for path in DAMAGED)
    assert [row.article for row in FLOOR.values() if (row.after >= row.before) != bool(row.why)] == []


@pytest.mark.parametrize(
    ("changed", "noticed"),
    [
        ({}, False),
        ({"after": 49}, False),
        ({"after": 51}, True),
        ({"answered": 41}, True),
        ({"questions": 4}, True),
        ({"questions": 4, "answered": 39}, False),
        ({"questions": 2}, False),
        ({"diagnosed": False}, True),
        ({"before": 61}, True),
    ],
)
def test_what_falls_below_a_floor(changed: dict[str, int], noticed: bool) -> None:
    row = floor.Row("ocr/x", before=60, after=50, answered=40, questions=3, diagnosed=True)
    assert bool(floor.worse(replace(row, **changed), row)) is noticed


def test_a_row_reads_as_it_is_written() -> None:
    row = floor.Row("ocr/x", 60, 60, 40, 3, True, "a light scan")
    assert floor.Row.read(str(row)) == row


def test_every_damaged_article_has_its_truth() -> None:
    assert [name(path) for path in DAMAGED if not (CORPUS / "clean" / path.name).exists()] == []


def test_the_readme_lists_every_article_and_every_damage() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([a-z-]+) \| [a-z ]+ \|", readme, re.M))
    measured = {f"{damage}/{article}" for article, damage in re.findall(r"^\| ([a-z-]+) \| \d+ \| (\S+)", readme, re.M)}
    assert listed - {"article"} == {path.stem for path in [*CLEAN, *INNOCENT]}
    assert measured == {name(path) for path in DAMAGED}


def test_the_main_job_on_the_whole_corpus(elsewhere: Path) -> None:
    ran = cleaner("clean", CORPUS / "damaged", "-o", "out", "--edits", cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert sorted(p.name for p in (elsewhere / "out").glob("*/*")) == sorted(p.name for p in DAMAGED)
    again = cleaner("clean", "out", "-o", "again", cwd=elsewhere)
    assert again.code == 0
    assert (elsewhere / "again/changes.diff").read_bytes() == b""


def test_questions_about_a_word_of_harm_stay_questions(kit) -> None:  # type: ignore[no-untyped-def]
    """No bar turns a rule about harm into a fix."""
    bold = replace(kit, policy=Policy(bar=0.0, ask=0.0), damage={"mt/es": 0.999})
    text = "The rape of the embassy followed. The mafia stormed the embassy gates. They threw stones."
    cleaned = clean(Document("x", text), bold)
    harmful = [r for r in cleaned.records if r.finding.rule.startswith("mt/es/rape")]
    assert harmful and all(r.verdict is Verdict.ASK for r in harmful)
