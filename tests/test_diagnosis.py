"""What the marks in a text add up to, and what does not count among them."""

from collections import Counter
from dataclasses import replace
from math import expm1
from pathlib import Path

import pytest

from cleaner.diagnosis import right_text
from cleaner.diagnosis.chance import CHANCE
from cleaner.diagnosis.diagnose import Own, independent, strongest
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Diagnosis, Document
from cleaner.packs import safety_table
from cleaner.pipeline import analyse
from cleaner.rulebook import load

MARK = """
rules:
  zorb:
    find: zorb
    fix: orb
    tier: ask
    evidence: {mt/es: 4.0}
    never: {any: [genuine], within: document}
    why: A made mark.
    tests: {fix: {"The zorb.": "The orb."}, keep: ["The genuine zorb."]}
"""
WORDS = "The envoy said that the road to the coast would open again in the spring. "


@pytest.fixture(scope="module")
def marked(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Kit:
    folder: Path = tmp_path_factory.mktemp("pack")
    (folder / "made.yaml").write_text(MARK)
    return replace(kit, rulebook=load([folder]).only({"zorb"}))


def diagnosed(kit: Kit, text: str) -> Diagnosis:
    return examine(analyse(text, Document("x", text), kit), kit).diagnosis


def speaks(kit: Kit, text: str) -> float:
    """The log-odds of the made mark for the damage."""
    return sum(e.weight for e in diagnosed(kit, text).evidence.get("mt/es", ()) if e.name == "zorb")


def test_a_mark_tells_more_at_its_third_firing_and_no_more_at_its_tenth(marked: Kit) -> None:
    once, thrice, often = (speaks(marked, f"{WORDS}A zorb fell. " * n) for n in (1, 3, 10))
    assert once == 4.0 < thrice < 3 * once
    assert often == thrice


def test_a_mark_tells_less_in_a_longer_text(marked: Kit) -> None:
    article, book = (diagnosed(marked, f"A zorb fell. {WORDS * n}")["mt/es"] for n in (1, 5000))
    assert article > 0.3 and book < 0.02


def test_damage_of_one_part_is_damage(marked: Kit) -> None:
    part = f"{WORDS}A zorb fell. " * 100 + WORDS * 1000
    assert diagnosed(marked, part)["mt/es"] > 0.9


def test_length_takes_off_and_never_adds(marked: Kit) -> None:
    marks = f"{WORDS}A zorb fell. " * 1000
    assert [e.name for e in diagnosed(marked, marks).evidence["mt/es"] if e.name == "by chance"] == []
    few = diagnosed(marked, f"A zorb fell. {WORDS * 5000}").evidence["mt/es"]
    assert [e.weight < 0 for e in few if e.name == "by chance"] == [True]


@pytest.mark.parametrize("text", ["A genuine zorb fell.", "See https://example.org/zorb there.", "A `zorb` in code."])
def test_a_mark_with_something_against_it_or_in_protected_text_tells_nothing(marked: Kit, text: str) -> None:
    assert speaks(marked, text) == 0.0
    assert speaks(marked, text.replace("genuine", "strange").replace("https://example.org/", "").replace("`", "")) > 0


def test_what_the_user_says_is_the_diagnosis(marked: Kit) -> None:
    told = diagnosed(replace(marked, damage={"mt/es": 0.9, "web": 0.2}), WORDS)
    assert (told["mt/es"], told["web"]) == (0.9, 0.2)
    assert told.evidence["mt/es"][0].name == "you said so"


def test_mending_a_text_does_not_make_its_damage_forgotten() -> None:
    before, after = Diagnosis({"web": 0.9, "ocr": 0.1}), Diagnosis({"ocr": 0.2})
    assert strongest(before, after).probabilities == {"web": 0.9, "ocr": 0.2}


def test_what_the_user_says_is_not_weighed_away_by_the_finding_itself(marked: Kit) -> None:
    own = Own.of("zorb", "zorb")
    told = diagnosed(replace(marked, damage={"mt/es": 0.9}), f"{WORDS}A zorb fell.")
    assert independent(told, "mt/es", own) == 0.9
    assert independent(diagnosed(marked, f"{WORDS}A zorb fell."), "mt/es", own) is None


WEAK = [
    "Thousands participated of the march.",
    "They met at Tuesday, a day late.",
    "The mill lies to nine miles from a town.",
]


def test_weak_signs_together_show_a_translation(kit: Kit) -> None:
    """None of them is a plain mark; right text shows each in less than one of a million words."""
    one, two, three = (diagnosed(kit, f"{WORDS}{' '.join(WEAK[:n])}")["mt/es"] for n in (1, 2, 3))
    assert one < 0.3 and 0.5 < two < 0.9 < three
    right = WORDS + "Thousands took part in the march. They met on Tuesday. The mill lies nine miles from a town."
    assert diagnosed(kit, right)["mt/es"] == 0.0


def test_a_text_is_translated_from_one_language(kit: Kit) -> None:
    """Portuguese leaves nearly all the signs of Spanish; what tells the two apart decides."""
    told = diagnosed(kit, f"{WORDS}{' '.join(WEAK)}")
    assert told["mt/es"] > 0.9 and max(told["mt/pt"], told["mt/fr"], told["mt/it"]) < 0.5
    portuguese = diagnosed(kit, f"{WORDS}{WEAK[0]} Tenants in board houses pay less. Three members broke the ranks.")
    assert portuguese["mt/pt"] > 0.9 and portuguese["mt/es"] < 0.5


def test_what_a_firing_tells_is_its_authors_word_and_what_was_counted(kit: Kit, marked: Kit) -> None:
    rules, counts = kit.rulebook.rules, right_text.read(right_text.TABLE)
    seldom, often, plain = (
        rules[f"mt/es/{name}"] for name in ("participate-of", "against-calques", "uu-in-mid-clause")
    )
    assert counts[seldom.id].fires == 0 and right_text.told_by(seldom)["mt/es"] == seldom.evidence["mt/es"] + 2.5
    assert counts[often.id].fires > 50 and right_text.told_by(often)["mt/es"] < often.evidence["mt/es"]
    assert right_text.told_by(plain) == plain.evidence
    for unknown in (marked.rulebook.rules["zorb"], replace(seldom, find="participate of")):
        assert right_text.told_by(unknown) == unknown.evidence


def test_chance_is_what_the_rules_do_on_right_text(kit: Kit) -> None:
    """Whoever measures the rules anew, or adds many, is told to compute the table anew."""
    found = dict.fromkeys(CHANCE, 0.0)
    seen: set[str] = set()
    for table in (right_text.read(right_text.TABLE), safety_table.read()):  # the first counts the translation rules
        fires = Counter(row.fires for row in table.values())
        for rule in kit.rulebook.rules.values():
            if rule.id not in seen and (row := table.get(rule.id)):
                seen.add(rule.id)
                rate = (row.fires or fires[1] / fires[0]) / row.words * 1000
                for damage, weight in right_text.told_by(rule).items():
                    found[damage] += rate * expm1(weight)
    assert dict(CHANCE) == pytest.approx(found, rel=0.1, abs=0.0005)
