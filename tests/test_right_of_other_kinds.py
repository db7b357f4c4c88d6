"""Right English of kinds that news is not: no rule asks about it where nothing else speaks for a damage."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
import yaml
from conftest import ROOT

from cleaner.detectors.meant_words import _is_plainly_misread
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import clean
from cleaner.text.analysis import Analysis

if TYPE_CHECKING:
    from cleaner.spelling.correction import Correction

RIGHT = yaml.safe_load((ROOT / "tests/data/right_of_other_kinds.yaml").read_text())


@pytest.mark.parametrize("sentence", RIGHT)
def test_right_english_of_other_kinds_is_not_asked_about(sentence: str, kit: Kit) -> None:
    assert [r.finding.rule for r in clean(Document("a", sentence), kit).records] == []


@pytest.mark.parametrize(
    ("before", "after", "plainly"),
    [
        ("govemment", "government", True),
        ("paht", "part", False),  # shorter words are names of programs
        ("gsutil", "gently", False),  # more than one confusion
        ("httplib", "https", False),  # a confusion of three letters
        ("dilerent", "different", False),  # it stands twice
        ("Govemment", "Government", False),
    ],
)
def test_what_is_misread_in_a_text_about_programs(before: str, after: str, plainly: bool) -> None:
    analysis = Analysis("The govemment runs gsutil and httplib on a paht of dilerent or dilerent files. Govemment!")
    assert _is_plainly_misread(cast("Correction", SimpleNamespace(before=before, after=after)), analysis) == plainly
