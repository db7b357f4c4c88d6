"""Names that no glossary lists: which spellings of a run are asked about as one name, and which are left alone."""

from __future__ import annotations

import pytest

from cleaner.learn.aliases import aliases
from cleaner.learn.evidence_base import Material
from cleaner.names.unlisted import unlisted
from cleaner.names.user_glossary import Glossary
from cleaner.spelling.lexicon import Lexicon

FIVE = "We sell Zelvadroka. They like Zelvadroka too. Then Zelvadroka came. All of Zelvadroka, with Zelvadroka again. "

THREE = "We sell Vatokeralame. They like Vatokeralame too. Then Vatokeralame came. "

# texts: the spellings that are asked about as one name
ASKED = {
    "a rare spelling": ([FIVE, "They sold zelvedroka in May."], ["zelvadroka", "zelvedroka"]),
    "more words": ([FIVE + "She likes selva droka a lot."], ["zelvadroka", "selva droka"]),
    "in the text that has the name too": (
        [FIVE + "They sold zelvedroka in May.", *["Nobody came in May."] * 4],
        ["zelvadroka", "zelvedroka"],
    ),
    "in another text, of a name that many have": (
        [FIVE, FIVE, "They sold zelvedroka in May.", *["Nobody came in May."] * 4],
        ["zelvadroka", "zelvedroka"],
    ),
    "the nearest of two names": (
        [THREE, THREE.replace("Vatokeralame", "Vumokeralaba"), "They sold vatokeralaba in May."],
        ["vatokeralame", "vatokeralaba"],
    ),
    "the same first name": (
        ["So Ann Zelvadroka and Ann Zelvadroka came. Here Ann Zelvedroka sat."],
        ["zelvadroka", "zelvedroka"],
    ),
}
LEFT = {
    "stands nearly as often": [FIVE, "The Zelvedroka of May. The Zelvedroka of June. The Zelvedroka of July."],
    "another first name": ["So Ann Zelvadroka and Ann Zelvadroka came. Here Eve Zelvedroka sat."],
    "a plural": [FIVE + "All the Zelvadrokas came."],
    "a word beside a name": ["Then Reuters said so. With Reuters came Reuters. The router of Reuters broke."],
    "a word of the language": ["Our Clippor and their Clippor met a Clippor. He clipped it."],
    "everyday words": ["We sell Overlandi. They like Overlandi too. All of Overlandi. They ran over land. "] * 3,
    "the name stands once": ["We sell Zelvadroka here. They sold zelvedroka in May."],
    "the capital of a sentence": ["Zelvadroka came. Zelvadroka went. Zelvadroka sat.", "They sold zelvedroka in May."],
    "in another text, of a name that few have": [FIVE, "They sold zelvedroka in May.", *["Nobody came in May."] * 4],
    "nothing near": [FIVE + "They sold Brandoval in May."],
}


def asked(texts: list[str], names: tuple[str, ...] = ()) -> list[list[str]]:
    named = [(f"{number}.txt", text) for number, text in enumerate(texts)]
    return [[one.said for one in found] for found in unlisted(named, Glossary.of(names))]


@pytest.mark.parametrize("why", ASKED)
def test_spellings_near_a_frequent_name_are_asked_about(why: str) -> None:
    texts, spellings = ASKED[why]
    assert asked(texts) == [spellings]


@pytest.mark.parametrize("why", LEFT)
def test_what_may_be_right_is_left_alone(why: str) -> None:
    assert asked(LEFT[why]) == []


def test_a_listed_name_is_no_matter_of_guesses() -> None:
    assert asked(ASKED["a rare spelling"][0], ("Zelvadroka",)) == []


@pytest.mark.parametrize(
    ("file", "meant"), [("zelvadroka.txt", ["zelvadroka", "zelvedroka"]), ("call.txt", ["zelvedroka", "zelvadroka"])]
)
def test_a_file_s_name_tells_which_spelling_is_right(file: str, meant: list[str]) -> None:
    texts = [(file, "So Zelvedroka and Zelvedroka and Zelvedroka came."), ("b.txt", "Here is Zelvadroka.")]
    assert [one.said for found in unlisted(texts, Glossary()) for one in found] == meant


def test_the_question_names_the_spellings() -> None:
    texts = [(str(n), text) for n, text in enumerate(ASKED["a rare spelling"][0])]
    (proposal,) = aliases(Material([], Lexicon.shipped(), texts=texts))
    assert proposal.title == "“Zelvadroka” is on no glossary: 1 spelling near it (6 times in 2 documents)"
    assert [choice.title for choice in proposal.choices] == [
        "“zelvadroka”, 5 times in 1 document",
        "“zelvedroka”, 1 time in 1 document",
    ]
