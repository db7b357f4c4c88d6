"""Copies of a story: which are told to a document, in whatever order they come, and what is asked of them."""

from __future__ import annotations

import json
import re
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from command import cleaner
from test_survey import page, put

from cleaner.batch import copied_texts, cores
from cleaner.batch.copied_texts import CopiedTexts
from cleaner.batch.facts import Facts, write_facts
from cleaner.batch.gathering import Gathering
from cleaner.batch.survey import packed, survey
from cleaner.batch.survey_record import FileSurvey
from cleaner.model import Document
from cleaner.model.companions import Copy

STORY = page(1, "At noon Captain Hornblow saw a lighthouse in the river, and 14 men of the ferry sang.")
HERE = STORY.replace("Hornblow", "Hornblaw").replace("lighthouse", "lighthqzse")
COPIES = [Document(f"{n}", STORY + f"By the {n} Press.", source=f"site{n}") for n in (1, 2, 3)]
TEXTS = [Document("here", HERE, source="site"), *COPIES, Document("another", page(2), source="site")]


def facts(folder: Path, documents: list[Document], name: str = "facts") -> Facts:
    """The facts of documents whose copies were looked for."""
    with closing(Gathering()) as gathering, closing(CopiedTexts()) as texts:
        for document in documents:
            found = survey(document)
            gathering.add(FileSurvey(document.id, "", packed([found]), ()))
            texts.add(found.text, Copy(document.id, document.text))
        gathering.sharing()
        write_facts(folder / name, {**gathering.facts(), **texts.arrays()}, ())
    return Facts(folder / name, copies=True)


def told(known: Facts, document: Document) -> list[str]:
    return [copy.name for copy in known.companions(document).copies]


def test_a_text_is_told_the_other_copies_of_its_story(tmp_path: Path) -> None:
    known = facts(tmp_path, TEXTS)
    assert told(known, TEXTS[0]) == ["1", "2", "3"] and told(known, COPIES[1]) == ["1", "3", "here"]
    assert known.companions(COPIES[0]).copies[0] == Copy("2", COPIES[1].text)
    assert told(known, TEXTS[-1]) == [] == told(known, Document("x", page(3), source="site"))
    assert told(Facts(tmp_path / "facts"), TEXTS[0]) == []  # nobody wants them


def test_copies_are_found_in_spite_of_noise(tmp_path: Path) -> None:
    noisy = [Document(d.id, re.sub("(?<=[a-z])[ea](?=[a-z]{2})", "c", d.text), source=d.source) for d in COPIES]
    assert told(facts(tmp_path, [TEXTS[0], *noisy]), TEXTS[0]) == ["1", "2", "3"]


def test_one_other_copy_is_too_few(tmp_path: Path) -> None:
    assert told(facts(tmp_path, TEXTS[:2]), TEXTS[0]) == []


def test_a_text_that_stands_twice_is_one_copy(tmp_path: Path) -> None:
    twice = [TEXTS[0], COPIES[0], Document("0", COPIES[0].text, source="site1"), COPIES[1]]
    assert told(facts(tmp_path, twice), TEXTS[0]) == ["0", "2"] == told(facts(tmp_path, twice[::-1], "r"), TEXTS[0])


def test_the_facts_are_the_same_in_whatever_order_texts_come(tmp_path: Path) -> None:
    for number, order in enumerate(list(permutations(TEXTS))[::29]):
        facts(tmp_path, list(order), str(number))
    assert len({file.read_bytes() for file in tmp_path.iterdir()}) == 1


def test_few_copies_of_a_story_are_kept_and_no_long_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied_texts, "MOST", 2)
    known = facts(tmp_path, TEXTS)
    assert all(len(told(known, document)) == 2 for document in TEXTS[:-1])
    monkeypatch.setattr(copied_texts, "LONGEST", len(HERE))
    assert told(facts(tmp_path, TEXTS, "short"), TEXTS[0]) == []


def test_a_text_is_cleaned_again_where_its_copies_changed(tmp_path: Path) -> None:
    known, asked = facts(tmp_path, TEXTS), packed([survey(TEXTS[0])])
    changed = [TEXTS[0], *COPIES[:2], Document("3", COPIES[2].text + " Corrected.", source="site3"), TEXTS[-1]]
    assert facts(tmp_path, changed, "changed").answer(asked) != known.answer(asked)
    assert facts(tmp_path, [*TEXTS[:-1], Document("b", page(4))], "other").answer(asked) == known.answer(asked)


def test_copies_are_asked_only_where_they_are_wanted(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("in/a", [HERE])
    for number, copy in enumerate(COPIES):
        put(f"in/{'bcd'[number]}", [copy.text])
    monkeypatch.setattr(cores, "worth", lambda size, jobs, forked: jobs or 1)

    def questions(out: str, *options: str) -> list[str]:
        assert cleaner("clean", "in", "-o", out, "--edits", *options).code == 0
        return Path(out, "edits.jsonl").read_text().splitlines()

    asked = questions("asked", "--copies")
    mine = [json.loads(line) for line in asked if "copies/other-words" in line]
    assert sorted((q["doc"], q["before"], q["after"], q["verdict"]) for q in mine) == [
        ("a/00.txt", "Hornblaw", "Hornblow", "ask"),
        ("a/00.txt", "lighthqzse", "lighthouse", "ask"),
    ]
    assert "b/00.txt, c/00.txt, d/00.txt" in mine[0]["reason"]
    assert Path("asked/a/00.txt").read_text() == HERE
    assert cleaner("survey", "in", "-o", "facts", "--copies").code == 0
    assert questions("two", "--copies", "--facts", "facts", "--jobs", "2") == asked


def test_facts_without_copies_are_refused_where_copies_are_wanted(elsewhere: Path) -> None:
    put("in", [HERE])
    facts(elsewhere, TEXTS)
    write_facts(elsewhere / "none", Gathering().facts(), ())
    refused = cleaner("clean", "in", "-o", "x", "--copies", "--facts", "none")
    assert refused.code == 2 and "cleaner survey --copies" in refused.err
