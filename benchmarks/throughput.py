"""How many processor seconds does `cleaner check` take, beside codespell, typos and plain symspellpy?

    python benchmarks/throughput.py PATH ... [--rounds N] [--megabytes N] [--bin DIR]

Whole processes over the same files, taking turns within each round, so that a busy machine is busy for
all of them.  Counted is processor time, user and system, children and threads included. Read the ratios:
absolute figures drift by half and more between runs on a shared machine. *One page* is the same command
on a single short file, which is nearly all start-up; *rate* is what is left for the text: (bytes -
page) / (time - page's time).

The tools do different work. codespell and typos look words up in lists of known misspellings;
symspellpy proposes the nearest word for each word that it does not know; `cleaner check` diagnoses,
matches rules, weighs context. A tool that is not installed or fails is left out and named. Tools are
looked for beside this Python, in `--bin`, and on the PATH: `pip install codespell typos symspellpy`.

Each PATH is a run of its own: a file, a folder, or JSON lines with a field `text` or `noisy`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

PAGE = 3000  # characters of the one-page file

# Every word that the shipped list does not know is looked up within two edits, distinct words once: what a
# first script with symspellpy does, less its repetitions.
SYMSPELL = """
import re, sys
from importlib.resources import files
from pathlib import Path
from symspellpy import SymSpell, Verbosity
spell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
spell.load_dictionary(str(files("symspellpy") / "frequency_dictionary_en_82_765.txt"), 0, 1)
known = {}
for path in Path(sys.argv[1]).rglob("*.txt"):
    for word in re.findall(r"[^\\W\\d_]+(?:'[^\\W\\d_]+)?", path.read_text(encoding="utf-8").lower()):
        if word not in known:
            known[word] = None
            if word not in spell.words:
                known[word] = next(iter(spell.lookup(word, Verbosity.TOP, max_edit_distance=2)), None)
        if known[word]:
            print(path, word, known[word].term)
"""


@dataclass(frozen=True)
class Tool:
    """A command, which gets the folder, and the exit codes that mean success."""

    name: str
    command: tuple[str, ...]
    fine: frozenset[int]


@dataclass(frozen=True)
class Cost:
    """One run of a tool: processor and clock seconds, peak memory, lines printed."""

    cpu: float
    wall: float
    megabytes: float
    lines: int


class ToolError(Exception):
    """A tool could not do its work, and what it said."""


@dataclass(frozen=True)
class Row:
    """Medians of all rounds."""

    tool: str
    cpu: float
    wall: float
    megabytes: float
    lines: int
    page_cpu: float
    rate: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=2, help="at most so much of each path")
    parser.add_argument("--bin", type=Path, action="append", default=[], help="a folder with more of the tools")
    options = parser.parse_args()
    tools, absent = installed([Path(sys.executable).parent, *options.bin])
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.rounds} rounds")
    if absent:
        print(f"not installed and left out: {', '.join(absent)}")
    with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
        for number, path in enumerate(options.paths):
            texts, place = texts_of(path, options.megabytes), Path(folder) / str(number)
            size, page_size = lay_out(place, texts)
            rows = measure(tools, place, size - page_size, options.rounds)
            show(path.name, len(texts), size, rows)
    return 0


def installed(folders: Sequence[Path]) -> tuple[list[Tool], list[str]]:
    """The tools that are here, and the names of the others."""
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    wanted = [
        ("cleaner check", "cleaner", ("check", "--quiet"), {0, 1}),
        ("codespell", "codespell", (), {0, 65}),
        ("typos", "typos", ("--isolated", "--format", "brief"), {0, 2}),
    ]
    tools, absent = [], []
    for name, program, arguments, fine in wanted:
        if found := shutil.which(program, path=path):
            tools.append(Tool(name, (found, *arguments), frozenset(fine)))
        else:
            absent.append(name)
    pythons = [p for p in (sys.executable, *(str(f / "python") for f in folders)) if imports(p, "symspellpy")]
    if pythons:
        tools.append(Tool("symspellpy", (pythons[0], "-c", SYMSPELL), frozenset({0})))
    else:
        absent.append("symspellpy")
    return tools, absent


def imports(python: str, module: str) -> bool:
    if not Path(python).exists():
        return False
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def texts_of(path: Path, megabytes: float) -> list[str]:
    """The texts of a path, up to a size."""
    texts, left = [], megabytes * 1e6
    for file in [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.is_file()):
        content = file.read_text(encoding="utf-8", errors="replace")
        rows = [json.loads(line) for line in content.splitlines()] if file.suffix == ".jsonl" else [{"text": content}]
        for row in rows:
            if left > 0:
                texts.append(row.get("text") or row["noisy"])
                left -= len(texts[-1].encode())
    return texts


def lay_out(place: Path, texts: Sequence[str]) -> tuple[int, int]:
    """Write `all` and `page` below `place`; their sizes in bytes."""
    sizes = []
    for name, parts in (("all", texts), ("page", ["\n".join(texts)[:PAGE]])):
        folder = place / name
        folder.mkdir(parents=True)
        for number, text in enumerate(parts):
            (folder / f"{number:05}.txt").write_bytes(text.encode())
        sizes.append(sum(len(text.encode()) for text in parts))
    return sizes[0], sizes[1]


def measure(tools: Sequence[Tool], place: Path, size: int, rounds: int) -> list[Row]:
    """Every tool on everything and on the page, in turns; a first round, not counted, warms the disk."""
    able = [tool for tool in tools if works(tool, place)]
    costs: dict[tuple[str, str], list[Cost]] = {(t.name, part): [] for t in able for part in ("all", "page")}
    for _ in range(rounds):
        for tool in able:
            for part in ("all", "page"):
                costs[tool.name, part].append(run(tool, place / part))
    rows = []
    for tool in able:
        everything, page = costs[tool.name, "all"], costs[tool.name, "page"]
        cpu, page_cpu = (statistics.median(c.cpu for c in part) for part in (everything, page))
        rows.append(
            Row(
                tool.name,
                cpu,
                statistics.median(c.wall for c in everything),
                max(c.megabytes for c in everything),
                everything[0].lines,
                page_cpu,
                size / 1e6 / max(cpu - page_cpu, 1e-3),
            )
        )
    return rows


def works(tool: Tool, place: Path) -> bool:
    try:
        run(tool, place / "page")
        run(tool, place / "all")
    except ToolError as failure:
        print(failure)
        return False
    return True


def run(tool: Tool, folder: Path) -> Cost:
    """One process from start to end.  Its output goes to a file: a pipe would make it wait for us."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = perf_counter()
        process = subprocess.Popen([*tool.command, str(folder)], stdout=out, stderr=err, cwd=folder)
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in tool.fine:
            err.seek(0)
            message = err.read().decode(errors="replace")[-2000:]
            raise ToolError(f"{tool.name} left out: it failed with {process.returncode}: {message}")
        out.seek(0)
        lines = sum(1 for _ in out)
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(used.ru_utime + used.ru_stime, wall, kilobytes / 1024, lines)


def show(name: str, texts: int, size: int, rows: Sequence[Row]) -> None:
    print(f"\n{name}: {texts:,} files, {size / 1e6:.2f} MB\n")
    head = (
        "tool",
        "CPU s",
        "÷ cleaner's",
        "one page CPU s",
        "MB/s",
        "÷ cleaner's",
        "clock s",
        "peak MB",
        "lines",
    )
    print("| " + " | ".join(head) + " |\n|---|" + "---:|" * (len(head) - 1))
    ours = next((row for row in rows if row.tool.startswith("cleaner")), None)
    for r in rows:
        cost, rate = (f"{r.cpu / ours.cpu:.2f}", f"{r.rate / ours.rate:.2f}") if ours else ("–", "–")
        cells = (f"{r.cpu:.2f}", cost, f"{r.page_cpu:.2f}", f"{r.rate:.2f}", rate, f"{r.wall:.2f}")
        print("| " + " | ".join((r.tool, *cells, f"{r.megabytes:.0f}", f"{r.lines:,}")) + " |")


if __name__ == "__main__":
    sys.exit(main())
