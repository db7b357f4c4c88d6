"""What a user of the command line expects of every program: names for a pipe, colours, more words, completion."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import cleaner, process
from made import asked, ledger_of

from cleaner.cli.printing import Colour, colourful

DAMAGED = "Officials of EE. UU. said no.\n"
MENDED = "Officials of the US said no.\n"
RECORD = '{"id": "a7", "text": "Officials of EE. UU. said no."}\n'
COLOUR = "\x1b["

# ---------------------------------------------------------------- --stdin-filename


def test_the_name_of_a_pipe_tells_its_format(elsewhere: Path) -> None:
    named = cleaner("clean", "-", "--stdin-filename", "deep/a.jsonl", stdin=RECORD.encode(), cwd=elsewhere)
    assert (named.code, named.text) == (0, RECORD.replace("EE. UU.", "the US"))
    assert "1 document, 1 changed" in named.err
    for arguments, document in (
        ([], "stdin.txt"),
        (["--stdin-filename", "deep/a.jsonl"], "a7"),
        (["--stdin-filename", "deep/a.jsonl", "--format", "text"], "a.jsonl"),  # --format goes before the name
    ):
        assert cleaner("diagnose", "-", *arguments, stdin=RECORD.encode()).text.startswith(f"{document}:\n")


def test_the_name_of_a_pipe_is_what_reports_call_it(elsewhere: Path) -> None:
    (elsewhere / "deep").mkdir()
    (elsewhere / "deep/a.txt").write_text("What stands in the file is not read.\n")
    for command in (["check", "-"], ["check", "-", "--output-format", "github"]):
        assert "deep/a.txt" in cleaner(*command, "--stdin-filename", "deep/a.txt", stdin=DAMAGED.encode()).text
    assert cleaner("check", "-", stdin=DAMAGED.encode()).text.startswith("-:1:")
    for command in ("diagnose", "explain"):
        ran = cleaner(command, "-", "--stdin-filename", "deep/a.txt", stdin=DAMAGED.encode())
        assert ran.code == 0 and "a.txt:\n" in ran.text and "mt/es 0." in ran.text
        assert "stdin.txt:\n" in cleaner(command, "-", stdin=DAMAGED.encode()).text
    ran = cleaner("clean", "-", "-o", "out", "--stdin-filename", "deep/a.txt", stdin=DAMAGED.encode())
    assert ran.code == 0 and (elsewhere / "out/a.txt").read_text() == MENDED


def test_profile_reads_a_pipe(elsewhere: Path) -> None:
    page = ("Tbe mayor and tbe clerk of tbe town left for tbe coast in tbe morning.\n" * 3).encode()
    (elsewhere / "a.txt").write_bytes(page)
    assert cleaner("profile", "-", stdin=page).text == cleaner("profile", "a.txt").text != cleaner("profile", "-").text


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["check", "a.txt", "--stdin-filename", "b.txt"], "--stdin-filename needs -"),
        (["explain", "a.txt:1", "--stdin-filename", "b.txt"], "--stdin-filename needs -"),
        (["clean", "-", "--stdin-filename", ""], "'' is not the name of a file"),
        (["clean", "-", "--stdin-filename", "deep/.."], "'deep/..' is not the name of a file"),
        (["check", "-", "a.txt", "--stdin-filename", "b.txt"], "cannot be mixed"),
        (["clean", "-", "--stdin-filename", "a.rtf", "--format", "rtf"], "not a format that we read"),
        (["clean", "a.txt", "--diff", "--color", "perhaps"], "'perhaps' is not one of"),
        (["review", "out", "--color", "perhaps"], "'perhaps' is not one of"),
        (["clean", "a.txt", "--diff", "-q", "-v"], "--quiet or --verbose"),
        (["clean", "a.txt", "--diff", "--text-field", ""], "--text-field: the name of a field is wanted"),
        (["clean", "a.txt", "--diff", "--id-field", ""], "--id-field: a text is wanted"),
    ],
)
def test_misuse_is_told(elsewhere: Path, arguments: list[str], word: str) -> None:
    (elsewhere / "a.txt").write_text(DAMAGED)
    ran = cleaner(*arguments, stdin=DAMAGED.encode(), cwd=elsewhere)
    assert ran.code == 2 and ran.out == b""
    assert word in " ".join(ran.err.split())


# ---------------------------------------------------------------- --color

SCREENS = [  # what --color says, the environment, whether it is a terminal, whether it is coloured
    ("auto", {}, True, True),
    ("auto", {}, False, False),
    ("auto", {"TERM": "dumb"}, True, False),
    ("auto", {"NO_COLOR": "1"}, True, False),
    ("auto", {"NO_COLOR": ""}, True, True),
    ("auto", {"FORCE_COLOR": "1"}, False, True),
    ("auto", {"FORCE_COLOR": ""}, False, False),
    ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
    ("never", {"FORCE_COLOR": "1"}, True, False),
]


@pytest.mark.parametrize(("wanted", "env", "terminal", "coloured"), SCREENS)
def test_who_decides_about_colours(
    wanted: Colour, env: dict[str, str], terminal: bool, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    assert colourful(stream, wanted) is coloured


def test_color_governs_the_diff_and_the_review(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text(DAMAGED)
    diff = ("clean", "a.txt", "--diff")
    assert COLOUR in cleaner(*diff, "--color", "always", NO_COLOR="1").text
    assert COLOUR not in cleaner(*diff, "--color", "never", FORCE_COLOR="1").text
    assert cleaner(*diff, "--color", "auto", FORCE_COLOR="").text == cleaner(*diff).text
    ledger_of(asked("a.txt"), path="out").close()
    review = ("review", "out", "--answers", "-")
    plain, coloured = cleaner(*review), cleaner(*review, "--color", "always", NO_COLOR="1")
    assert COLOUR not in plain.text and COLOUR in coloured.text
    assert COLOUR not in cleaner(*review, "--color", "never", FORCE_COLOR="1").text


# ---------------------------------------------------------------- --verbose


def test_verbose_tells_on_stderr_what_is_read_and_how(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.txt").write_text(DAMAGED)
    (elsewhere / "in/b.jsonl").write_text(RECORD)
    (elsewhere / "in/c.png").write_bytes(b"\x89PNG")
    (elsewhere / "cleaner.toml").write_text('off = ["ocr/*"]\nbar = 0.9\n')
    plain, verbose = cleaner("check", "in", "--damage", "mt/es"), cleaner("check", "in", "--damage", "mt/es", "-v")
    assert (plain.code, plain.out) == (verbose.code, verbose.out)
    assert "settings:" not in plain.err
    lines = verbose.err.splitlines()
    assert lines[0] == f"settings: {(elsewhere / 'cleaner.toml').resolve()}"
    assert {"  off: ocr/*", "  bar: 0.9", "  damage: mt/es 0.999"} <= set(lines)
    assert any(line.startswith("rules: ") and line.endswith(" in use") for line in lines)
    (text,) = [line for line in lines if line.startswith("in/a.txt: ")]
    assert text.startswith("in/a.txt: text, 1 document, 30 characters; damage: mt/es 1.00; 1 fix, ")
    assert text.endswith(" s") and any(line.startswith("in/b.jsonl: jsonl, 1 document, ") for line in lines)
    assert any(line.startswith("in/c.png: passed over (.png)") for line in lines)


@pytest.mark.parametrize("command", ["clean", "diagnose", "explain", "profile"])
def test_verbose_leaves_standard_output_as_it_is(command: str, elsewhere: Path) -> None:
    plain = cleaner(command, "-", stdin=DAMAGED.encode(), cwd=elsewhere)
    verbose = cleaner(command, "-", "--verbose", stdin=DAMAGED.encode(), cwd=elsewhere)
    assert (plain.code, plain.out) == (verbose.code, verbose.out)
    assert "settings: no file here or above, so the defaults\n" in verbose.err
    assert "-: text, 1 document, 30 characters" in verbose.err and "settings" not in plain.err


# ---------------------------------------------------------------- completion


def completions(words: str, number: int) -> list[str]:
    """What bash would offer for the word of that number."""
    env = {"_CLEANER_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(number)}
    program = "import sys; sys.argv = ['cleaner']; from cleaner.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert not done.stderr
    return done.stdout.split()


def test_the_shell_completes_commands_and_values() -> None:
    assert completions("cleaner c", 1) == ["clean", "check"]
    assert completions("cleaner decisions e", 2) == ["export"]
    assert completions("cleaner clean --color a", 3) == ["auto", "always"]
    assert completions("cleaner check --stdin", 2) == ["--stdin-filename"]


def test_the_script_for_the_shell_is_shown_and_nothing_is_installed(elsewhere: Path) -> None:
    home = {"HOME": str(elsewhere), "SHELL": "/bin/bash", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ran = process("--show-completion", "bash", **home)
    assert ran.code == 0 and "complete -o default -F" in ran.text
    assert not list(elsewhere.iterdir())
