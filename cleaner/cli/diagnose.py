"""`cleaner diagnose`: what was done to these texts, and how we know."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.options import told


def diagnose(
    paths: options.Paths,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a document.")] = False,
    rules: options.Rules = [],
    exclude: options.Exclude = [],
    damage: options.Damage = [],
    format: options.Format = None,
    text_field: options.TextField = [],
    id_field: options.IdField = None,
) -> None:
    """Tell for each document which damage it bears, how likely, and on what evidence."""
    failures = 0
    with told():
        chosen = options.settings(rules, [], [], exclude, [], None, None, damage, text_field, id_field)
        options.known_format(format)
        inputs = options.inputs(paths, chosen)
        from pathlib import Path

        from cleaner.batch import run
        from cleaner.formats import Unreadable, read
        from cleaner.pipeline import analyse, examine
        from cleaner.reports.damages import as_json, as_text
        from cleaner.text.composed import compose

        kit = options.kit(chosen)
        sources = [run.STDIN] if paths == [Path("-")] else inputs
        for item in sources:
            try:
                data = sys.stdin.buffer.read() if item is run.STDIN else item.read()
                source = read(item.name, data, format, chosen.text_field, chosen.id_field)
            except Unreadable as error:
                failures += options.complain(item, error)
                continue
            for document in source.documents:
                read_as = compose(document)
                found = examine(analyse(read_as.text, read_as, kit), kit)
                sys.stdout.write(as_json(document.id, found) if json else as_text(document.id, found))
    raise typer.Exit(2 if failures else 0)
