"""Killed at every write, fsync, rename and commit: originals whole, outputs whole or absent, the same command goes on.

Each row of SCENES is a command on a folder that is ready for it.  For every step that the command takes it is killed
there, what stands then is looked at, and the same command must come to what it comes to undisturbed.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path

import kills
import pytest
import typer.main
from kills import DIED, SAID, command, runs

from cleaner import build_kit, cli
from cleaner.batch import groups
from cleaner.config import Settings

loading = import_module("cleaner.rulebook.load")
RULES = Path(__file__).parent / "data/kills"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a command that dies is a forked child")

OLD = "UU. Officials of EE. UU. They said the mafia had stormed tbe embassy, where protesters threw stones.\n"
NEW = "UU. Officials of EE. UU. They said that the mafia had stormed tbe gates, where protesters threw tbe stones.\n"
OTHER = "It was an old house, and tbe roof leaked.\n"


@dataclass(frozen=True)
class Scene:
    """`make` readies the folder; `arguments` (and `stdin`) are the command that is killed and run again.

    `writes` is a file that it makes, changes or removes.  Where many files are written alike, it is killed only at each
    `every`-th step.
    """

    make: Callable[[], object]
    arguments: tuple[str, ...]
    writes: str = ""
    stdin: str = ""
    code: int = 0
    every: int = 1


def originals(a: str = OLD) -> None:
    Path("in").mkdir(exist_ok=True)
    Path("in/a.txt").write_text(a)
    Path("in/b.txt").write_text(OTHER)


def ran(*arguments: str, stdin: str = "", code: int = 0) -> None:
    assert runs(command(*arguments, stdin=stdin))[0] == code, SAID.read_text()


def cleaned_once() -> None:
    originals()
    ran("clean", "in", "-o", "out", "--edits")


def cleaned_and_lost() -> None:
    cleaned_once()
    Path("out/a.txt").unlink()


def cleaned_and_changed() -> None:
    cleaned_once()
    originals(NEW)


def reviewed() -> None:
    cleaned_once()
    ran("review", "out", "--rule", "mafia-mob", "--answers", "-", stdin="y\n")


def reviewed_cleaned_and_changed() -> None:
    reviewed()
    ran("apply", "out")
    originals(NEW)


def with_a_colleague() -> None:
    reviewed()
    ran("decisions", "export", "out", "decisions.jsonl")
    shutil.rmtree("out")
    cleaned_once()


def never_again() -> None:
    cleaned_once()
    ran("review", "out", "--rule", "mafia-mob", "--answers", "-", stdin="N\n")


def rejected_often() -> None:
    Path("in").mkdir()
    for number in range(7):
        Path(f"in/{number}.txt").write_text(OLD.replace("mafia", "mafia bosses and the mafia"))
    ran("clean", "in", "-o", "out")
    ran("review", "out", "--rule", "mafia-mob", "--answers", "-", stdin="n\n")


def changed_in_place() -> None:
    originals()
    ran("clean", "in", "--in-place")


def changed_in_place_and_since() -> None:
    changed_in_place()
    Path("in/a.txt").write_text(Path("in/a.txt").read_text() + NEW)


def several() -> None:
    Path("in").mkdir()
    for number in range(6):
        Path(f"in/{number}.txt").write_text(f"{number}. {OTHER}")


def in_shards() -> None:
    several()
    for shard in ("1/2", "2/2"):
        ran("clean", "in", "-o", "out", "--edits", "--shard", shard)


def in_one_of_two_shards() -> None:
    several()
    ran("clean", "in", "-o", "out", "--edits", "--shard", "2/2")


def in_shards_and_changed() -> None:
    in_shards()
    Path("in/3.txt").write_text(OTHER)


def page(number: int) -> str:
    """A story of its own with a line that others have too."""
    sold = " ".join(
        f"The {what} at {number * k} was sold to a man of {20 + number * k} in {1900 + number * k}."
        for k, what in enumerate(("house", "boat", "mill", "barn"), 3)
    )
    return f"{sold}\nOur garden club meets on Mondays\n"


def of_one_site() -> None:
    Path("in").mkdir(exist_ok=True)
    rows = ({"id": str(i), "url": "http://example.org", "text": page(i)} for i in range(1, 6))
    Path("in/site.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    Path("in/a.jsonl").write_text(json.dumps({"id": "a", "url": "http://example.org", "text": page(9)}) + "\n")


def of_one_site_and_joined() -> None:
    of_one_site()
    ran("clean", "in", "-o", "out", "--edits")
    Path("in/new.jsonl").write_text(json.dumps({"id": "new", "url": "http://example.org", "text": page(11)}) + "\n")


CLEAN = ("clean", "in", "-o", "out", "--edits")
REVIEW = ("review", "out", "--answers", "-", "--rule")
SCENES = {
    "a first run": Scene(originals, CLEAN, "out/a.txt"),
    "a group and a part of one": Scene(several, CLEAN, "out/5.txt", every=3),
    "such groups in place": Scene(several, ("clean", "in", "--in-place"), "in/5.txt"),
    "a changed input": Scene(cleaned_and_changed, CLEAN, "out/a.txt"),
    "a changed input, decided": Scene(reviewed_cleaned_and_changed, CLEAN, "out/a.txt"),
    "nothing new": Scene(cleaned_once, CLEAN),
    "an output that is gone": Scene(cleaned_and_lost, CLEAN, "out/a.txt"),
    "a shard": Scene(several, (*CLEAN, "--shard", "2/2"), "out/5.txt", every=2),
    "shards put together": Scene(in_shards, CLEAN, "out/changes.diff", every=2),
    "a shard that nobody cleaned": Scene(in_one_of_two_shards, CLEAN, "out/4.txt", every=3),
    "a changed input of a shard": Scene(in_shards_and_changed, CLEAN, "out/3.txt", every=2),
    "a survey": Scene(of_one_site, ("survey", "in", "-o", "facts"), "facts"),
    "a page that changes what others are told": Scene(of_one_site_and_joined, CLEAN, "out/edits.jsonl", every=6),
    "apply": Scene(reviewed, ("apply", "out"), "out/a.txt"),
    "apply elsewhere": Scene(reviewed, ("apply", "out", "--to", "final"), "final/a.txt"),
    "yes": Scene(cleaned_once, (*REVIEW, "mafia-mob"), stdin="y\n"),
    "always": Scene(cleaned_once, (*REVIEW, "stones"), "out/own-rules/always.yaml", stdin="A\n"),
    "never": Scene(cleaned_once, (*REVIEW, "mafia-mob"), "out/own-rules/never.yaml", stdin="N\n"),
    "undo": Scene(never_again, ("decisions", "undo", "out", "--id", "1"), "out/own-rules/never.yaml"),
    "learn": Scene(rejected_often, ("learn", "out", "--yes"), "out/own-rules/answers.tsv"),
    "in place": Scene(originals, ("clean", "in", "--in-place"), "in/a.txt"),
    "in place again": Scene(changed_in_place_and_since, ("clean", "in", "--in-place"), "in/a.txt"),
    "put back": Scene(changed_in_place, ("apply", "--undo"), "in/a.txt"),
    "import": Scene(with_a_colleague, ("decisions", "import", "out", "decisions.jsonl")),
    "export": Scene(reviewed, ("decisions", "export", "out", "decisions.jsonl"), "decisions.jsonl"),
}


@pytest.fixture(scope="module")
def few_rules() -> Iterator[None]:
    """Two rules stand for the shipped ones, and what every command would load is loaded once: the children share it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loading, "shipped_rules", lambda: RULES)
        kit = build_kit.build_kit(Settings())
        patched.setattr(build_kit, "build_kit", lambda chosen, remembered=None: replace(kit, remembered=remembered))
        patched.setattr(loading, "_cached", cache(loading._cached))
        patched.setattr(groups, "MOST", 4)
        patched.setattr(groups, "SECONDS", 600)  # so that each run takes the same steps
        commands = typer.main.get_command(cli.program())
        patched.setattr("cleaner.cli.program", lambda _: commands)
        yield


@pytest.mark.parametrize("name", SCENES)
def test_killed_at_every_step(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_rules: None) -> None:
    scene = SCENES[name]
    act = command(*scene.arguments, stdin=scene.stdin)
    ready, work = tmp_path / "ready", tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("CLEANER_STATE", str(work / "state"))
    scene.make()
    work.rename(ready)

    def begin_again() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(ready, work)
        os.chdir(work)

    begin_again()
    before = kills.files(work)
    with suppress(SystemExit):
        act()  # in this process, for what it imports
    begin_again()
    code, steps = runs(act)
    assert code == scene.code, SAID.read_text()
    wanted, known = kills.files(work), answers()
    assert not scene.writes or wanted.get(scene.writes) != before.get(scene.writes), SAID.read_text()
    for step in range(1, steps + 1, scene.every):
        begin_again()
        assert runs(act, step)[0] == DIED
        stands = kills.files(work)
        for place, data in stands.items():
            half = place.endswith(".half")
            assert half or data in (before.get(place), wanted.get(place)), f"{place} is neither old nor new at {step}"
        assert before.keys() & wanted.keys() <= stands.keys()
        code, _ = runs(act)
        assert code == scene.code, f"killed at {step}: {SAID.read_text()}"
        assert kills.files(work) == wanted, f"killed at {step}"
        assert answers() == known, f"killed at {step}"


def answers() -> dict[str, list[tuple[object, ...]]]:
    """What the ledgers hold that a person or a later run relies on."""
    held = {}
    for place in sorted(Path().rglob("run.db")):
        with sqlite3.connect(place) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            originals = db.execute("SELECT DISTINCT place, before FROM replaced ORDER BY 1, 2")
            held[str(place)] = [
                *originals,
                *db.execute(
                    """SELECT d.path, f.start, f.before, f.verdict, f.answer, f.text
                       FROM findings f JOIN documents d ON d.id = f.document_id ORDER BY 1, 2, 3"""
                ),
                *db.execute("SELECT folder <> '', path, sha256 FROM wrote ORDER BY 1, 2, 3"),
                *db.execute("SELECT path, sha256 FROM files ORDER BY 1"),
                *db.execute("SELECT answer, text, scope, rule, before FROM standing ORDER BY 4, 5"),
            ]
        db.close()
    return held
