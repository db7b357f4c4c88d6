"""A ledger or a pack from somebody else names places: none of them leads out of OUT or of one's own rules."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import cleaner as called
from made import run_on_two_files

from cleaner.rulebook import RuleErrors, load

CITY = "UU. Officials of EE. UU. They said the mafia had stormed the embassy, where protesters threw stones.\n"
ELSEWHERE = [
    "../evil",
    "../../evil",
    "/tmp/evil-of-a-ledger",
    "a/../../evil",
    "..\\evil",
    "C:\\evil",
    "a b",
    "Ocr",
    "ocr/",
    "",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    run_on_two_files(folder, CITY)
    return folder


@pytest.fixture
def place(made: Path, elsewhere: Path) -> Path:
    """The run, with somebody's own file above it."""
    shutil.copytree(made, elsewhere / "run")
    (elsewhere / "evil").write_text("mine")
    return elsewhere / "run"


def tampered(place: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(place / "out/run.db")) as db:
        db.execute(statement, values)
        db.commit()


WRITTEN = """INSERT INTO written (decision_id, path, before, after)
    SELECT max(id), ?, ?, 'as it is' FROM decisions WHERE answer <> 'undo'"""


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.parent.name != "out"}


PACK = "rules: {zabb: {find: zabb, fix: zebra, why: w, tests: {fix: {A zabb.: A zebra.}, keep: [A horse.]}}}\n"


@pytest.mark.parametrize("damage", ELSEWHERE)
def test_a_pack_names_no_place_as_its_damage(elsewhere: Path, damage: str) -> None:
    (elsewhere / "p.yaml").write_text(f"damage: {damage!r}\n{PACK}")
    with pytest.raises(RuleErrors, match="a damage is lower case words"):
        load([elsewhere / "p.yaml"], shipped=False)
    ran = called("check", "p.yaml", "--rules", "p.yaml", cwd=elsewhere)
    assert ran.code == 2 and "p.yaml:1: " in ran.err


@pytest.mark.parametrize("damage", ["ocr", "mt/es", "own", "mt/tortured", "asr-2", "house_style"])
def test_a_name_is_one(elsewhere: Path, damage: str) -> None:
    (elsewhere / "p.yaml").write_text(f"damage: {damage}\n{PACK}")
    assert next(iter(load([elsewhere / "p.yaml"], shipped=False).rules.values())).damage == damage


@pytest.mark.parametrize("name", ["../evil", "../../evil", "a/../../../evil", "ABSOLUTE"])
@pytest.mark.parametrize("command", ["apply", "diff", "text"])
def test_a_ledger_writes_and_shows_no_file_elsewhere(made: Path, place: Path, name: str, command: str) -> None:
    named = str(place.parent / "evil") if name == "ABSOLUTE" else name
    tampered(place, "UPDATE files SET name = ? WHERE path = 'a.txt'", named.encode())
    (place / "out/b.txt").unlink()
    before = files_of(place.parent)
    arguments = ("apply", "out", "--force") if command == "apply" else ("report", "out", "--format", command)
    ran = called(*arguments, cwd=place)
    assert ran.code == 2 and "does not lie in OUT" in ran.err and "evil" in ran.err
    assert files_of(place.parent) == before and (place.parent / "evil").read_text() == "mine"
    assert "evil" not in ran.text
    if command == "apply":  # the others go on
        assert (place / "out/b.txt").read_text() == (made / "out/b.txt").read_text()


@pytest.mark.parametrize("damage", ["../../evil", "/tmp/evil-of-a-ledger"])
def test_always_writes_nothing_where_a_ledger_says(place: Path, damage: str) -> None:
    tampered(place, "UPDATE patterns SET damage = ?, rule = 'spelling/word', before = 'mafiq', tier = 'likely'", damage)
    before = files_of(place.parent)
    ran = called("review", "out", "--answers", "-", stdin=b"A\n", cwd=place)
    said = " ".join(ran.text.split())
    assert ran.code == 0 and "no rule is written" in said and "does not lie in" in said
    after = files_of(place.parent)
    assert after == before and not Path("/tmp/evil-of-a-ledger").exists()


def test_undo_puts_back_what_was_in_ones_own_rules(place: Path) -> None:
    own = place / "out/own-rules/ocr"
    own.mkdir(parents=True)
    (own / "never.yaml").write_text("as it is")
    (place.parent / "evil").write_text("as it is")
    (place.parent / "evil.yaml").write_text("as it is")
    (place / "out/own-rules/notes.txt").write_text("as it is")
    (place / "out/own-rules/link.yaml").symlink_to(place.parent / "evil.yaml")
    paths = [
        own / "never.yaml",
        place.parent / "evil",
        place.parent / "evil.yaml",
        place / "out/own-rules/../../../evil.yaml",
        place / "out/own-rules/notes.txt",
        place / "out/own-rules/link.yaml",
        Path("evil.yaml"),
    ]
    called("review", "out", "--answers", "-", stdin=b"y\n", cwd=place)
    for path in paths:
        tampered(place, WRITTEN, str(path), "as it was")
    tampered(place, WRITTEN, str(place.parent / "evil.yaml"), None)
    ran = called("decisions", "undo", "out", "--session", "last", cwd=place)
    assert ran.code == 0 and ran.err.count("and is left as it is: `cleaner decisions undo --pack`") == len(paths)
    assert (own / "never.yaml").read_text() == "as it was"
    for kept in (place.parent / "evil", place.parent / "evil.yaml", place / "out/own-rules/notes.txt"):
        assert kept.read_text() == "as it is"


def test_undo_takes_back_in_the_pack_that_it_is_told(place: Path) -> None:
    (place / "mine/ocr").mkdir(parents=True)
    written = place / "mine/ocr/always.yaml"
    for arguments, gone in ((("--session", "last"), False), (("--session", "last", "--pack", "mine"), True)):
        written.write_text("as it is")
        called("review", "out", "--answers", "-", stdin=b"y\n", cwd=place)
        tampered(place, WRITTEN, str(written), None)
        ran = called("decisions", "undo", "out", *arguments, cwd=place)
        assert ("is removed" in ran.err) is gone and written.exists() is not gone
