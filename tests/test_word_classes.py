"""Word classes: where a rule may name them, what they hold, how they are shown."""

from pathlib import Path

import pytest

from cleaner.packs.class_report import as_text, users
from cleaner.packs.rule_report import as_text as rule_as_text
from cleaner.packs.rule_tests import firings
from cleaner.rulebook import Rulebook, RuleErrors, load
from cleaner.rulebook.fingerprint import digest
from cleaner.spelling.lexicon import Lexicon

CLASSES = """
classes:
  country: [Spain, Guinea, Guinea-Bissau, New Zealand]
  body: {words: [ministry, club], inflect: noun}
  owner: {of: [country, body], words: [crown], without: [clubs]}
  move: {words: [go in], inflect: verb}
  act: ['coloni[sz]e*']
"""
RULE = """
rules:
  r:
    {rule}
    fix: x
    why: w
    tests: {{fix: {{a: b}}, keep: [c]}}
"""
PLACES = [  # where the class is named, a text that it fits, one that it does not
    ("pattern: '{class: owner} lost'", "The crown lost. New Zealand lost.", "The clubs lost. Mali lost."),
    ("pattern: 'the (?i:{class: country}) lost'", "the SPAIN lost", "the SPA lost"),
    ("pattern: '{class: country}!'", "Guinea-Bissau!", "Guinea-Conakry!"),
    ("pattern: '{class: move} there'", "She went in there.", "She walked in there."),
    ("pattern: 'they {class: act}'", "they colonised it", "they colour it"),
    ("pattern: lost; before: '{class: country} '", "Spain lost", "Mali lost"),
    ("pattern: lost; after: ' to {class: country}'", "lost to Spain", "lost to Mali"),
    ("pattern: lost; near: {class: body}", "lost by the ministry", "lost by a mine"),
    ("pattern: lost; near: {any: [king, {class: body}]}", "the king lost, the clubs lost", "lost by a mine"),
    ("pattern: lost; near: [{class: body}, fire]", "a club lost by fire", "a club lost"),
    ("pattern: lost; never: {any: [{class: country}]}", "lost", "lost in new zealand"),
    ("pattern: lost; unless: [{class: act}, lost ark]", "lost", "the lost ark"),
    ("segment: '{class: country} today'", "Spain today", "Mali today"),
    ("tokens: [{class: country}, {class: number}]", "Spain 3", "Mali 3"),
    ("tokens: [{word: [a, {class: body}]}, lost]", "a lost", "the lost"),
]


def book(folder: Path, rule: str, classes: str = CLASSES) -> Rulebook:
    (folder / "classes.yaml").write_text(classes)
    (folder / "rules.yaml").write_text(RULE.format(rule=rule.replace("; ", "\n    ")))
    return load([folder], shipped=False)


@pytest.mark.parametrize(("rule", "fits", "other"), PLACES)
def test_a_class_stands_for_its_words(tmp_path: Path, rule: str, fits: str, other: str) -> None:
    rulebook = book(tmp_path, rule)
    for sentence in fits.split(". "):
        assert firings(rulebook, sentence, Lexicon.shipped()), sentence
    for sentence in other.split(". "):
        assert not firings(rulebook, sentence, Lexicon.shipped()), sentence


def test_a_rule_s_version_changes_with_its_class(tmp_path: Path) -> None:
    one = digest(book(tmp_path, PLACES[0][0]).rules["r"])
    two = digest(book(tmp_path, PLACES[0][0], CLASSES.replace("Spain", "Portugal")).rules["r"])
    assert one != two != digest(book(tmp_path, PLACES[5][0]).rules["r"])


def test_a_user_s_class_takes_the_place_of_its_namesake_in_the_user_s_rules_only(tmp_path: Path) -> None:
    base, own = tmp_path / "base", tmp_path / "own.yaml"
    base.mkdir()
    (base / "mt.yaml").write_text(CLASSES + RULE.format(rule="pattern: '{class: country} sank'"))
    changed = RULE.replace("  r:", "  mine:").format(rule="pattern: '{class: country} rose'")
    own.write_text("classes: {country: {of: [country], words: [Atlantis]}}\n" + changed)
    rulebook, text = load([base, own], shipped=False), "Atlantis sank. Spain sank. Atlantis rose. Spain rose."
    found = [(m.rule.id, m.found) for m in firings(rulebook, text, Lexicon.shipped())]
    assert found == [("r", "Spain sank"), ("mine", "Atlantis rose"), ("mine", "Spain rose")]


def test_classes_are_kept_with_the_compiled_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))  # the shared one gets no rules that tests bring
    first = book(tmp_path, PLACES[0][0])
    assert dict(load([tmp_path], shipped=False).classes) == dict(first.classes)


def test_one_name_stands_for_one_class(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("classes: {town: [Paris]}\n")
    (tmp_path / "b.yaml").write_text("classes: {town: [Rome]}\n")
    with pytest.raises(RuleErrors, match=r"b\.yaml:1: the class 'town' stands already in .*a\.yaml:1"):
        load([tmp_path], shipped=False)


def test_what_is_shown_is_what_was_written(tmp_path: Path) -> None:
    rule = "pattern: 'the {class: owner} lost'; before: '{class: country} '; never: {any: [war, {class: body}]}"
    rulebook = book(tmp_path, rule)
    shown = rule_as_text(rulebook.rules["r"], rulebook.classes)
    for line in (
        "pattern: the {class: owner} lost",
        "before: {class: country} ",
        "never (document): war, {class: body}",
    ):
        assert f"  {line}\n" in shown
    assert users(rulebook.classes["body"], rulebook.rules.values()) == ["r"]
    assert users(rulebook.classes["move"], rulebook.rules.values()) == []
    told = as_text(rulebook.classes["owner"], rulebook.rules.values())
    assert "owner  (" in told and "classes.yaml:5)" in told
    assert (
        "  8 words: crown, Spain, Guinea, Guinea-Bissau, New Zealand, ministry, ministries, club\n  in 1 rule: r\n"
        in told
    )


def test_no_shipped_class_names_what_is_a_woman_s_and_a_man_s(kit) -> None:  # type: ignore[no-untyped-def]
    """Andrea Bocelli, Jean Renoir, Evelyn Waugh, Carol Reed and Joan Miró are men; Victoria and Chelsea are places."""
    hers, his = (set(kit.rulebook.classes[name].words) for name in ("woman-name", "man-name"))
    assert {"Angela", "Theresa", "Scarlett", "Giorgia"} <= hers
    assert {"John", "Emmanuel", "Pedro", "Vladimir"} <= his
    assert not hers & his
    assert not (hers | his) & {"Andrea", "Jean", "Evelyn", "Carol", "Joan", "Kim", "Victoria", "Chelsea", "April"}
