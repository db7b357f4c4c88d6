"""Whole processes and what they cost, measured in turn.

A busy machine makes every absolute time useless: the same work repeated differs by a quarter and more.  So
commands take turns, A B A B, and only the ratio of two runs of the same round counts.  Counted is processor time,
user and system, with the threads and the children that the process waited for.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

LAUNCH = Path(__file__).parent / "launch.py"


@dataclass(frozen=True)
class Command:
    """The words of a command, the exit codes that mean success, and what it needs in its environment."""

    words: tuple[str, ...]
    fine: frozenset[int] = frozenset({0})
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """One run: seconds of processor time, peak memory in MiB (of the largest process), lines printed."""

    cpu: float
    peak: float
    lines: int


@dataclass(frozen=True)
class Turns:
    """The costs of several commands by name: of the first round, which fills caches, and of the rounds that count."""

    first: Mapping[str, Cost]
    counted: Mapping[str, list[Cost]]
    failed: Mapping[str, str]


class FailedRunError(Exception):
    """A command ended with an exit code that does not mean success; the end of what it said."""


def pin() -> str:
    """Keep this process and all that it starts on one core, where the system can; says which."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned to a core"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"pinned to core {core}"


def in_turn(commands: Mapping[str, Command], rounds: int) -> Turns:
    """Run the commands one after the other, round after round.

    A command that fails in the first round is left out of the others.
    """
    first: dict[str, Cost] = {}
    failed: dict[str, str] = {}
    for name, command in commands.items():
        try:
            first[name] = run(command)
        except FailedRunError as error:
            failed[name] = str(error)
    counted: dict[str, list[Cost]] = {name: [] for name in first}
    for _ in range(rounds):
        for name in first:
            counted[name].append(run(commands[name]))
    return Turns(first, counted, failed)


def run(command: Command) -> Cost:
    """One process from start to end.  Its output goes to files, because a pipe would make it wait for us."""
    temporary = tempfile.TemporaryFile
    with tempfile.TemporaryDirectory(prefix="run-") as name, temporary() as out, temporary() as err:
        report = Path(name) / "report"
        launch = [sys.executable, "-I", "-S", str(LAUNCH), str(report), *command.words]
        environment = {**os.environ, **command.environment}
        subprocess.run(launch, stdout=out, stderr=err, cwd=name, env=environment, check=False)
        err.seek(0)
        said = err.read().decode(errors="replace")[-1000:].strip()
        if not report.exists():
            raise FailedRunError(f"{command.words[0]} could not be started: {said}")
        code, cpu, peak = report.read_text(encoding="ascii").split()
        if int(code) not in command.fine:
            raise FailedRunError(f"{command.words[0]} failed with {code}: {said or 'it said nothing'}")
        out.seek(0)
        return Cost(float(cpu), float(peak), sum(1 for _ in out))
