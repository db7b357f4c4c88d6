"""`cleaner profile`: how noisy a scan is, and which letters it confuses."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.options import say, told


def profile(
    paths: options.Paths,
    most: Annotated[int, typer.Option("--most", help="How many confusions to show.")] = 25,
    exclude: options.Exclude = [],
    format: options.Format = None,
    text_field: options.TextField = None,
    id_field: options.IdField = None,
) -> None:
    """Show what these scans are like, from the corrections that are nearly certain."""
    failures = 0
    with told():
        chosen = options.settings([], [], [], exclude, [], None, None, [], text_field, id_field)
        options.known_format(format)
        from cleaner.detectors.spelling import corrector_of
        from cleaner.formats import Unreadable, read
        from cleaner.profile import as_text
        from cleaner.profile import profile as profiled

        kit = options.kit(chosen)
        texts = []
        for item in options.inputs(paths, chosen):
            try:
                source = read(item.name, item.path.read_bytes(), format, chosen.text_field, chosen.id_field)
            except (OSError, Unreadable) as error:
                say(f"{item.path}: {getattr(error, 'strerror', None) or error}")
                failures += 1
                continue
            texts += [document.text for document in source.documents]
        sys.stdout.write(as_text(profiled(texts, corrector_of(kit)), most))
    raise typer.Exit(2 if failures else 0)
