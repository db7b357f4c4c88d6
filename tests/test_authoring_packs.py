"""Packs of one's own: rules that extend others, packs from a package, and what harm may not do."""

from pathlib import Path

import pytest

from cleaner import build_kit
from cleaner.config import Settings, SettingsError
from cleaner.config import find as find_settings
from cleaner.model import Tier
from cleaner.rulebook import Rulebook, RuleErrors, load

BASE = """
rules:
  mafia-mob:
    find: mafia
    fix: [mob, crowd]
    tier: ask
    why: A crowd.
    near: {any: [embassy]}
    never: {any: [Cosa Nostra]}
    tests: {fix: {"The mafia at the embassy.": "The mob at the embassy."}, keep: [The Sicilian mafia.]}
"""


def book(tmp_path: Path, second: str, **more: object) -> Rulebook:
    """A shipped-like pack `mt/es`, then the user's."""
    (tmp_path / "base/mt/es").mkdir(parents=True, exist_ok=True)
    (tmp_path / "base/mt/es/p.yaml").write_text(BASE)
    (tmp_path / "own.yaml").write_text(second)
    return load([tmp_path / "base", tmp_path / "own.yaml"], shipped=False, **more)  # type: ignore[arg-type]


def test_a_rule_that_extends_another_takes_over_what_it_does_not_say(tmp_path: Path) -> None:
    own = "rules: {mine: {extends: mt/es/mafia-mob, tier: likely, near: {any: [square]}}}"
    mine = book(tmp_path, own).rules["mine"]
    assert (mine.kind, mine.find, mine.fix, mine.damage) == ("find", ("mafia",), ("mob", "crowd"), "mt/es")
    assert (mine.tier, mine.prior, mine.near[0].any) == (Tier.LIKELY, 0.95, ("square",))


def test_innocence_adds_up(tmp_path: Path) -> None:
    mine = book(
        tmp_path,
        "rules: {mine: {extends: mt/es/mafia-mob, never: {any: [Camorra]}, unless: [mafia film], "
        "tests: {keep: [A mafia film.]}}}",
    ).rules["mine"]
    assert [cue.any for cue in mine.never] == [("Cosa Nostra",), ("Camorra",)]
    assert mine.unless == ("mafia film",)
    assert mine.tests.keep == ("The Sicilian mafia.", "A mafia film.")
    assert list(mine.tests.fix) == ["The mafia at the embassy."]


def test_a_rule_that_becomes_a_flag_offers_no_fix(tmp_path: Path) -> None:
    mine = book(tmp_path, "rules: {mine: {extends: mt/es/mafia-mob, tier: flag}}").rules["mine"]
    assert (mine.fix, mine.tests.flag) == ((), ("The mafia at the embassy.",))


def test_another_kind_takes_the_place_of_the_inherited_one(tmp_path: Path) -> None:
    mine = book(tmp_path, "rules: {mine: {extends: mt/es/mafia-mob, pattern: 'm[ae]fia'}}").rules["mine"]
    assert (mine.kind, mine.find) == ("pattern", "m[ae]fia")


def test_extending_what_is_not_there_names_what_is(tmp_path: Path) -> None:
    with pytest.raises(RuleErrors, match="did you mean mt/es/mafia-mob"):
        book(tmp_path, "rules: {mine: {extends: mt/es/mafia-mop}}")


def test_a_pack_with_the_tags_that_rules_once_had_still_loads(tmp_path: Path) -> None:
    own = "defaults: {tags: [ours]}\nrules: {mine: {extends: mt/es/mafia-mob, tags: [seen, words]}}"
    assert book(tmp_path, own).rules["mine"].find == ("mafia",)
    with pytest.raises(RuleErrors, match="unknown key 'tag'"):
        book(tmp_path, "rules: {mine: {extends: mt/es/mafia-mob, tag: seen}}")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("near: {any: ['rumou?r']}", "a cue is no regular expression"),
        ("never: [(a|b)]", "a cue is no regular expression"),
        ("near: {any: ['']}", "an empty cue stands everywhere"),
        ("after: 'a(b'", "not a regular expression"),
        ("before: '[a'", "not a regular expression"),
    ],
)
def test_conditions_that_cannot_be_meant_are_refused(tmp_path: Path, more: str, told: str) -> None:
    with pytest.raises(RuleErrors, match=told):
        book(tmp_path, f"rules: {{mine: {{extends: mt/es/mafia-mob, {more}}}}}")


# ------------------------------------------------------------------ packages


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed distribution that offers the pack `acme`."""
    (tmp_path / "acme_rules").mkdir()
    (tmp_path / "acme_rules/__init__.py").write_text("")
    (tmp_path / "acme_rules/mt/es").mkdir(parents=True)
    (tmp_path / "acme_rules/mt/es/p.yaml").write_text(BASE)
    info = tmp_path / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[cleaner.rules]\nacme = acme_rules\nbroken = no_such_module\n")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_package_offers_a_pack_to_whoever_names_it(package: Path) -> None:
    assert list(load([Path("package:acme")], shipped=False).rules) == ["mt/es/mafia-mob"]
    assert not load([], shipped=False).rules


def test_settings_name_a_package(package: Path) -> None:
    (package / "cleaner.toml").write_text('rules = ["package:acme", "own"]\n')
    assert find_settings(package).rules == (Path("package:acme"), package / "own")


def test_a_package_that_offers_nothing_is_refused(package: Path) -> None:
    with pytest.raises(RuleErrors, match="no package offers rules under the name 'acne'; there are: acme, broken"):
        load([Path("package:acne")], shipped=False)
    with pytest.raises(RuleErrors, match="no_such_module cannot be loaded"):
        load([Path("package:broken")], shipped=False)


# ------------------------------------------------------------------ harm

TURNING = """
rules:
  mine:
    find: {wrong}
    fix: {right}
    tier: {tier}
    why: w
    tests: {{fix: {{{wrong}: {right}}}, keep: [x]}}
"""


@pytest.mark.parametrize(
    ("wrong", "right", "kind"),
    [
        ("now", "not", "negation"),
        ("can", "can't", "negation"),
        ("rape", "raid", "sexual"),
        ("charged", "loaded", "criminal"),
        ("the thief", "the chief", "criminal"),
        ("three", "there", "number"),
        ("10 men", "12 men", "number"),
    ],
)
def test_a_fix_that_turns_the_sense_must_say_so(tmp_path: Path, wrong: str, right: str, kind: str) -> None:
    with pytest.raises(RuleErrors, match=f"turns the sense.*harm: {kind}"):
        book(tmp_path, TURNING.format(wrong=wrong, right=right, tier="likely"))
    book(tmp_path, TURNING.format(wrong=wrong, right=right, tier="ask"))


@pytest.mark.parametrize(("wrong", "right"), [("notbing", "nothing"), ("tbree", "three"), ("mafia", "mob")])
def test_a_misread_word_turns_nothing(tmp_path: Path, wrong: str, right: str) -> None:
    book(tmp_path, TURNING.format(wrong=wrong, right=right, tier="likely"))


def test_whoever_wants_it_all_the_same_names_it(tmp_path: Path) -> None:
    pack = TURNING.format(wrong="now", right="not", tier="likely")
    assert "mine" in book(tmp_path, pack, allow_harm=["mine"]).rules
    with pytest.raises(RuleErrors, match=r'allow-harm = \["mine"\]'):  # what one user allowed, no cache gives another
        book(tmp_path, pack)


def test_settings_that_allow_an_unknown_rule_are_refused(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('allow-harm = ["mt/es/no-such-rule"]\n')
    assert find_settings(tmp_path).allow_harm == ("mt/es/no-such-rule",)
    with pytest.raises(SettingsError, match="is no rule"):
        build_kit.build_kit(Settings(allow_harm=("mt/es/no-such-rule",)))
