"""The contract of the process: what is written, where it is said, which exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import cleaner

DAMAGED = "Officials of EE. UU. said no.\n"
MENDED = "Officials of the US said no.\n"
CLEAN = "Nothing is wrong with this sentence.\n"


@pytest.fixture
def folder(elsewhere: Path) -> Path:
    (elsewhere / "in/deep").mkdir(parents=True)
    (elsewhere / "in/a.txt").write_text(DAMAGED)
    (elsewhere / "in/deep/b.md").write_text(CLEAN)
    (elsewhere / "in/deep/picture.png").write_bytes(b"\x89PNG")
    return elsewhere


def test_clean_writes_the_tree_and_a_diff(folder: Path) -> None:
    ran = cleaner("clean", "in", "-o", "out", "--edits", cwd=folder)
    assert (ran.code, ran.out) == (0, b"")
    assert (folder / "out/a.txt").read_text() == MENDED
    assert (folder / "out/deep/b.md").read_text() == CLEAN
    assert not (folder / "out/deep/picture.png").exists()
    assert (folder / "in/a.txt").read_text() == DAMAGED
    assert {p.name for p in (folder / "out").iterdir()} == {
        "a.txt",
        "deep",
        "changes.diff",
        "edits.jsonl",
        "run.db",
    }
    assert "2 documents, 1 changed: 1 fix," in ran.err and "mt/es/" in ran.err
    (row,) = [json.loads(line) for line in (folder / "out/edits.jsonl").read_text().splitlines()]
    assert (row["doc"], row["verdict"]) == ("a.txt", "fix")
    done = subprocess.run(["git", "apply", "../out/changes.diff"], cwd=folder / "in", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "in/a.txt").read_text() == MENDED


def test_a_second_run_changes_nothing(folder: Path) -> None:
    cleaner("clean", "in", "-o", "out", cwd=folder)
    again = cleaner("clean", "out", "-o", "again", cwd=folder)
    assert again.code == 0
    assert (folder / "again/changes.diff").read_bytes() == b""


def test_diff_shows_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    ran = cleaner("clean", "in", "--diff", cwd=folder)
    assert ran.code == 0
    assert f"-{DAMAGED}+{MENDED}" in ran.text
    assert "\x1b" not in ran.text
    assert sorted(folder.rglob("*")) == before
    coloured = cleaner("clean", "in", "--diff", cwd=folder, FORCE_COLOR="1").text
    assert "\x1b[7m" in coloured
    assert "\x1b" not in cleaner("clean", "in", "--diff", cwd=folder, FORCE_COLOR="1", NO_COLOR="1").text


def test_stdin_to_stdout(elsewhere: Path) -> None:
    ran = cleaner("clean", "-", stdin=DAMAGED.encode(), cwd=elsewhere)
    assert (ran.code, ran.text) == (0, MENDED)
    quiet = cleaner("clean", "-", "-q", stdin=CLEAN.encode(), cwd=elsewhere)
    assert (quiet.code, quiet.text, quiet.err) == (0, CLEAN, "")


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are Unix's")
def test_in_place_keeps_permissions_and_leaves_the_rest_alone(folder: Path) -> None:
    file, untouched = folder / "in/a.txt", folder / "in/deep/b.md"
    file.chmod(0o640)
    stamp = untouched.stat().st_mtime_ns
    ran = cleaner("clean", "in", "--in-place", cwd=folder)
    assert ran.code == 0
    assert file.read_text() == MENDED
    assert file.stat().st_mode & 0o777 == 0o640
    assert untouched.stat().st_mtime_ns == stamp
    assert not list((folder / "in").glob(".*"))


def test_check_reports_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    ran = cleaner("check", "in", cwd=folder)
    assert ran.code == 1
    assert "in/a.txt:1:" in ran.text and "fix mt/es/" in ran.text
    assert sorted(folder.rglob("*")) == before
    assert cleaner("check", "in/deep", cwd=folder).code == 0


def test_check_for_machines(folder: Path) -> None:
    (found,) = json.loads(cleaner("check", "in", "--output-format", "json", cwd=folder).text)
    assert (found["file"], found["line"], found["verdict"]) == ("in/a.txt", 1, "fix")
    sarif = json.loads(cleaner("check", "in", "--output-format", "sarif", cwd=folder).text)
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "in/a.txt"
    assert cleaner("check", "in", "--output-format", "github", cwd=folder).text.startswith(
        "::error file=in/a.txt,line=1,"
    )
    assert json.loads(cleaner("check", "in/deep", "--output-format", "json", cwd=folder).text) == []


def test_explain_tells_why_and_why_not(folder: Path) -> None:
    text = "The mafia man drove home.\n\nOfficials of EE. UU. said no.\n"
    (folder / "x.txt").write_text(text)
    why = cleaner("explain", "x.txt:3", cwd=folder).text
    assert "mt/es 0." in why and ": fix" in why and "confidence" in why and "log-odds" in why
    why_not = cleaner("explain", "x.txt:1", cwd=folder).text
    assert "mt/es/mafia-mob: keep" in why_not and "no cue" in why_not
    assert cleaner("explain", "x.txt:99", cwd=folder).code == 2
    assert cleaner("explain", "x.txt:0", cwd=folder).code == 2


def test_ignored_and_excluded_files_stay_out(folder: Path) -> None:
    (folder / "in/.gitignore").write_text("deep/\n")
    (folder / "in/c.txt").write_text(CLEAN)
    (folder / "in/.hidden.txt").write_text(CLEAN)
    cleaner("clean", "in", "-o", "out", "--exclude", "c.*", cwd=folder)
    assert [p.name for p in (folder / "out").rglob("*.txt")] == ["a.txt"]
    assert not (folder / "out/deep").exists()


def test_settings_are_found_upward_and_the_command_line_wins(folder: Path) -> None:
    (folder / "cleaner.toml").write_text('off = ["mt/es/*"]\n')
    assert cleaner("check", ".", cwd=folder / "in").code == 0
    (folder / "cleaner.toml").unlink()
    (folder / "pyproject.toml").write_text('[tool.cleaner]\nprotect = ["UU\\\\."]\n')
    assert cleaner("check", ".", cwd=folder / "in").code == 0
    (folder / ".cleaner.toml").write_text("teir = 1\n")
    ran = cleaner("check", ".", cwd=folder / "in")
    assert ran.code == 2 and "unknown setting 'teir'" in ran.err


def test_own_rules_replace_and_silence_shipped_ones(folder: Path) -> None:
    (folder / "own/mt/es").mkdir(parents=True)
    (folder / "own/mt/es/mine.yaml").write_text(
        """without: ["mt/es/mafia-*"]
rules:
  gringo-word:
    find: zorbled
    fix: garbled
    tier: safe
    why: A word of ours.
    tests: {fix: {"It was zorbled.": "It was garbled."}, keep: ["It was garbled."]}
"""
    )
    ran = cleaner("clean", "-", "--rules", "own", stdin=b"It was Zorbled.\n", cwd=folder)
    assert (ran.code, ran.text) == (0, "It was Garbled.\n")
    listed = cleaner("rules", "list", "--rules", "own", cwd=folder).text
    assert "mt/es/gringo-word" in listed and "mt/es/mafia-mob" not in listed
    assert cleaner("rules", "test", "own", cwd=folder).code == 0


def test_help_and_version_load_nothing_heavy() -> None:
    program = (
        "import sys\nsys.argv = ['cleaner', '--help']\nfrom cleaner.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'symspellpy', 'yaml', 'regex', 'rapidfuzz', 'lemminflect', 'ftfy',\n"
        "         'cleaner.pipeline', 'cleaner.spelling.lexicon'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert "Commands" in done.stdout and "LOADED []" in done.stdout
    assert cleaner("--version").text.startswith("cleaner ")


# What a page with nothing in it does not need; most of it took longer to import than the page to clean.
UNNEEDED = """
    ahocorasick_rs asyncio charset_normalizer email ftfy html http importlib.metadata jinja2 lemminflect logging
    multiprocessing numpy pathspec pydantic rapidfuzz rich sqlite3 symspellpy tomllib yaml zipfile
    cleaner.batch.pool cleaner.cli.clean cleaner.cli.rules cleaner.explain cleaner.files.atomic cleaner.ledger
    cleaner.formats.docx cleaner.formats.markup cleaner.formats.records cleaner.formats.scans cleaner.packs
    cleaner.reports.html cleaner.rulebook.assemble cleaner.rulebook.compile cleaner.spelling.classifier
    cleaner.spelling.decoder cleaner.spelling.features cleaner.spelling.hypotheses cleaner.spelling.rivals
"""


def test_a_page_with_nothing_in_it_loads_no_more_than_it_needs(elsewhere: Path) -> None:
    cleaner("check", "-", stdin=CLEAN.encode(), cwd=elsewhere)  # compiles the rules, once
    program = (
        "import sys\nsys.argv = ['cleaner', 'check', '-', '-q']\nfrom cleaner.cli import main\n"
        "try:\n    main()\nexcept SystemExit as left:\n    assert not left.code\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=CLEAN, capture_output=True, text=True, check=True, cwd=elsewhere
    )
    loaded = set(done.stderr.split())
    assert {"cleaner.pipeline", "cleaner.cli.check"} <= loaded
    assert loaded & set(UNNEEDED.split()) == set()


def test_a_language_model_of_ones_own_is_mixed_in(folder: Path) -> None:
    (folder / "text.txt").write_text("The hull of the dhow was tarred at the wharf in Kilwa.\n" * 100)
    assert cleaner("lm", "build", "text.txt", "-o", "own.bin", cwd=folder).code == 0
    (folder / "cleaner.toml").write_text('models = ["own.bin"]\n')
    assert cleaner("clean", "-", stdin=DAMAGED.encode(), cwd=folder).text == MENDED
    (folder / "own.bin").write_bytes((folder / "own.bin").read_bytes()[:40])
    ran = cleaner("clean", "-", stdin=DAMAGED.encode(), cwd=folder)
    assert ran.code == 2 and "own.bin" in ran.err


def test_ctrl_c_says_in_a_line_what_is_done_and_that_the_same_command_goes_on(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleaner.batch import run

    (elsewhere / "in").mkdir()
    for name in "abc":
        (elsewhere / f"in/{name}.txt").write_text("Into tbe woods.\n")
    real = run.outcomes

    def interrupted(*arguments: object) -> object:
        for number, outcome in enumerate(real(*arguments)):  # type: ignore[arg-type]
            if number == 2:
                raise KeyboardInterrupt
            yield outcome

    with monkeypatch.context() as patched:
        patched.setattr(run, "outcomes", interrupted)
        stopped = cleaner("clean", "in", "-o", "out")
    assert stopped.code == 130
    assert stopped.err == "\ncleaner: stopped: 2 of 3 files done, each whole; the same command goes on\n"
    assert sorted(p.name for p in Path("out").iterdir() if "run.db" not in p.name) == ["a.txt", "b.txt"]
    assert cleaner("clean", "in", "-o", "out").code == 0
    assert Path("out/c.txt").read_text() == Path("out/a.txt").read_text()


def test_ctrl_c_ends_any_command_with_a_word(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.ledger import export

    (elsewhere / "a.txt").write_text("Into tbe woods.\n")
    assert cleaner("clean", "a.txt", "-o", "out").code == 0

    def interrupted(*arguments: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(export, "outcomes", interrupted)
    stopped = cleaner("apply", "out")
    assert (stopped.code, stopped.err.count("\n")) == (130, 2)
    assert "what was written is whole" in stopped.err and "the same command goes on" in stopped.err
