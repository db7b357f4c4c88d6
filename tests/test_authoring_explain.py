"""`explain` answers why not: who took the place, which cue is missing, what protects."""

from pathlib import Path

import pytest

from cleaner.explain import explain
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.rulebook import load
from cleaner.spelling.lexicon import Lexicon

SPANISH = "It came from the US. UU. And it left.\n\n"


def reason(kit: Kit, text: str, rule: str) -> str:
    _, accounts = explain(Document("d", text), kit)
    return next(a.reason for a in accounts if a.rule == rule)


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("The mafia drove home.", "mt/es/mafia-mob", "no cue in this paragraph: protest*"),
        (
            "The mafia of Cosa Nostra stormed the embassy.",
            "mt/es/mafia-mob",
            "counter-cue in this document: 'Cosa Nostra'",
        ),
        ("See http://a.org/?tbe and tbe.", "ocr/never-a-word", "protected text (address): 'http://a.org/?tbe'"),
        ("The `tbe` and tbe.", "ocr/never-a-word", "protected text (code): '`tbe`'"),
    ],
)
def test_why_not(kit: Kit, text: str, rule: str, told: str) -> None:
    assert told in reason(kit, text, rule)


PACK = """
rules:
  short: {find: zib, fix: zab, tier: safe, why: w, tests: {fix: {zib: zab}, keep: [x]}}
  long: {find: the zib, fix: the zob, tier: safe, why: w, tests: {fix: {the zib: the zob}, keep: [x]}}
"""


def test_a_fix_that_took_the_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PACK)
    kit = Kit(load([tmp_path], shipped=False), Lexicon.shipped())
    assert reason(kit, "It was the zib.", "short") == "long stands here, with 1.00"


def test_a_stopped_rule_shows_what_it_would_have_weighed(kit: Kit) -> None:
    _, accounts = explain(Document("d", SPANISH + "The mafia drove home."), kit)
    account = next(a for a in accounts if a.rule == "mt/es/mafia-mob")
    assert account.confidence > 0.5 and (account.suggestions[0].text, account.suggestions[0].score) == ("mob", 0.5)
