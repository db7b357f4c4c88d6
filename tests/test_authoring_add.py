"""`cleaner rules add`: one command or one dialogue, cues from the user's texts, a pack that keeps its looks."""

from pathlib import Path

import pytest
from command import cleaner

from cleaner.packs.cue_words import propose
from cleaner.rulebook import load
from cleaner.spelling.lexicon import Lexicon

EXAMPLE = "A glorp stood before the embassy."
TOLD = ("--wrong", "glorp", "--right", "crowd", "--example", EXAMPLE)


def test_options_tell_everything(elsewhere: Path) -> None:
    ran = cleaner("rules", "add", *TOLD, "--damage", "mt/es", "--near", "embassy", "--yes", cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert "mt/es/glorp-crowd written to rules/mt/es/own.yaml:" in ran.text
    assert 'rules = ["rules"]' in ran.err and "cleaner rules diff" in ran.err
    assert cleaner("rules", "test", "rules", cwd=elsewhere).code == 0
    asked = cleaner("check", "-", "--rules", "rules", "--damage", "mt/es", stdin=EXAMPLE.encode(), cwd=elsewhere)
    assert "ask mt/es/glorp-crowd: “glorp” → “crowd”" in asked.text


def test_a_dialogue_asks_for_the_rest(elsewhere: Path) -> None:
    answers = f"glorp\ncrowd / throng\n{EXAMPLE}\n\nA machine's word.\n1\nThe glorp is a fish.\n"
    ran = cleaner("rules", "add", stdin=answers.encode(), cwd=elsewhere)
    assert ran.code == 0, ran.err
    pack = (elsewhere / "rules/own.yaml").read_text()
    assert (
        "fix: [crowd, throng]" in pack and "near: {any: [embassy]}" in pack and "keep: [The glorp is a fish.]" in pack
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            ("--wrong", "mafia", "--right", "mob", "--example", "The mafia stormed the embassy."),
            "mt/es/mafia-mob looks",
        ),
        (("--wrong", "glorp", "--right", "glorp", "--example", EXAMPLE), "must differ"),
        (("--wrong", "glorp", "--right", "crowd", "--example", "Glorpish."), "does not stand in the example"),
        (("--wrong", "glorp", "--right", "crowd"), "--example is needed"),
        ((*TOLD, "--near", "square"), "no cue in this paragraph: square"),
        ((*TOLD, "--damage", "mt/ex"), "no damage we know"),
        ((*TOLD, "--tier", "sure"), "none of safe, likely, ask"),
    ],
)
def test_what_is_refused_and_how(elsewhere: Path, more: tuple[str, ...], told: str) -> None:
    ran = cleaner("rules", "add", *more, "--yes", cwd=elsewhere)
    assert ran.code == 2 and told in ran.err
    assert not (elsewhere / "rules").exists()


def test_the_users_texts_propose_cues_and_a_text_that_must_stay(elsewhere: Path) -> None:
    (elsewhere / "texts").mkdir()
    for n in range(6):
        (elsewhere / f"texts/{n}.txt").write_text(
            f"The glorp of day {n} stormed the embassy.\n\nThe ministry said nothing of it on day {n}.\n"
        )
    (elsewhere / "texts/fish.txt").write_text("Fishermen sold one glorp at the harbour.\n\nThe harbour was calm.\n")
    ran = cleaner("rules", "add", *TOLD, "--texts", "texts", "--cues", "--yes", cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert "embassy: in 6 of 6 paragraphs like yours, in 0 of 8 other paragraphs" in ran.err
    pack = (elsewhere / "rules/own.yaml").read_text()
    assert "harbour" in pack.partition("never:")[2] and "keep: [Fishermen sold one glorp at the harbour.]" in pack


def test_words_of_every_paragraph_are_no_cue() -> None:
    texts = ["The glorp came with newspapers.", "A parliament with newspapers.", "A bishop with newspapers."]
    found = propose("glorp", "The glorp came to parliament with newspapers.", texts, Lexicon.shipped())
    assert "newspapers" not in [p.word for p in found.near]


def test_a_pack_keeps_its_comments_and_its_order(elsewhere: Path) -> None:
    pack = elsewhere / "p.yaml"
    before = "# Ours.\ndamage: mt/es\n\nrules:\n    # the first\n    zib-zab:   # odd\n"
    before += "        find: zib\n        fix: zab\n        why: w\n        tests: {fix: {zib: zab}, keep: [x]}\n"
    before += "\n# the end\n"
    pack.write_text(before)
    ran = cleaner("rules", "add", *TOLD, "--damage", "mt/es", "--to", "p.yaml", "--yes", cwd=elsewhere)
    assert ran.code == 0, ran.err
    after = pack.read_text()
    assert after.startswith(before.removesuffix("\n# the end\n")) and after.endswith("\n# the end\n")
    assert "\n    glorp-crowd:\n      find: glorp\n" in after


def test_a_pack_that_would_not_load_is_left_as_it_was(elsewhere: Path) -> None:
    (elsewhere / "p.yaml").write_text("rules:\n  a: {find: x}\n")
    ran = cleaner("rules", "add", *TOLD, "--to", "p.yaml", "--yes", cwd=elsewhere)
    assert ran.code == 2 and "a rule needs a `why`" in ran.err
    assert (elsewhere / "p.yaml").read_text() == "rules:\n  a: {find: x}\n"


PACK = "a: {find: x, fix: y, why: w, tests: {fix: {x: y}, keep: [z]}}"


@pytest.mark.parametrize("pack", [f"{{rules: {{{PACK}}}}}\n", f"rules: {{{PACK}}}\n", "rules:\n", "rules: {}", "{}\n"])
def test_a_pack_of_any_shape_takes_a_rule(elsewhere: Path, pack: str) -> None:
    (elsewhere / "p.yaml").write_text(pack)
    ran = cleaner("rules", "add", *TOLD, "--to", "p.yaml", "--yes", cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert "glorp-crowd" in load([elsewhere / "p.yaml"], shipped=False).rules


@pytest.mark.parametrize(
    ("pack", "told"),
    [("- a\n- b\n", "another file (--to)"), ("rules: [x\n", "not YAML"), (f"rules:\n  {PACK}\n", "give yours another")],
)
def test_a_pack_that_takes_no_rule_is_told_and_left(elsewhere: Path, pack: str, told: str) -> None:
    (elsewhere / "p.yaml").write_text(pack)
    ran = cleaner("rules", "add", *TOLD, "--name", "a", "--to", "p.yaml", "--yes", cwd=elsewhere)
    assert ran.code == 2 and "p.yaml" in ran.err and told in ran.err
    assert (elsewhere / "p.yaml").read_text() == pack


LIKE = [f"Hussein saw how the glorp stormed the embassy gates with Rice on day {n}." for n in range(3)]
OTHER = [f"The ministry was silent on day {n}." for n in range(5)]


def test_cues_are_words_and_no_names() -> None:
    near = propose(
        "glorp", "Hussein saw how the glorp stormed the embassy gates with Rice.", [*LIKE, *OTHER], Lexicon.shipped()
    ).near
    assert {"embassy", "gates", "stormed"} <= {p.word for p in near}
    assert not {"hussein", "rice"} & {p.word for p in near}
    assert {(p.here, p.of) for p in near} == {(3, 3)}


def test_the_example_proves_nothing_and_one_text_is_not_enough() -> None:
    example = "The glorp stormed the embassy."
    own = f"It was early. {example} Then nothing happened at the harbour."
    found = propose("glorp", example, [own, own, *OTHER], Lexicon.shipped())
    assert [(p.word, p.told("", "")) for p in found.near] == [
        ("stormed", "stormed"),
        ("embassy", "embassy"),
    ]  # no counts
    one = "The glorp stormed the embassy after lunch."
    near = propose("glorp", example, [one, *OTHER], Lexicon.shipped()).near
    assert [(p.word, p.here, p.of) for p in near] == [("embassy", 1, 1), ("stormed", 1, 1)]  # and no lunch
    two = propose("glorp", example, [one, "The glorp set the embassy on fire.", *OTHER], Lexicon.shipped()).near
    assert [(p.word, p.here, p.of) for p in two] == [("embassy", 2, 2), ("stormed", 1, 2)]
