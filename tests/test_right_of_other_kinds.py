"""Right English of kinds that news is not: no rule asks about it where nothing else speaks for a damage."""

import pytest
import yaml
from conftest import ROOT

from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import clean

RIGHT = yaml.safe_load((ROOT / "tests/data/right_of_other_kinds.yaml").read_text())


@pytest.mark.parametrize("sentence", RIGHT)
def test_right_english_of_other_kinds_is_not_asked_about(sentence: str, kit: Kit) -> None:
    assert [r.finding.rule for r in clean(Document("a", sentence), kit).records] == []
