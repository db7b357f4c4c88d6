"""The final text of a document, from the original, the run's fixes and people's answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cleaner.decide import as_wanted, people_first
from cleaner.ledger.values import Case
from cleaner.model import Cleaned, Diagnosis, Document, Edit, Record, Verdict
from cleaner.text.edits import Occupied, apply


def settled(cases: Iterable[Case]) -> list[tuple[Case, Edit]]:
    """The edits that stand in the end, by place.

    People come before the run, and a later answer before an earlier one; what collides with an edit that stands is left
    out.  The same ledger gives the same text.
    """
    wanted = [(c, Edit(c.record.finding.start, c.record.finding.end, c.result)) for c in cases if c.result is not None]
    wanted.sort(key=lambda pair: (*people_first(pair[0].ruling), pair[1].start, pair[0].id))
    taken = Occupied()
    standing = []
    for case, edit in wanted:
        if taken.free(edit.start, edit.end):
            taken.take(edit.start, edit.end)
            standing.append((case, edit))
    return sorted(standing, key=lambda pair: (pair[1].start, pair[1].end))


def final_text(text: str, cases: Iterable[Case]) -> str:
    """The text with everything carried out that was fixed or accepted, and nothing that was rejected."""
    return apply(text, [edit for _, edit in settled(cases)])


def as_cleaned(name: str, text: str, diagnosis: Diagnosis, cases: Iterable[Case]) -> Cleaned:
    """A document as the pipeline would have given it, had it known what people decided since.

    Accepted and replaced findings are fixes, rejected ones are kept; every report is a view of this.
    """
    cases = list(cases)
    standing = {case.id for case, _ in settled(cases)}
    records: list[Record] = []
    kept: list[Record] = []
    for case in cases:
        record = _as_decided(case, case.id in standing)
        (kept if record.verdict is Verdict.KEEP else records).append(record)
    return Cleaned(Document(name, text), final_text(text, cases), diagnosis, tuple(records), tuple(kept))


def _as_decided(case: Case, stands: bool) -> Record:
    record, ruling = case.record, case.ruling
    if case.implied:
        return replace(record, verdict=Verdict.KEEP, reason="an accepted change stands here")
    if case.result is not None and not stands:
        return replace(record, verdict=Verdict.KEEP, reason="a later answer stands here")
    if ruling is None:
        return record
    finding = record.finding if ruling.text in (None, record.after) else as_wanted(record.finding, ruling.text)
    return Record(finding, ruling.verdict, f"{ruling.reason}; {record.reason}", record.before, ruling, record.clock)
