"""What a document learns from its companions reaches those who judge it, in every pass."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import regex

from cleaner import load_kit, pipeline
from cleaner.diagnosis.examination import Examination
from cleaner.explain import explain
from cleaner.kit import Kit
from cleaner.model import Document, Evidence, Finding, Suggestion, Tier, Verdict
from cleaner.model.companions import ALONE, Companions
from cleaner.pipeline import clean

SITE = Companions("example.org", 230, {"our garden club": 214})
TEXT = "He sent tbe letter.\nOur garden club"


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load_kit()


def on_the_line(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding on a line that the companions have too."""
    start = seen.analysis.text.find("Our garden club")
    if on := seen.companions.lines.get("our garden club"):
        why = f"on {on} of {seen.companions.pages} pages of {seen.companions.place}"
        evidence = (Evidence("test", 1.0),)
        yield Finding(start, start + 15, "test/line", "web", Tier.ASK, (Suggestion(""),), why, evidence)


def test_companions_reach_the_detectors_in_every_pass(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pipeline.DETECTORS, "test", on_the_line)
    cleaned = clean(Document("x", TEXT), kit, SITE)
    assert cleaned.text == "He sent the letter.\nOur garden club"
    assert [r.finding.why for r in cleaned.open] == ["on 214 of 230 pages of example.org"]
    assert not clean(Document("x", TEXT), kit).open and clean(Document("x", TEXT), kit, ALONE).text == cleaned.text
    assert [a.rule for a in explain(Document("x", TEXT), kit, SITE)[1] if a.rule == "test/line"]


def test_explain_knows_the_companions_of_what_is_protected(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pipeline.DETECTORS, "test", on_the_line)
    protecting = replace(kit, protect=(regex.compile("\nOur garden"),))
    accounts = [a for a in explain(Document("x", TEXT), protecting, SITE)[1] if a.rule == "test/line"]
    assert [(a.verdict, a.reason[:14]) for a in accounts] == [(Verdict.KEEP, "protected text")]
