"""The table of mutants fits the source: each can still be made, and the tests that must notice it are there."""

import re
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
from mutants import Mutant, table

MUTANTS = table()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.name)
def test_a_mutant_can_be_made_and_its_tests_exist(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text("utf-8")
    assert mutant.applied(source) != source
    assert mutant.tests
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert not name or re.search(rf"^def {name.partition('[')[0]}\(", (ROOT / file).read_text("utf-8"), re.M), test


def test_a_mutant_that_no_longer_fits_is_told() -> None:
    with pytest.raises(ValueError, match="holds 'a' 2 times"):
        Mutant("x/y", "z.py", "a", "b", ()).applied("a a")


def test_there_are_enough() -> None:
    assert len(MUTANTS) >= 60
