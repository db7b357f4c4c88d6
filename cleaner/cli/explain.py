"""`cleaner explain FILE[:LINE]`: why a place was fixed, asked about or left alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import Complaints, fail, say
from cleaner.cli.options import Shared
from cleaner.cli.with_facts import with_facts

if TYPE_CHECKING:
    from cleaner.formats import Source
    from cleaner.model import Document


@options.takes(*options.CLEANING)
def explain(
    place: Annotated[str, typer.Argument(metavar="FILE[:LINE]", help="A file or a line of it; - is standard input.")],
    shared: Shared,
    facts: options.Facts = None,
) -> None:
    """Tell why a place was fixed, asked about or left alone.  Shows which rules looked at it and all evidence."""
    from cleaner.batch.first_look import with_file_evidence
    from cleaner.batch.run import placed
    from cleaner.explain import explain as account
    from cleaner.reports.explanation import as_text

    path, line = _split(place)
    complain, job = Complaints(), with_facts(Job.on([path], shared, search=False), facts)
    for item, source in job.sources(complain):
        for problem in source.problems:
            say(f"{item.path}:{problem.line}: {problem.message}")
        known = replace(source, documents=with_file_evidence(source.documents, job.kit))
        for document in _on_line(known, line, item.path):
            companions = job.kit.companions(placed(document, item))
            sys.stdout.write(as_text(*account(document, job.kit, companions), line=line))
    raise typer.Exit(2 if complain.count else 0)


def _on_line(source: Source, line: int | None, path: Path) -> Sequence[Document]:
    """The documents that stand on this line of the file; all documents where no line is asked for."""
    from cleaner.reports.findings import Listing

    if line is None:
        return source.documents
    if not 1 <= line <= source.data.count(b"\n") + 1:
        raise fail(f"{path} has no line {line}")
    if len(source.documents) < 2:
        return source.documents
    found = [d for d in source.documents if Listing(d).hold(line)]  # each record has its own lines in the file
    if not found:
        raise fail(f"{path}: no document stands on line {line}")
    return found


def _split(place: str) -> tuple[Path, int | None]:
    """A file's name and a line number, if one is given (`a:b.txt` is a name)."""
    m = re.fullmatch(r"(.+):(\d+)", place, re.S)
    if m and not Path(place).exists():
        return Path(m[1]), int(m[2])
    return Path(place), None
