"""The same command does nothing twice: what is cleaned again, and what is not; whose files may go into one OUT."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Ran, cleaner

from cleaner.batch import recipe, run
from cleaner.formats import ReadOptions
from cleaner.ledger import Ledger

DAMAGED = "Into tbe woods they went, and tbe dog came after.\n"
ASKED = "UU. Officials of EE. UU. They said the mafia had stormed the embassy, where protesters threw stones.\n"
RECORD = '{"id": "7", "text": "By tbe."}\n'
FOUR = {"a.txt": DAMAGED, "b.txt": ASKED, "c.md": "It was an old house.\n", "d.jsonl": RECORD}


@pytest.fixture
def place(elsewhere: Path) -> Path:
    (elsewhere / "in").mkdir()
    for name, text in FOUR.items():
        (elsewhere / "in" / name).write_text(text)
    (elsewhere / "words.txt").write_text("grobe\n")
    assert cleaner("clean", "in", "-o", "out", "--edits", "--words", "words.txt").code == 0
    return elsewhere


def cleaned(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[list[str], Ran]:
    """The documents that a run cleans, and what it said."""
    seen: list[str] = []
    real = run.clean

    def watched(document: object, *more: object) -> object:
        seen.append(document.id)  # type: ignore[attr-defined]
        return real(document, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(run, "clean", watched)
        ran = cleaner("clean", "in", "-o", "out", "--edits", *(arguments or ("--words", "words.txt")))
    return seen, ran


def reports() -> list[bytes]:
    return [Path("out", name).read_bytes() for name in ("changes.diff", "edits.jsonl", "a.txt", "d.jsonl")]


def test_a_second_run_cleans_nothing_and_says_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = reports()
    seen, ran = cleaned(monkeypatch)
    assert (seen, ran.code) == ([], 0) and reports() == before
    assert "4 documents, 2 changed: 3 fixes" in ran.err
    assert "4 files stood there already" in ran.err and "--fresh" in ran.err


ALL = ["7", "a.txt", "b.txt", "c.md"]


def review(words: str = "mafia") -> None:
    assert cleaner("review", "out", "--rule", f"*{words}*", "--answers", "-", stdin=b"y\n").code == 0


CHANGES: dict[str, tuple[Callable[[], object], tuple[str, ...], list[str]]] = {
    # what happens, the options of the second run, and which documents it cleans
    "a changed input": (lambda: Path("in/a.txt").write_text(DAMAGED * 2), (), ["a.txt"]),
    "a new input": (lambda: Path("in/e.txt").write_text("It rained."), (), ["e.txt"]),
    "an input that is gone": (lambda: Path("in/a.txt").unlink(), (), []),
    "a changed output": (lambda: Path("out/a.txt").write_text("Mine."), (), ["a.txt"]),
    "an output that is gone": (lambda: Path("out/a.txt").unlink(), (), ["a.txt"]),
    "a link in its place": (lambda: _linked(Path("out/a.txt")), (), ["a.txt"]),
    "a word list that changed": (lambda: Path("words.txt").write_text("groby\n"), (), ALL),
    "another bar": (lambda: None, ("--words", "words.txt", "--bar", "0.99"), ALL),
    "a rule left out": (lambda: None, ("--words", "words.txt", "--off", "mt/es/*"), ALL),
    "another field": (lambda: None, ("--words", "words.txt", "--id-field", "name"), [*ALL[1:], "d.jsonl:1"]),
    "files left out": (lambda: None, ("--words", "words.txt", "--exclude", "*.md"), []),
    "everything forgotten": (lambda: None, ("--words", "words.txt", "--fresh"), ALL),
    "an answer": (review, (), ["b.txt"]),
}  # fmt: skip


def _linked(place: Path) -> None:
    place.rename("kept.txt")
    place.symlink_to(Path("kept.txt").resolve())


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_cleaned_again(place: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    act, options, wanted = CHANGES[change]
    act()
    seen, _ = cleaned(monkeypatch, *options)
    assert sorted(seen) == wanted
    again, _ = cleaned(monkeypatch, *options)
    if change not in ("a changed output", "everything forgotten"):  # what is left alone is looked at each time
        assert again == []


def test_a_changed_program_cleans_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.recipe.__version__", "99")
    assert sorted(cleaned(monkeypatch)[0]) == ALL
    surveyed = recipe.survey_recipe(ReadOptions())
    monkeypatch.setattr(recipe, "_code", lambda: b"other lines")
    assert sorted(cleaned(monkeypatch)[0]) == ALL
    assert recipe.survey_recipe(ReadOptions()) != surveyed


def test_changed_code_cleans_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "PACKAGE", tmp_path)
    code = recipe._code.__wrapped__
    seen = {code()}
    for name, lines in (("a.py", "x = 1"), ("a.py", "x = 2"), ("b.py", ""), ("notes.txt", "")):
        (tmp_path / name).write_text(lines)
        seen.add(code())
    assert len(seen) == 4


def test_an_undone_answer_cleans_again_what_it_touched(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review()
    assert cleaned(monkeypatch)[0] == ["b.txt"]
    with_answer = reports()
    assert cleaner("decisions", "undo", "out", "--id", "1").code == 0
    assert cleaned(monkeypatch)[0] == ["b.txt"] and reports() != with_answer
    assert cleaned(monkeypatch)[0] == []


def test_what_apply_wrote_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review()
    assert cleaner("apply", "out").code == 0
    final = Path("out/b.txt").read_bytes()
    for _ in range(2):
        cleaned(monkeypatch)
        assert Path("out/b.txt").read_bytes() == final
    assert cleaned(monkeypatch)[0] == []


def test_a_file_that_must_name_its_documents_otherwise_is_cleaned_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("in/0.jsonl").write_text('{"id": "7", "text": "It rained."}\n')
    assert sorted(cleaned(monkeypatch)[0]) == ["7", "d.jsonl:7"]
    assert cleaned(monkeypatch)[0] == []
    Path("in/0.jsonl").unlink()
    assert cleaned(monkeypatch)[0] == ["7"]


# ------------------------------------------------------------------ whose files go into one OUT


def test_another_folder_is_refused_added_or_takes_its_place(place: Path) -> None:
    (place / "more").mkdir()
    (place / "more/x.txt").write_text(DAMAGED)
    refused = cleaner("clean", "more", "-o", "out")
    assert refused.code == 2 and "another folder" in refused.err and "--add" in refused.err
    assert not Path("out/x.txt").exists()
    assert cleaner("clean", "more", "-o", "out", "--add").code == 0
    assert paths() == ["a.txt", "b.txt", "c.md", "d.jsonl", "x.txt"]
    assert cleaner("clean", "in", "-o", "out").code == cleaner("clean", "more", "-o", "out").code == 0
    (place / "more/a.txt").write_text(ASKED)
    clash = cleaner("clean", "more", "-o", "out")
    assert clash.code == 2 and "another folder's file" in clash.err
    assert cleaner("clean", "more", "-o", "out", "--fresh").code == 0 and paths() == ["a.txt", "x.txt"]


def test_a_folder_that_moves_with_its_out_is_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "moved").mkdir()
    for name in ("in", "out", "words.txt"):
        (place / name).rename(place / "moved" / name)
    monkeypatch.chdir(place / "moved")
    seen, ran = cleaned(monkeypatch)
    assert (seen, ran.code) == ([], 0)


def paths() -> list[str]:
    with Ledger.open("out") as ledger:
        return ledger.files()


def test_what_is_amiss_with_the_note_is_cured_by_cleaning(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect("out/run.db") as db:
        db.execute("UPDATE done SET told = x'00' WHERE path = 'a.txt'")
    db.close()
    assert cleaned(monkeypatch)[0] == ["a.txt"]
