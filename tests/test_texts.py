"""Tables of what a text bears besides its words: what of it is mended, and what stays (`data/texts.yaml`)."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from cleaner.formats import read
from cleaner.kit import Kit
from cleaner.pipeline import clean

TABLES = yaml.safe_load((Path(__file__).parent / "data/texts.yaml").read_text("utf-8"))
CASES = [pytest.param(case, id=f"{kind}: {case['why']}") for kind, cases in TABLES.items() for case in cases]
MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


@pytest.mark.parametrize("case", CASES)
def test_what_is_marked_changes_and_nothing_else(case: dict[str, str], kit: Kit) -> None:
    before, after = MARK.sub(r"\1", case["text"]), MARK.sub(r"\2", case["text"])
    damage = {case["damage"]: 0.999} if "damage" in case else {}
    (document,) = read(case.get("name", "a.txt"), before.encode()).documents
    told = replace(kit, damage=damage)
    assert clean(document, told).text == after
    (document,) = read(case.get("name", "a.txt"), after.encode()).documents
    assert clean(document, told).text == after, "a second run"
