"""An engine's run is the run: object storage, workers that share nothing else, one of them killed in mid-run.

    python benchmarks/engine.py [ENGINE] [--texts 400] [--workers 3]

An S3 (played by moto, in a process of its own) holds the input and takes the output.  Each worker is a process with a
state folder of its own, as another machine would have it.  The bytes that come out must be those of `--jobs 1` on a
local folder, and so must the rows of the ledger.  Then the same command again: it cleans nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "corpus").rglob("*.txt"))
CLEAN = [sys.executable, "-m", "cleaner", "clean"]
S3 = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
ROWS = {
    "files": "path, sha256, data",
    "documents": "path, name, sha256, digest, text, chars, diagnosis",
    "findings": "start, end, before, suggestions, tier, verdict, confidence, reason, why, evidence",
    "wrote": "path, sha256",
    "done": "path, sha256, recipe, told",
}


def texts(folder: Path, number: int) -> int:
    """Writes texts made of the corpus's paragraphs; returns their characters."""
    chance, total = random.Random(12), 0
    paragraphs = [p for file in CORPUS for p in re.split(r"\n{2,}", file.read_text("utf-8")) if len(p) > 80]
    for i in range(number):
        text = "\n\n".join(chance.sample(paragraphs, 6)) + "\n"
        total += len(text)
        place = folder / f"{i % 7}" / f"{i:04}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return total


@contextmanager
def storage() -> Iterator[dict[str, str]]:
    """An S3; yields the environment in which it is found."""
    port = "5617"
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield {**S3, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
    finally:
        server.kill()
        server.wait()


@contextmanager
def cluster(engine: str, work: Path, workers: int, env: dict[str, str]) -> Iterator[str]:
    """A scheduler and workers, each a command; yields the scheduler's address."""
    env["RAY_AUTH_MODE"] = "disabled"  # the cluster is of this machine alone
    address, head, node = ENGINES[engine]
    started = [_quiet(head, work, env)]
    time.sleep(5)
    for i in range(workers):
        started.append(_quiet(node, work, {**env, "CLEANER_STATE": str(work / f"state-{i}")}))
    try:
        yield address
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _quiet(command: Sequence[str], place: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=place, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


_PYTHON = (sys.executable, "-m")
_RAY = (str(Path(sys.executable).with_name("ray")), "start", "--block", "--disable-usage-stats")
_DASK_WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")
# An address, and how a scheduler and a worker with one core are started.
ENGINES = {
    "dask": (
        "tcp://127.0.0.1:5618",
        (*_PYTHON, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "5618", "--no-dashboard"),
        (*_PYTHON, "distributed.cli.dask_worker", "tcp://127.0.0.1:5618", *_DASK_WORKER),
    ),
    "ray": (
        f"{socket.gethostbyname(socket.gethostname())}:5619",
        (*_RAY, "--head", "--num-cpus", "0", "--port", "5619"),
        (*_RAY, "--address", f"{socket.gethostbyname(socket.gethostname())}:5619", "--num-cpus", "1"),
    ),
}


def killed(state: Path) -> bool:
    """Whether the worker with this state folder was at a shard; it then got SIGKILL."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words, env = (place / "cmdline").read_bytes().split(b"\0"), (place / "environ").read_bytes().split(b"\0")
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"--shard" in words and f"CLEANER_STATE={state}".encode() in env:
            if (
                b"--shard" in Path(f"/proc/{parent}/cmdline").read_bytes()
            ):  # the process beside the command, which cleans
                continue
            os.kill(parent, signal.SIGKILL)
            return True
    return False


def bucket(env: dict[str, str]) -> object:
    """The bucket's file system."""
    import fsspec

    os.environ.update(env)
    for _ in range(100):
        try:
            system = fsspec.filesystem("s3", skip_instance_cache=True)
            system.makedirs("bucket", exist_ok=True)
        except Exception:
            time.sleep(0.2)
        else:
            return system
    raise SystemExit("the S3 does not start")


def half_done(state: Path) -> int:
    """How many files of the shard at which it is stand in a worker's folder, and nowhere else yet."""
    return sum(1 for _ in state.glob("elsewhere/*/*-of-*/out/[0-9]*/*.txt"))


def rows(ledger: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a ledger knows, without what differs from run to run."""
    with sqlite3.connect(ledger) as db:
        return {name: sorted(db.execute(f"SELECT {columns} FROM {name}"), key=repr) for name, columns in ROWS.items()}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("engine", nargs="?", choices=ENGINES, default="dask")
    asked.add_argument("--texts", type=int, default=400)
    asked.add_argument("--workers", type=int, default=3)
    told = asked.parse_args()
    work = Path(tempfile.mkdtemp(prefix="cleaner-engine-"))
    with storage() as env:
        system = bucket(env)
        size = texts(work / "in", told.texts)
        system.put(f"{work}/in", "bucket/in", recursive=True)
        began = time.perf_counter()
        subprocess.run([*CLEAN, "in", "-o", "whole", "--edits", "--jobs", "1", "-q"], cwd=work, check=True)
        print(f"{told.texts} texts, {size:,} characters; --jobs 1, local folder: {time.perf_counter() - began:.1f} s")
        with cluster(told.engine, work, told.workers, env) as address:
            command = [*CLEAN, "s3://bucket/in", "-o", "s3://bucket/out", "--edits", "--engine", told.engine]
            command += ["--scheduler", address, "--shards", str(4 * told.workers)]
            head = {**os.environ, **env, "CLEANER_STATE": str(work / "state")}
            began = time.perf_counter()
            run = subprocess.Popen(command, cwd=work, env=head, stderr=subprocess.PIPE, text=True)
            while not ((half := half_done(work / "state-0")) and killed(work / "state-0")) and run.poll() is None:
                time.sleep(0.02)
            print(
                f"one worker of {told.workers} gets SIGKILL; it had cleaned {half} files of its shard, which are lost"
            )
            print(f"  {run.communicate()[1].strip()}")
            print(f"exit code {run.returncode}, {time.perf_counter() - began:.1f} s")
            began = time.perf_counter()
            again = subprocess.run(command, cwd=work, env=head, capture_output=True, text=True, check=False)
            cleaned = next((line for line in again.stderr.splitlines() if "not cleaned again" in line), again.stderr)
            print(
                f"the same command again: exit code {again.returncode}, {time.perf_counter() - began:.1f} s\n{cleaned}"
            )
        system.get("bucket/out", f"{work}/out", recursive=True)
    wrong = compare(work / "whole", work / "out")
    shutil.rmtree(work)
    raise SystemExit(f"DIFFERENT: {wrong}" if wrong else 0)


def compare(whole: Path, out: Path) -> list[str]:
    """Tells whether two OUTs hold the same; returns what differs."""
    files = [
        {p.relative_to(o).as_posix(): p for o in (place,) for p in o.rglob("*") if p.is_file()}
        for place in (whole, out)
    ]
    names = sorted({*files[0], *files[1]} - {"run.db"})
    wrong = [
        n
        for n in names
        if n not in files[0] or n not in files[1] or files[0][n].read_bytes() != files[1][n].read_bytes()
    ]
    ours, theirs = rows(whole / "run.db"), rows(out / "run.db")
    wrong += [f"run.db: {name}" for name in ours if ours[name] != theirs[name]]
    print(f"{len(names)} files and {sum(map(len, ours.values())):,} rows compared: {len(wrong)} differ")
    return wrong


if __name__ == "__main__":
    main()
