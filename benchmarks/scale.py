"""A batch of the size that people have: throughput, memory, kills, going on, and a second run.

    python benchmarks/scale.py DATA WORK --articles 200000     # DATA as for benchmarks/throughput.py; WORK is filled

The articles are made of sentences of the data, each article of one kind (right news, round trips, scans, scraped
pages), and lie in several containers.  Then `cleaner clean` runs over them: once to its end; once more over what is
done; once with a worker killed (SIGKILL) at a quarter of the files and the whole run at half, and the same command
again.  What the killed run leaves is compared with the other, file by file and row by row.  Linux only: memory is read
from /proc.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import html
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from speed import samples

# kind of text → which files of DATA, and the share of the articles
KINDS = {
    "clean": (("clean/news-*.jsonl",), 70),
    "translated": (("mt/roundtrip-docs-*.jsonl",), 10),
    "scanned": (("ocr/overproof2.jsonl", "ocr/bln600-*.jsonl"), 10),
    "scraped": (("web/extracted-*.jsonl",), 10),
}
SITES = 40
PART = 1000  # articles of a file, or files of a folder


@dataclass(frozen=True)
class Article:
    number: int
    site: str
    text: str


def sentences(data: Path, patterns: Sequence[str]) -> list[str]:
    texts = [text for pattern in patterns for path in sorted(data.glob(pattern)) for text in samples._read(path)]
    found = [s for text in texts for s in re.split(r"(?<=[.!?])\s+(?=[\"“A-Z])|\n+", text) if 20 < len(s) < 400]
    return found or sys.exit(f"{data} has no {', '.join(patterns)}")


def articles(data: Path, count: int, size: int) -> Iterator[Article]:
    """Articles of so many characters: a paragraph has four sentences, so no two articles share a line."""
    chance = random.Random(samples.SEED)
    kinds = {kind: sentences(data, patterns) for kind, (patterns, _) in KINDS.items()}
    drawn = chance.choices(list(KINDS), [share for _, share in KINDS.values()], k=count)
    for number, kind in enumerate(drawn):
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < size:
            paragraphs.append(" ".join(chance.choices(kinds[kind], k=4)))
        yield Article(number, f"site{number % SITES}.example", "\n\n".join(paragraphs) + "\n")


# ------------------------------------------------------------------ containers


def as_text(some: Sequence[Article], place: Path) -> None:
    place.mkdir(parents=True)
    for article in some:
        (place / f"{article.number}.txt").write_text(article.text, encoding="utf-8")


def as_pages(some: Sequence[Article], place: Path) -> None:
    place.mkdir(parents=True)
    for article in some:
        paragraphs = "".join(f"<p>{html.escape(p, quote=False)}</p>\n" for p in article.text.split("\n\n"))
        head = f'<link rel="canonical" href="https://{article.site}/{article.number}"><title>{article.number}</title>'
        page = f"<!doctype html>\n<html lang=en><head>{head}</head>\n<body>\n{paragraphs}</body></html>\n"
        (place / f"{article.number}.html").write_text(page, encoding="utf-8")


def as_json_lines(some: Sequence[Article], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.with_suffix(".jsonl").write_text(_rows(some), encoding="utf-8")


def as_packed_lines(some: Sequence[Article], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.with_suffix(".jsonl.gz").write_bytes(gzip.compress(_rows(some).encode(), 1, mtime=0))


def as_table(some: Sequence[Article], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["id", "url", "text"])
    table.writerows([a.number, f"https://{a.site}/{a.number}", a.text] for a in some)
    place.with_suffix(".csv").write_text(out.getvalue(), encoding="utf-8", newline="")


def _rows(some: Sequence[Article]) -> str:
    rows = ({"id": str(a.number), "url": f"https://{a.site}/{a.number}", "text": a.text} for a in some)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


CONTAINERS: dict[str, tuple[Callable[[Sequence[Article], Path], None], int]] = {  # and the share of the articles
    "text": (as_text, 30),
    "json-lines": (as_json_lines, 30),
    "packed": (as_packed_lines, 15),
    "tables": (as_table, 10),
    "pages": (as_pages, 15),
}


def make(data: Path, place: Path, count: int, size: int) -> None:
    """The input: a folder for each container."""
    chance = random.Random(samples.SEED)
    shares = [share for _, share in CONTAINERS.values()]
    waiting: list[Article] = []
    for article in articles(data, count, size):
        waiting.append(article)
        if len(waiting) == PART or article.number == count - 1:
            (name,) = chance.choices(list(CONTAINERS), shares)
            CONTAINERS[name][0](waiting, place / name / f"{article.number // PART:05}")
            waiting = []


# ------------------------------------------------------------------ runs


@dataclass
class Run:
    """A run under way, and what it used until now."""

    process: subprocess.Popen[bytes]
    begun: float
    memory: list[tuple[float, float, float]]  # seconds, MiB of the parent, MiB of the largest worker

    @classmethod
    def start(cls, words: Sequence[str], log: Path) -> Run:
        with log.open("ab") as said:
            return cls(subprocess.Popen(words, stdout=said, stderr=said, start_new_session=True), time.monotonic(), [])

    def workers(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()] if path.exists() else []

    def look(self) -> None:
        workers = self.workers()
        seconds = time.monotonic() - self.begun
        self.memory.append((seconds, _resident(self.process.pid), max(map(_resident, workers), default=0.0)))

    def watched(self, until: Callable[[], bool]) -> bool:
        """Waits for the end, or for what is waited for; says whether that came first."""
        while self.process.poll() is None:
            self.look()
            if until():
                return True
            time.sleep(2)
        return False

    def used(self) -> str:
        seconds = time.monotonic() - self.begun
        tenths = [[m for m in self.memory if m[0] * 10 // max(seconds, 1) == n] for n in range(10)]
        parent = [round(max((m[1] for m in tenth), default=0)) for tenth in tenths]
        worker = [round(max((m[2] for m in tenth), default=0)) for tenth in tenths]
        return f"{seconds:.0f} s, exit {self.process.returncode}; MiB by tenths: parent {parent}, worker {worker}"


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def done(out: Path) -> int:
    """How many files are cleaned to their end."""
    if not (out / "run.db").exists():
        return 0
    try:
        with sqlite3.connect(f"file:{out / 'run.db'}?mode=ro", uri=True, timeout=30) as db:
            return int(db.execute("SELECT count(*) FROM done").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def spent() -> float:
    """CPU seconds of all children that were waited for."""
    times = os.times()
    return times.children_user + times.children_system


# ------------------------------------------------------------------ what is left in OUT


def files_of(out: Path) -> dict[str, str]:
    """All files of a run but its ledger, by their hashes."""
    found = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith("run.db"))
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def rows_of(out: Path) -> str:
    """A hash of all findings, and of the documents in which they stand."""
    told = hashlib.sha256()
    with sqlite3.connect(f"file:{out / 'run.db'}?mode=ro", uri=True) as db:
        for row in db.execute(
            """SELECT d.path, d.name, d.digest, d.diagnosis, f.start, f.end, p.rule, f.before, f.suggestions, f.verdict,
                   f.confidence, f.reason, f.evidence
               FROM documents d LEFT JOIN findings f ON f.document_id = d.id LEFT JOIN patterns p ON p.id = f.pattern_id
               ORDER BY d.path, d.name, f.start, f.end, p.rule"""
        ):
            told.update(repr(row).encode())
    return told.hexdigest()


def sizes(out: Path) -> str:
    with sqlite3.connect(f"file:{out / 'run.db'}?mode=ro", uri=True) as db:
        documents = db.execute("SELECT count(*) FROM documents").fetchone()[0]
        found = db.execute("SELECT count(*) FROM findings").fetchone()[0]
    mega = {name: (out / name).stat().st_size / 1e6 for name in ("run.db", "changes.diff")}
    return f"{documents:,} documents, {found:,} findings; " + ", ".join(f"{n} {mb:,.0f} MB" for n, mb in mega.items())


# ------------------------------------------------------------------ the report


def whole(command: list[str], work: Path, total: int) -> float:
    """One run to its end; returns its CPU seconds."""
    before = spent()
    run = Run.start([*command, "-o", str(work / "out")], work / "log")
    run.watched(lambda: False)
    cpu = spent() - before
    took = time.monotonic() - run.begun
    print(f"a whole run: {cpu:.0f} s of CPU, {total / took:.1f} MB/s; {run.used()}", flush=True)
    print(f"OUT: {sizes(work / 'out')}", flush=True)
    return cpu


def killed(command: list[str], work: Path, files: int) -> None:
    """A run that loses a worker and is then killed itself; the same command goes on."""
    out = work / "killed"
    run = Run.start([*command, "-o", str(out)], work / "log")
    if run.watched(lambda: done(out) >= files / 4):
        victim = max(run.workers(), key=_resident, default=0)
        os.kill(victim or run.process.pid, signal.SIGKILL)
        print(f"a worker killed at {done(out):,} of {files:,} files", flush=True)
    if not run.watched(lambda: done(out) >= files / 2):
        sys.exit(f"the run ended before it was killed ({run.used()}): give it more articles")
    workers = run.workers()
    os.kill(run.process.pid, signal.SIGKILL)
    print(f"the run killed at {done(out):,} of {files:,} files; {run.used()}", flush=True)
    run.process.wait()
    time.sleep(5)
    left = [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    print(f"workers that live on: {left}", flush=True)
    begun = done(out)
    run = Run.start([*command, "-o", str(out)], work / "log")
    run.watched(lambda: False)
    print(f"the same command: went on from {begun:,} files; {run.used()}", flush=True)
    ours, theirs = files_of(work / "out"), files_of(out)
    differ = [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)]
    print(f"files that differ: {differ[:5]} ({len(differ)} of {len(ours):,})", flush=True)
    print(f"rows are the same: {rows_of(work / 'out') == rows_of(out)}", flush=True)


def again(command: list[str], work: Path, first: float) -> None:
    """The same command over what is done."""
    before = spent()
    run = Run.start([*command, "-o", str(work / "out")], work / "log")
    run.watched(lambda: False)
    cpu = spent() - before
    print(f"the second run: {cpu:.1f} s of CPU, {cpu / first:.1%} of the first; {run.used()}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path, help="a folder that is made and filled, several times the input")
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--size", type=int, default=800, help="characters of an article")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cleaner", default=shutil.which("cleaner") or "cleaner")
    asked = parser.parse_args()
    work = asked.work.resolve()
    work.mkdir(parents=True)
    make(asked.data, work / "in", asked.articles, asked.size)
    inputs = [path for path in (work / "in").rglob("*") if path.is_file()]
    total = sum(path.stat().st_size for path in inputs) / 1e6
    print(f"{asked.articles:,} articles in {len(inputs):,} files, {total:,.0f} MB as they lie", flush=True)
    command = [asked.cleaner, "clean", str(work / "in"), "--jobs", str(asked.jobs), "--edits"]
    first = whole(command, work, total)
    again(command, work, first)
    killed(command, work, len(inputs))


if __name__ == "__main__":
    main()
