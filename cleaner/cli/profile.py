"""`cleaner profile`: how noisy a scan is, and which letters it confuses."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import Complaints, say
from cleaner.cli.options import Shared


@options.takes("exclude", *options.READING)
def profile(
    paths: options.Paths,
    shared: Shared,
    most: Annotated[int, typer.Option(help="How many confusions to show.")] = 25,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="A folder to keep them in, for --rules.")] = None,
) -> None:
    """Show what these scans are like, and which letters they confuse.  Only near-certain corrections count."""
    from cleaner.spelling.ocr_profile import TEACHES, as_text, keep
    from cleaner.spelling.ocr_profile import profile as profiled

    complain, job = Complaints(), Job.on(paths, shared)
    texts = [document.text for _, source in job.sources(complain) for document in source.documents]
    found = profiled(texts, job.kit.corrector)
    sys.stdout.write(as_text(found, most))
    if out and sum(found.confusions.values()) < TEACHES:
        complain(f"nothing kept in {out}: it takes {TEACHES} corrections that are nearly certain to tell a habit")
    elif out:
        kept = keep(found, job.kit.corrector.error_model, out)
        say(f"{kept}: a run with --rules {out} reads by it")
    raise typer.Exit(2 if complain.count else 0)
