"""Run the program: in this process, or, where the process itself is tested, in one of its own."""

import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from cleaner import cli
from cleaner.cli import main
from cleaner.rulebook import load

COMMANDS = typer.main.get_command(cli.program())  # made once: typer makes it anew at each call


@dataclass(frozen=True)
class Ran:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


def cleaner(*arguments: object, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Ran:
    """The exit code and what was printed.  An exception that nobody caught is the test's failure."""
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cli, "program", lambda _: COMMANDS)
        patched.setattr(sys, "argv", ["cleaner", *map(str, arguments)])
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patched.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True))
        patched.setattr(sys, "stderr", io.TextIOWrapper(err, "utf-8", write_through=True))
        for name, value in env.items():
            patched.setenv(name, value)
        if cwd:
            patched.chdir(cwd)
        try:
            main()
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
        return Ran(code, out.getvalue(), err.getvalue().decode(errors="replace"))


def completed(*arguments: object, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same, as text and under subprocess's names."""
    ran = cleaner(*arguments, stdin=stdin.encode(), cwd=cwd)
    return subprocess.CompletedProcess(arguments, ran.code, ran.text, ran.err)


def process(*arguments: object, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Ran:
    """The same as the operating system sees it."""
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, arguments)],
        input=stdin, capture_output=True, cwd=cwd, env={**os.environ, **env}, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr.decode(errors="replace"), done.stderr.decode(errors="replace")
    return Ran(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def with_compiled_rules(cache: Path) -> None:
    """Puts the compiled shipped rules, and nothing else, into a cache of a test's own."""
    load()
    for rules in Path(os.environ["CLEANER_TESTS_CACHE"]).glob("rules-*.bin"):
        shutil.copy(rules, cache)


def tables(file: Path) -> Any:
    """What a file of YAML says, by the reader in C where there is one: that of Python takes ten times as long."""
    return yaml.load(file.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
