"""Witnesses: what other versions of a text say counts as far as it is likely, and changes nothing that it must not."""

from pathlib import Path

import pytest
import yaml

from cleaner.kit import Kit
from cleaner.model import Document, probability
from cleaner.pipeline import clean
from cleaner.witness.auditing import audit
from cleaner.witness.belief import WitnessPlace, evidence
from cleaner.witness.grounds import Ground

CASES = Path(__file__).parent / "witness"
MORE = yaml.safe_load((CASES / "belief.yaml").read_text("utf-8"))

# ---------------------------------------------------------------- how likely a change is right


def belief(known: dict[str, object]) -> float:
    place = WitnessPlace(**{**known, "ground": Ground(known["ground"])})  # type: ignore[arg-type]
    return probability(sum(e.weight for e in evidence(place)))


@pytest.mark.parametrize("case", MORE, ids=lambda c: f"{c['of']}-{c['with']}")
def test_each_thing_that_is_known_counts_the_right_way(case: dict[str, dict[str, object]]) -> None:
    before, after = belief(case["of"]), belief(case["of"] | case["with"])
    assert (after > before, after < before) == (case["surer"] is True, case["surer"] is False)


def test_an_audit_tells_how_likely_each_change_is_right(kit: Kit) -> None:
    text = "Tbe rnayor met Hugh in tbe square and gave his arc to the men of the town."
    version = "The mayor met Hugo in the square and gave his ace to the men of the city."
    done = audit(clean(Document("a", text), kit), version, kit)
    sure = {r.before: r.finding.confidence for r in done.records}
    assert sure["Tbe"] > 0.95 and sure["rnayor"] > 0.95
    assert sure["tbe"] > 0.95 and max(sure["Hugh"], sure["town."]) < 0.5
    whys = [e.name for r in done.records for e in r.finding.evidence]
    assert {"another version", "our own reading", "the misreading", "the sentence", "its other changes"} <= set(whys)
