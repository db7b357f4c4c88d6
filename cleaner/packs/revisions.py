"""Rules as they were: a folder of a git repository at an earlier revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from cleaner.files.given import Misuse


def is_revision(name: str, folder: Path) -> bool:
    """Whether a name is a revision of the repository that holds the folder."""
    done = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return done.returncode == 0


def unpacked(place: Path, revision: str, into: Path) -> Path:
    """What stood at a file's or folder's place at a revision, unpacked below `into`.  Raises `Misuse`.

    Where nothing stood there yet, an empty folder.
    """
    folder = place if place.is_dir() else place.parent
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top.returncode:
        raise Misuse(f"{place}: not in a git repository, so there is no earlier state to compare with")
    if not is_revision(revision, folder):
        raise Misuse(f"{revision!r} is neither a text nor a revision of {top.stdout.decode().strip()}")
    root = Path(top.stdout.decode().rstrip("\n"))
    path = place.resolve().relative_to(root.resolve()).as_posix()
    if _git(root, "cat-file", "-e", f"{revision}:{path}" if path != "." else revision).returncode:
        (into / "empty").mkdir(parents=True, exist_ok=True)
        return into / "empty"
    archive = _git(root, "archive", "--format=tar", revision, "--", path)
    if archive.returncode:
        raise Misuse(f"git archive {revision} {path}: {archive.stderr.decode(errors='replace').strip()}")
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(into, filter="data")
    return into / path


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise Misuse("git is not installed, and earlier rules are read with it") from None
