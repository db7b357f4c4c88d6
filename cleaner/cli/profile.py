"""`cleaner profile`: how noisy a scan is, and which letters it confuses."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.options import say, told


def profile(
    paths: options.Paths,
    most: Annotated[int, typer.Option("--most", help="How many confusions to show.")] = 25,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Keep them there: runs with --rules DIR read by them."),
    ] = None,
    exclude: options.Exclude = [],
    format: options.Format = None,
    text_field: options.TextField = [],
    id_field: options.IdField = None,
) -> None:
    """Show what these scans are like, from the corrections that are nearly certain."""
    failures = 0
    with told():
        chosen = options.settings([], [], [], exclude, [], None, None, [], text_field, id_field)
        options.known_format(format)
        from cleaner.formats import Unreadable, read
        from cleaner.spelling.loaded import corrector_of
        from cleaner.spelling.ocr_profile import TEACHES, as_text, keep
        from cleaner.spelling.ocr_profile import profile as profiled

        kit = options.kit(chosen)
        texts = []
        for item in options.inputs(paths, chosen):
            try:
                source = read(item.name, item.read(), format, chosen.text_field, chosen.id_field)
            except Unreadable as error:
                failures += options.complain(item, error)
                continue
            texts += [document.text for document in source.documents]
        corrector = corrector_of(kit)
        found = profiled(texts, corrector)
        sys.stdout.write(as_text(found, most))
        if out and sum(found.confusions.values()) < TEACHES:
            say(f"nothing kept in {out}: it takes {TEACHES} corrections that are nearly certain to tell a habit")
            failures += 1
        elif out:
            kept = keep(found, corrector.candidates.error_model, out)
            say(f"{kept}: a run with --rules {out} reads by it")
    raise typer.Exit(2 if failures else 0)
