"""No finding licenses itself: what a rule or a word brings to the diagnosis is left out where it profits from it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import with_compiled_rules

from cleaner.diagnosis.diagnose import Own, diagnose, independent, strongest
from cleaner.diagnosis.examination import examine
from cleaner.model import Diagnosis, Document, Evidence
from cleaner.pipeline import analyse, clean

ALONE = {
    "a file's ending, not the first": "Save a copy of boot.lst first. The loader reads boot.lst at every start, and a "
    "slip in boot.lst can stop it.",
    "a house's name in a table of misreadings": "The farms lie in a row: Hirel, Pluce Grange, Morven and Oll. The path "
    "past Pluce Grange goes down to the weir.",
    "a family's name": "Anna Grent and Paul Grent keep the mill. The Grent family came from Flanders with their looms.",
    "a word of the trade that is near a common one": "Give every picture an alt text. Write the alt text last. If the "
    "picture is only there to please, leave the alt text empty, and never repeat the caption in the alt text.",
    "a foreign word that one rule reads as an accent": "The shop sells thé vert in tins, and a card on the wall says "
    "that the thé is picked by hand.",
    "a sign that is meant": "Press ^ to go up. In this program ^ stands for a power, as in 2 ^ 3, and | for a choice.",
}
WITNESSED = {
    "another rule's words": ("Tbe firat bell rang, and tbat was tbe firat sign of tbe fire.", ("firat", "first")),
    "other unknown words": (
        "The firat of the sbips came in whcn the tide was high, and the rnen on the quay heard the captaiu shout that "
        "he had no oars left and that the bread was goue, so they threw him a rope and pulled him in with all thcir "
        "strengtb before the wind could turn and take the boat out again to the open sea.",
        ("firat", "first"),
    ),
    "the same letter in other words": (
        "lf she calls, l am out, and then l was asleep. lt is late, and l'll not open; l've shut the door.",
        ("l", "I"),
    ),
}


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE.keys())
def test_alone_it_is_not_even_asked_about(kit, text: str) -> None:  # type: ignore[no-untyped-def]
    cleaned = clean(Document("x", text), kit)
    assert not cleaned.records, [(r.before, r.after) for r in cleaned.records]


@pytest.mark.parametrize(("text", "pair"), WITNESSED.values(), ids=WITNESSED.keys())
def test_with_other_signs_it_is_mended(kit, text: str, pair: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]
    assert pair in {(r.before, r.after) for r in clean(Document("x", text), kit).fixes}


def test_what_is_never_a_word_needs_no_witness(kit) -> None:  # type: ignore[no-untyped-def]
    assert clean(Document("x", "They took tbe last boat."), kit).text == "They took the last boat."
    for text in ("OCR may print tbe here.", "Somebody wrote “tbe” on it.", "See tbe.txt or bin/tbe."):
        assert clean(Document("x", text), kit).text == text


def test_a_rule_and_a_word_leave_out_what_is_their_own() -> None:
    evidence = (Evidence("ocr/a-for-s", 5.0, owed={"firat": 5.0}), Evidence("unknown words", 3.0, owed={"firat": 1.0}))
    scan = Diagnosis({"ocr": 0.97}, {"ocr": evidence})
    of_the_rule, of_the_word = (independent(scan, "ocr", Own.of(rule, "Firat")) for rule in ("ocr/a-for-s", "x"))
    elsewhere = independent(scan, "ocr", Own.of("x", "tbe"))
    assert of_the_rule is not None and of_the_rule == of_the_word < 0.3 < (elsewhere or 0.0) == 0.97
    only = Diagnosis({"ocr": 0.97}, {"ocr": evidence[:1]})
    assert independent(only, "ocr", Own.of("ocr/a-for-s", "Firat")) is None
    told = diagnose([], {}, {"ocr": 0.99})
    assert independent(told, "ocr", Own.of("ocr/a-for-s", "Firat")) == 0.99  # what a user says rests on nothing here


def test_the_corrector_of_the_diagnosis_is_the_detectors(kit) -> None:  # type: ignore[no-untyped-def]
    """With a user's channel the diagnosis reads by it too, so both see one text alike."""
    from dataclasses import replace

    from cleaner.spelling.error_model import ErrorModel

    own = replace(kit, corrector=kit.corrector.under(ErrorModel.shipped().with_costs([{("q", "e"): 1.5}])))
    text = "Thq mqn wqre hqre and nqvqr lqft thq housq until thq nqxt day came. " * 4
    shipped, ours = (
        sum(e.weight for e in examine(analyse(text, Document("x", text), k), k).diagnosis.evidence["ocr"])
        for k in (kit, own)
    )
    assert ours > shipped


# ------------------------------------------------------------------ the same bytes, whatever the hash seed

TIES = """
import json, sys
from cleaner import build_kit
from cleaner.config import Settings
from cleaner.model import Document
from cleaner.pipeline import clean
from cleaner.reports.damages import as_json
from cleaner.reports.jsonl import lines
kit = build_kit.build_kit(Settings())
texts = json.load(sys.stdin)
done = [clean(Document(str(i), text), kit) for i, text in enumerate(texts)]
print("".join(as_json(c.document.id, c.diagnosis) for c in done), *lines(done), sep="\\n")
"""
BATCH = [
    "On 26/01/2015 the council met. On 27/01/2015 it met again, with 1.234,56 euros left in the box.",
    "Harlan Voss spoke. Harlan Voss and Harlan Vost met Harlin Voss. Marlan sat by Harlan; Tarlan and Marlan left.",
    'Tbe mayor said tbat the US. UU. And tbe mafia urged a manifestation. “So ”, he said. "Yes" and “no”.',
]


def test_the_hash_seed_tells_nothing(tmp_path: Path) -> None:
    with_compiled_rules(tmp_path)

    def run(seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", TIES],
            input=json.dumps(BATCH), capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "CLEANER_CACHE": str(tmp_path), "PATH": ""},
        )  # fmt: skip
        return done.stdout

    assert run("1") == run("2") == run("3")


def test_damages_of_one_likelihood_stand_in_the_order_of_their_names() -> None:
    likely = {"mt/it": (Evidence("a", 1.0),), "mt/es": (Evidence("a", 1.0),), "mt/fr": (Evidence("a", 1.0),)}
    assert list(diagnose([], likely).probabilities) == sorted(likely)
    one, other = (diagnose([], {d: likely[d] for d in order}) for order in (likely, reversed(likely)))
    assert list(strongest(one, other).probabilities) == sorted(likely)
