"""`cleaner audit`: judge somebody else's version of texts, change by change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say
from cleaner.cli.options import Shared
from cleaner.cli.printing import put

if TYPE_CHECKING:
    from cleaner.formats.outcome import Outcome
    from cleaner.witness.rates import Rates

View = Literal["text", "json", "html", "diff"]
Before = Annotated[Path, typer.Argument(metavar="BEFORE", help="A file or a folder.", show_default=False)]
After = Annotated[
    Path | None,
    typer.Argument(
        metavar="AFTER",
        help="What somebody made of it: a file, or a folder with the same names; records are matched by id.",
        show_default=False,
    ),
]
AfterField = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD", help="JSON, CSV: the field with the second version; without AFTER, in BEFORE itself."
    ),
]

Second = Annotated[
    list[Path],
    typer.Option(
        "--second", metavar="PATH", help="A further version of the same texts: what it says too is supported."
    ),
]


@options.takes(*options.CLEANING, "exclude", "jobs", "quiet", "color")
def audit(
    shared: Shared,
    before: Before,
    after: After = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The folder for judged texts and questions.")] = None,
    form: Annotated[bool, typer.Option("--form", help="Take over capitals, marks and hyphens as well.")] = False,
    after_field: AfterField = None,
    second: Second = [],
    force: options.Force = False,
    output_format: Annotated[View, typer.Option(help="How to show it; diff is of what is supported.")] = "text",
) -> None:
    """Judge another version of texts, change by change.  Exit code 1 if anything is not supported by the original.

    Each change is supported, plausible, unsupported, invented, dropped, number changed, name changed, or form only,
    with a reason.  OUT gets the originals with what is supported; `cleaner review OUT` asks about the rest.
    """
    from cleaner.batch.partners import checked
    from cleaner.cli.audit_run import Audit
    from cleaner.files import atomic
    from cleaner.witness.rates import Rates

    if after is None and after_field is None:
        raise fail("name the second version: cleaner audit BEFORE AFTER, or --after-field for a field of the same file")
    after = before if after is None else after
    for version in (after, *second):
        checked(before, version)
    job = Job.on([before], shared, out=out)
    run, rates = Audit(job, (after, *second), after_field, form=form), Rates()
    done = run.into(out, force=force) if out else run.outcomes()
    failures = _shown(done, "none" if out else output_format, rates, shared)
    if out:
        atomic.write(out / "audit.json", (json.dumps(rates.values(), indent=1) + "\n").encode())
    if not shared.quiet:
        say(*rates.lines(), *_last_lines(out, rates))
    if run.left:
        raise fail(f"{run.left[0]} is not what a run wrote there, and left alone: take another OUT, or --force")
    raise typer.Exit(2 if failures else int(rates.open > 0))


def _shown(outcomes: Iterator[Outcome], view: str, rates: Rates, shared: Shared) -> int:
    """Shows the outcomes on standard output as they come, and what is amiss.  Returns how many files were amiss."""
    from cleaner.reports import audit_views

    amiss = 0

    def told() -> Iterator[Outcome]:
        nonlocal amiss
        for outcome in outcomes:
            amiss += bool(outcome.failure or outcome.troubles or outcome.problems)
            say(*outcome.complaints, *([] if shared.quiet else outcome.notices))
            yield outcome

    for piece in audit_views.VIEWS[view](told(), rates):
        put(piece.encode("utf-8", "replace"))
    return amiss


def _last_lines(out: Path | None, rates: Rates) -> Iterator[str]:
    if out:
        yield f"  written to {out}: the originals with what is supported; changes.diff, audit.json"
        if rates.open:
            yield f"  `cleaner review {out}` asks about {rates.open:,} that are not; `cleaner report {out}` shows all"
