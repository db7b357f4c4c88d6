"""A run that audits: its files with their partners, shown or written into OUT like those of `clean`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from cleaner.batch import audited
from cleaner.batch.facts import Facts
from cleaner.batch.groups import sizes, written
from cleaner.batch.partners import Partners, partner_of
from cleaner.cli.job import Job
from cleaner.cli.messages import say
from cleaner.cli.writers import tree
from cleaner.files.halves import sweep
from cleaner.formats import ReadOptions
from cleaner.formats.jsonfiles import FIELDS
from cleaner.formats.outcome import Input, Outcome
from cleaner.kit import Kit
from cleaner.ledger import Ledger
from cleaner.ledger.output import Output
from cleaner.version import __version__


class Audit:
    """The audit of a job's files against the first of `versions`; the others only second what that one says.

    `field`: where a version stands in a record.
    """

    def __init__(self, job: Job, versions: Sequence[Path], field: str | None, *, form: bool) -> None:
        if field and not job.options.text_field:  # a table without one is read as a whole, the second version too
            job = replace(job, options=replace(job.options, text_field=FIELDS))
        self._job, self._versions, self._form = job, versions, form
        self._options: ReadOptions = replace(job.options, text_field=(field,)) if field else job.options
        self.left: list[Path] = []  # files in OUT that are somebody's own

    def outcomes(self, kit: Kit | None = None) -> Iterator[Outcome]:
        """Each file audited; `kit`: the job's, or one that knows what people decided."""
        job = replace(self._job, kit=kit or self._job.kit)
        spread = job.spread(audited.task(form=self._form))
        tell = (lambda message: None) if job.shared.quiet else say
        return audited.outcomes(job.inputs, job.kit, job.options, self._partners, tell, form=self._form, spread=spread)

    def into(self, out: Path, *, force: bool) -> Iterator[Outcome]:
        """The same, written into OUT: judged texts, a diff, and the ledger with what is to be asked."""
        out.mkdir(parents=True, exist_ok=True)
        sweep([out])
        with Ledger.open(out) as ledger:
            ledger.begin(__version__, " ".join(sys.argv), asdict(self._job.settings))
            output = Output(ledger, out, force=force)
            with tree(output, out, self._job.options, Facts(), edits=False) as writer:
                done = self.outcomes(replace(self._job.kit, remembered=ledger.decisions()))
                yield from written(done, writer.write, sizes(self._job.inputs))
            ledger.finish()
        self.left = output.left

    def _partners(self, item: Input) -> list[Partners]:
        return [Partners(partner_of(item, version), self._options) for version in self._versions]
