"""A text is read again where something changed, what is protected stays, and what is off is silent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from cleaner.detectors import DETECTORS, WHATEVER_THE_DAMAGE
from cleaner.diagnosis.examination import Examination, examine
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.model.companions import Companions
from cleaner.model.cue import TimedCue
from cleaner.names.user_glossary import Glossary
from cleaner.pipeline import clean, look
from cleaner.rulebook import load
from cleaner.text.analysis import Analysis

Clean = Callable[..., Cleaned]


@pytest.fixture
def made(kit: Kit, tmp_path: Path) -> Clean:
    """Cleans a text by rules that are made of (wrong, right, prior) alone."""

    def cleaned(text: str, *rules: tuple[str, str, float]) -> Cleaned:
        entries = {
            f"rule-{i}": {
                **{"find": wrong, "fix": right, "tier": "likely", "prior": prior, "why": "Made."},
                "tests": {"fix": {f"A {wrong}.": f"A {right}."}, "keep": ["None."]},
            }
            for i, (wrong, right, prior) in enumerate(rules)
        }
        (tmp_path / "made.yaml").write_text(yaml.safe_dump({"rules": entries}))
        return clean(Document("x", text), replace(kit, rulebook=load([tmp_path], shipped=False)))

    return cleaned


def test_what_one_fix_uncovers_the_next_mends_and_both_are_one_change(made: Clean) -> None:
    cleaned = made("The zorb fell.", ("zorb", "zurb", 0.999), ("zurb", "orb", 0.97))
    assert cleaned.text == "The orb fell."
    (record,) = cleaned.records
    assert (record.before, record.after, record.finding.rule) == ("zorb", "orb", "rule-0+rule-1")
    assert round(record.finding.confidence, 3) == 0.97, "a change is as doubtful as its most doubtful part"


@pytest.mark.parametrize(("steps", "open"), [(5, 0), (6, 1)])
def test_what_never_settles_becomes_a_question(made: Clean, steps: int, open: int) -> None:
    names = [f"zorb{'b' * i}" for i in range(steps + 1)]
    cleaned = made("The zorb fell.", *((a, b, 0.99) for a, b in pairwise(names)))
    assert cleaned.text == f"The {names[5]} fell."
    assert len(cleaned.open) == open


def test_protected_text_stays(made: Clean) -> None:
    text = "See `zorb`, https://example.org/zorb and info@zorb.example, the zorb [sic] and the zorb."
    cleaned = made(text, ("zorb", "orb", 0.99))
    assert cleaned.text == text.removesuffix("zorb.") + "orb."
    assert len(cleaned.records) == 1


def test_a_detector_that_is_off_is_silent(kit: Kit) -> None:
    document = Document("x", "The keeper lit the the lamp.")
    assert [r.finding.rule for r in clean(document, kit).records] == ["repeats/word"]
    assert clean(document, replace(kit, off=frozenset({"repeats"}))).records == ()


def test_what_a_second_run_would_fix_the_first_one_settles(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A detector that is surer of a word in a text that never was mojibake, as a fresh run on the mended text is."""

    def found(text: str, words: str, after: str, sure: float) -> Iterator[Finding]:
        if (start := text.find(words)) >= 0:
            evidence = (Evidence("made", log_odds(sure)),)
            yield Finding(start, start + len(words), "m", "ocr", Tier.LIKELY, (Suggestion(after),), "made", evidence)

    def detector(seen: Examination, kit: Kit) -> Iterator[Finding]:
        text = seen.analysis.text
        yield from found(text, "â€™", "’", 0.99)
        yield from found(text, "rnan", "man", 0.9 if seen.diagnosis["encoding"] > 0.5 else 0.99)

    monkeypatch.setattr("cleaner.pipeline.DETECTORS", {"made": detector})
    assert clean(Document("x", "So the rnanâ€™s dog left."), kit).text == "So the man’s dog left."


class Unasked(Examination):
    """An examination of which nobody may ask what the damage is."""

    def __getattribute__(self, name: str) -> object:
        assert name not in ("diagnosis", "by_itself", "scan"), name
        return super().__getattribute__(name)


DAMAGED = """\
He was at the offi ce of the classi cation, and the di!erent o!ers were nal. The\x93 café &amp; the bar closed.

THE FERRY. 115

Pompeo and Pompeo and Pompeo met Pompeio in Wash- ington. so on and so on and so on and so on and so on and so on

his wits, whichthe people had, came back.Then he left.

116 THE FERRY.

um, you know, he he went to the US. UU. and tbe ferry .
"""


@pytest.mark.parametrize("name", sorted(WHATEVER_THE_DAMAGE))
def test_what_a_detector_finds_whatever_the_damage_it_finds_without_asking(kit: Kit, name: str) -> None:
    spoken = replace(kit, mode="clean-read", glossary=Glossary.of(["Pompeo"]))
    cues = tuple(TimedCue(start, end, at, at + 1.0) for at, (start, end) in enumerate(Analysis(DAMAGED).lines))
    seen = examine(Analysis(DAMAGED, cues=cues), spoken)
    asked = Unasked(seen.analysis, seen.rules, seen.surveyed)
    assert list(DETECTORS[name](asked, spoken)) == list(DETECTORS[name](seen, spoken))


def test_a_text_read_afresh_is_as_if_all_detectors_were_asked(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = "Tbe mayor of tbe town said that tbe bridge by tbe rnill was to be elosed for tbe winter rnonths. " * 3
    texts = [scan, DAMAGED, scan + DAMAGED]
    quick = [clean(Document("x", text), kit) for text in texts]
    monkeypatch.setattr("cleaner.pipeline.WHATEVER_THE_DAMAGE", frozenset())
    whole = [clean(Document("x", text), kit) for text in texts]
    assert quick == whole and len({c.text for c in quick}) == 3


def test_a_pass_does_not_hold_what_the_one_before_knew_of_its_text(
    made: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []

    def looked(analysis: Analysis, kit: Kit, before: Examination | None, companions: Companions) -> Examination:
        held.append(before.analysis.text if before else "none")
        return look(analysis, kit, before, companions)

    monkeypatch.setattr("cleaner.pipeline.look", looked)
    assert made("The zorb fell.", ("zorb", "zurb", 0.999), ("zurb", "orb", 0.97)).text == "The orb fell."
    assert held == ["none", "", ""]


def test_a_question_stays_as_sure_as_while_its_neighbour_was_misread(kit: Kit) -> None:
    """`tbe` and `swiinming` are mended first; they told of a scanner, and so spoke for `votes` beside them."""
    text = "In tbe hall of tbe new swiinming bath the clerk counted the votos and said that nobody had won."
    done = clean(Document("x", text), replace(kit, damage={"ocr": 0.99}))
    assert done.text == text.replace("tbe", "the").replace("swiinming", "swimming")
    (asked,) = done.open
    (piece,) = [e for e in asked.finding.evidence if "mended" in e.name]
    assert asked.before == "votos" and piece.weight > 1 and asked.finding.confidence > 0.8
