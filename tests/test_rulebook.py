"""The rule language: what it refuses and how it says so, and what each kind and condition does."""

import importlib
import shutil
from pathlib import Path

import pytest
import regex
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from cleaner.files.locations import shipped_rules
from cleaner.packs.rule_tests import failures, mended
from cleaner.rulebook import Rule, Rulebook, RuleErrors, assemble, load
from cleaner.rulebook.form import Form
from cleaner.rulebook.harm import turned
from cleaner.rulebook.patterns import phrase_pattern
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

MISTAKES = yaml.safe_load((ROOT / "tests/data/rule_mistakes.yaml").read_text())
KINDS = yaml.safe_load((ROOT / "tests/data/rule_kinds.yaml").read_text())


@pytest.mark.parametrize("case", MISTAKES, ids=lambda c: c["name"])
def test_a_mistake_is_answered_with_the_place_and_the_cure(tmp_path: Path, case: dict[str, str]) -> None:
    (tmp_path / "p.yaml").write_text(case["pack"])
    with pytest.raises(RuleErrors) as told:
        load([tmp_path])
    (error,) = told.value.errors[:1]
    assert case["says"] in error.message
    assert (Path(error.file).name, error.line) == ("p.yaml", case["line"])


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("rules:\n  one: {find: aa}\n  two: {find: bb}\n")
    (tmp_path / "b.yaml").write_text("rules: [\n")
    with pytest.raises(RuleErrors) as told:
        load([tmp_path])
    assert [(Path(e.file).name, e.line) for e in told.value.errors] == [
        ("a.yaml", 2),
        ("a.yaml", 3),
        ("b.yaml", 2),
    ]


def _book(tmp_path: Path, rule: dict[str, object]) -> Rulebook:
    full = {"why": "w", "tests": {"fix": {"x": "y"}, "keep": ["z"]}} | rule
    if full.get("tier") == "flag":
        full["tests"] = {"flag": ["x"], "keep": ["z"]}
    (tmp_path / "p.yaml").write_text(yaml.safe_dump({"rules": {"r": full}}, allow_unicode=True))
    return load([tmp_path], shipped=False)


@pytest.mark.parametrize("case", KINDS, ids=lambda c: c["name"])
def test_what_kinds_and_conditions_do(tmp_path: Path, case: dict[str, dict[str, str]]) -> None:
    book, lexicon = _book(tmp_path, case["rule"]), Lexicon.shipped()

    def result(text: str) -> str:
        return mended(text, [m for m in book.scan(Analysis(text), lexicon).matches if not m.obstacle])

    for before, after in case.get("mends", {}).items():
        assert result(before) == after
    for text in case.get("keeps", []):
        assert result(text) == text


def test_every_shipped_rule_passes_its_own_tests(kit) -> None:  # type: ignore[no-untyped-def]
    failed = [f"{f.rule.id}: {f.text!r} {f.message}" for f in failures(kit.rulebook.rules.values(), kit)]
    assert not failed, "\n".join(failed)


@given(st.text("ab \n.", max_size=40))
def test_a_scan_finds_what_a_plain_search_finds(text: str) -> None:
    """The literal prefilter loses no match and invents none."""
    pattern = "(?i)" + phrase_pattern("a b")
    rule = Rule(id="r", damage="", file="", line=1, kind="find")
    book = Rulebook.of([rule], [Form("r", pattern, ("a",), ("x",), 12)])
    found = [(m.start, m.end) for m in book.scan(Analysis(text), Lexicon.shipped()).matches]
    assert found == [m.span() for m in regex.finditer(pattern, text)]


LINE = r"(?m:^)[^\S\n]*+a+\n?b?"


@given(st.text("ab \n", max_size=40))
def test_a_scan_for_lines_finds_what_a_plain_search_finds(text: str) -> None:
    """A pattern of lines is tried where lines begin only."""
    rule = Rule(id="r", damage="", file="", line=1, kind="pattern")
    book = Rulebook.of([rule], [Form("r", LINE, ("a",), ("x",), 3, template=True, line=True)])
    found = [m.start for m in book.scan(Analysis(text), Lexicon.shipped()).matches]
    assert found == [m.start() for m in regex.finditer(LINE, text)]


def test_rules_on_top_of_the_shipped_ones_come_to_the_same_as_all_compiled_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading = importlib.import_module("cleaner.rulebook.load")  # the package has a function of this name
    some, own = tmp_path / "shipped", tmp_path / "own"
    for room in ("mt/pt", "mt/fr", "ocr"):  # a few hundred rules stand for all
        shutil.copytree(shipped_rules() / room, some / room)
    monkeypatch.setattr(loading, "shipped_rules", lambda: some)
    own.mkdir()
    (own / "own.yaml").write_text(
        "damage: mt/es\n"
        "rules:\n"
        "  mine:\n"
        "    {find: mob law, fix: law, tier: ask, why: w, tests: {fix: {mob law: law}, keep: [x]}}\n"
        "without: [mt/pt/*]\n",
        encoding="utf-8",
    )
    folders = [some, own]
    sources = [(root, file, file.read_bytes()) for root in folders for file in loading.pack_files(root)]
    rules, forms, _ = assemble.assembled(folders, sources, frozenset(), Lexicon.shipped())
    book = load([own])
    assert len(rules) > 100 and not any(r.id.startswith("mt/pt/") for r in rules)
    assert [r.id for r in book.rules.values()] == [r.id for r in rules]
    assert [(f.rule, f.pattern) for f in book.forms] == [(f.rule, f.pattern) for f in forms]


HARM = [  # wrong, right, the kind of harm that keeps a rule from fixing by itself
    ("violacion", "rape", "sexual"),
    ("the violación", "the rape", "sexual"),
    ("homicida driver", "murderer at the wheel", "criminal"),
    ("sin motive", "not with motive", "negation"),
    ("now guilty", "not guilty", "negation"),
    ("nct guilty", "not guilty", ""),  # a letter was misread: it said the same
    ("notbing", "nothing", ""),
    ("rnurderer", "murderer", ""),
    ("Katteb", "Katteb", ""),
]


@pytest.mark.parametrize(("wrong", "right", "kind"), HARM)
def test_a_rule_that_accuses_or_denies_is_only_asked_whatever_language_it_mends(
    wrong: str, right: str, kind: str
) -> None:
    found = turned(wrong, right, Lexicon.shipped())
    assert (found[0] if found else "") == kind
