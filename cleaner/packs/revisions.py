"""Rules as they were at a revision of the git repository that holds them."""

from __future__ import annotations

import fnmatch
import io
import subprocess
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner.files.given import Misuse
from cleaner.files.locations import shipped_rules
from cleaner.rulebook import Rulebook, RuleErrors, load
from cleaner.rulebook.packages import is_package


def rules_at(revision: str, roots: Sequence[Path], allow_harm: Iterable[str], off: Iterable[str]) -> Rulebook:
    """The rules that stood in these roots, or in the shipped packs if there are none.  Raises `Misuse`."""
    with TemporaryDirectory(prefix="cleaner-rules-") as folder:
        were = [
            root if is_package(root) else _unpacked(root, revision, Path(folder, str(number)))
            for number, root in enumerate(roots or [shipped_rules()])
        ]
        try:
            book = load(were, shipped=bool(roots), allow_harm=allow_harm)
        except RuleErrors as error:
            first = error.errors[0]
            number, *place = Path(first.file).relative_to(folder).parts
            told = f"{Path(roots[int(number)] if roots else '', *place)}:{first.line}: {first.message}"
            raise Misuse(f"the rules of {revision} do not load with this version of cleaner: {told}") from None
    return book.only({rule for rule in book.rules if not any(fnmatch.fnmatch(rule, name) for name in off)})


def _unpacked(place: Path, revision: str, into: Path) -> Path:
    """Unpacks what stood at a file's or folder's place at a revision; an empty folder if nothing stood there."""
    into.mkdir()
    folder, name = (place, []) if place.is_dir() else (place.parent, [place.name])
    if _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") is None:
        raise Misuse(f"{revision!r} is neither a text nor a revision of a git repository that holds {place}")
    if archive := _git(folder, "archive", "--format=tar", revision, *name):
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(into, filter="data")
        return into.joinpath(*name)
    return into


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None if it fails."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise Misuse("git is not installed; it is needed to read earlier rules") from None
    return None if done.returncode else done.stdout
