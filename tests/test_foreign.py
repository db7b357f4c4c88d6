"""Passages in another language are recognised and left alone; the English beside them is not."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import clean
from cleaner.text.analysis import Analysis
from cleaner.text.foreign import Foreign, is_foreign

FOREIGN = [
    "On prend le thé à cinq heures chez la duchesse.",
    "Il présent volume è il primo di una serie.",
    "No le falta nada y no tiene miedo de los cambios.",
    "Der Bürgermeister sagte, man habe lange genug gewartet.",
    "El ministro de Defensa de Polonia dijo que no lo sabe.",
    "O governo disse que não vai mudar a lei.",
    "De minister heeft gisteren gezegd dat de wet niet wordt gewijzigd.",
    "Man war in die Stadt gegangen und hat am Ende so die Mauer im Regen gesehen.",
    "Gallia est omnis divisa in partes tres.",
    "Jag vet inte vad det är för något.",
    "Han sagde, at det ikke var hans skyld.",
]
ENGLISH = [
    "The Rue de la Paix and the Place de la Concorde were closed.",
    "Los Angeles and Las Vegas lost on Sunday.",
    "The men sat in the den till the war was over.",
    "She ordered crème brûlée and sauté potatoes.",
    "Charles de Gaulle met Leonardo da Vinci and Oscar de la Renta.",
    "Maria dos Santos, Luis del Río and Ana y Castro of Rio de la Plata came.",
    "Ristorante Più, Soho",
    "x, y = y, x",
    "J. E. Smith and O. E. Brown signed it.",
    "E. Muñoz saw E. Díaz.",
    "Crème brûlée, sauté, pâté and café at La Bohème.",
    "No, Los Alamos and Las Vegas lost.",
    "Ursula von der Leyen visited Rio de Janeiro.",
]
SCAN = "Tbe raft lay by tbe bank, and tbe old man said tbat tbe river rose. "


def cleaned(kit: Kit, text: str) -> str:
    return clean(Document("x", text), kit).text


@pytest.mark.parametrize("sentence", FOREIGN)
def test_a_foreign_sentence_is_known(sentence: str) -> None:
    assert is_foreign(sentence)


@pytest.mark.parametrize("sentence", ENGLISH)
def test_an_english_sentence_is_not_taken_for_one(sentence: str) -> None:
    assert not is_foreign(sentence)


def test_english_beside_a_foreign_sentence_is_mended_and_that_is_not(kit: Kit) -> None:
    text = f"{SCAN}\n\n" + "\n\n".join(f"{SCAN}{sentence}" for sentence in FOREIGN)
    assert cleaned(kit, text) == text.replace("Tbe", "The").replace("tbe", "the").replace("tbat", "that")


def test_encoding_is_mended_in_any_language(kit: Kit) -> None:
    before = "Le ministre a rÃ©pondu que le projet ne serait pas retirÃ©. La sÃ©ance a Ã©tÃ© levÃ©e par le maire."
    after = "Le ministre a répondu que le projet ne serait pas retiré. La séance a été levée par le maire."
    assert cleaned(kit, before) == after


def test_a_text_in_another_language_says_so_once_and_nothing_else(kit: Kit) -> None:
    text = "Le ministre a répondu que le présent projet ne serait pas retiré. On prend le thé chez la comtesse."
    done = clean(Document("x", text), kit)
    assert (done.text, done.records) == (text, ())
    assert [notice for notice in done.notices if "not English" in notice] == list(done.notices)
    assert len(done.notices) == 1
    assert not clean(Document("x", SCAN), kit).notices


@pytest.mark.parametrize(
    "text",
    [
        "El alcalde dijo que el puente de la ciudad está cerrado y que los vecinos no lo saben. " * 5,
        "Le maire a dit que le pont de la ville est fermé et que les habitants ne le savent pas. " * 5,
        "Der Bürgermeister sagte, dass die Brücke der Stadt nicht offen ist und auch nicht wird. " * 5,
    ],
)
def test_another_language_is_left_alone_whoever_says_that_it_was_scanned(kit: Kit, text: str) -> None:
    told = replace(kit, damage={"ocr": 0.99})
    assert clean(Document("x", text), told).records == ()


LISTS = yaml.safe_load((Path(__file__).parent / "data" / "lists.yaml").read_text("utf-8"))


@pytest.mark.parametrize("what", LISTS)
def test_a_list_in_another_language_is_left_alone(what: str) -> None:
    assert Analysis(LISTS[what]["text"]).foreign.all == LISTS[what]["foreign"]


def test_only_a_sign_of_broken_encoding_counts_in_another_language(kit: Kit) -> None:
    text = "She read it aloud. Il faut que nous partions avec l\\u2019autre et pour tbe et tbat. Nobody laughed."
    told = examine(Analysis(text), kit).diagnosis.evidence
    assert told["encoding"] and "ocr" not in told


def test_english_alone_is_not_parted_into_sentences_to_tell_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.text.analysis.sentences", None)
    assert Analysis(SCAN).foreign == Foreign(())


def test_foreign_words_tell_nothing_of_a_scan(kit: Kit) -> None:
    text = "He took it away. " + FOREIGN[0] + " Nobody in the village had seen the letter before."
    assert FOREIGN[0] not in Analysis(text).prose and "Nobody in the village" in Analysis(text).prose
