"""What *always* and *never* write: rules that load, pass their tests and do what the answer said."""

import pytest
import yaml
from made import MOB, asked, ledger_of

from cleaner.kit import Kit
from cleaner.model import Document, Tier
from cleaner.packs import pack_writer
from cleaner.packs.from_answer import slug
from cleaner.packs.own_pack import OwnPack
from cleaner.packs.pack_writer import DoesNotHold
from cleaner.packs.remember import switching_off
from cleaner.packs.trial import fails, tried
from cleaner.pipeline import clean
from cleaner.review.navigation import Review
from cleaner.rulebook import load
from cleaner.spelling.lexicon import Lexicon

RIOT = "An angry mafia threw stones at the embassy. It was over soon."
SPELT = "They met in Katteb at noon."


def review_of(text, words, after, rule, folder):
    return Review(ledger_of(asked("a", text, words, after, rule=rule)), remember=OwnPack(folder, "ann"))


def cleaned_with(folder, text, damage="ocr"):
    return clean(Document("x", text), Kit(load([folder]), Lexicon.shipped(), damage={damage: 0.999}))


def test_always_writes_a_rule_with_the_cues_of_the_one_that_asked(tmp_path):
    text, before, after, rule = next(
        (text, rule.find[0], rule.fix[0], rule)
        for rule in load().rules.values()
        if rule.kind == "find" and rule.tier is Tier.ASK and rule.near and not rule.harm
        for text, mended in rule.tests.fix.items()
        if text.replace(rule.find[0], rule.fix[0]) == mended
    )
    said = review_of(text, before, after, rule.id, tmp_path).always()
    assert f"rule {rule.damage}/always-{slug(before)} written to" in said
    assert cleaned_with(tmp_path, text, rule.damage).text == text.replace(before, after)
    elsewhere = f"A text of another kind, with {before} in it."
    assert cleaned_with(tmp_path, elsewhere, rule.damage).text == elsewhere


def test_always_writes_nothing_for_a_rule_about_harm(tmp_path):
    said = review_of(RIOT, "mafia", "mob", MOB, tmp_path).always()
    assert "about harm (criminal)" in said
    assert not list(tmp_path.rglob("*.yaml"))


ALWAYS = [  # rule, text, words, what is put there, another text that must stay, or none
    ("mt/es/share-price-action", "It fell to $9.30 an action on Friday.", "$9.30 an action", "$9.30 a share",
     "He filed an action on Friday, and $9.31 an action was bid."),
    ("web/agency-credit", "The vote was lost.\nGetty Images\nThe mayor left.\n", "Getty Images\n", "",
     "She works for Getty Images\nin Leeds.\n"),
    ("ocr/first-read-as-lst", "He came on the lst of May.", "lst", "1st", "He made a list of things."),
    ("spelling/word", "It was tbe end of it.", "tbe", "the", "It was the end of it."),
]  # fmt: skip


CLEAN, DAMAGED = "They met in Katteb at noon.", "Thcy me! tle man in Katteb at n00n, aud wcnt away."


@pytest.mark.parametrize(
    "texts", [[DAMAGED, DAMAGED, CLEAN], [DAMAGED, DAMAGED]], ids=["one is clean", "none is clean"]
)
def test_always_takes_its_test_from_a_clean_sentence_or_from_the_clean_words_around(tmp_path, texts):
    shown = [asked(f"{i}", text, "Katteb", "Kattev", rule="spelling/word") for i, text in enumerate(texts)]
    said = Review(ledger_of(*shown), remember=OwnPack(tmp_path, "ann")).always()
    assert " written to " in said, said
    (rule,) = load([tmp_path], shipped=False).rules.values()
    wanted = CLEAN if CLEAN in texts else "man in Katteb at"
    assert list(rule.tests.fix) == [wanted]
    assert rule.tests.keep == (wanted.replace("Katteb", "Kattev"),)


@pytest.mark.parametrize(("rule", "text", "words", "put", "stays"), ALWAYS, ids=[case[0] for case in ALWAYS])
def test_always_writes_for_every_kind_of_rule_and_no_wider_than_it(tmp_path, rule, text, words, put, stays):
    shipped = load().rules.get(rule)
    folder = shipped.damage if shipped else "spelling"
    said = review_of(text, words, put, rule, tmp_path).always()
    assert " written to " in said, said
    own = Kit(load([tmp_path], shipped=False), Lexicon.shipped(), damage={folder: 0.999}, off=frozenset({"spelling"}))
    assert clean(Document("x", text), own).text == text.replace(words, put)
    assert clean(Document("x", stays), own).text == stays


REFUSED = [  # rule, text, words, what is put there → why no rule is written
    ("spelling/real-word", "The arc of it.", "arc", "are", "right elsewhere"),
    ("spelling/real-word", "It was now over.", "now", "not", "turns the sense (“not”: negation)"),
    ("spelling/speck", "The end * of it.", "*", "", "stands in right texts too"),
    ("spelling/speck", "The end xq of it.", "xq", "", "nothing but its place tells"),
    ("mt/es/any-for-no", "Any home was spared.", "Any home was", "No home was", "about harm (negation)"),
]


@pytest.mark.parametrize(("rule", "text", "words", "put", "why"), REFUSED)
def test_always_writes_nothing_that_would_change_right_text_and_says_so(tmp_path, rule, text, words, put, why):
    said = review_of(text, words, put, rule, tmp_path).always()
    assert "no rule is written" in said and why in said, said
    assert not list(tmp_path.rglob("*.yaml"))


def test_a_word_of_the_language_with_the_neighbour_that_its_cases_share(tmp_path):
    texts = [f"Day {i}: they arc going home." for i in range(3)]
    cases = (asked(str(i), text, "arc", "are", rule="spelling/real-word") for i, text in enumerate(texts))
    said = Review(ledger_of(*cases), remember=OwnPack(tmp_path, "ann")).always()
    assert " written to " in said, said
    entry = yaml.safe_load((tmp_path / "spelling/always.yaml").read_text())["rules"]["always-arc"]
    assert (entry["find"], entry["fix"]) == ("they arc", "they are")


def test_what_a_shipped_test_keeps_is_right(tmp_path):
    assert "which is right" in tried("", "x", {
        "find": "the", "fix": "thee", "tier": "likely", "why": "No.",
        "tests": {"fix": {"In the house.": "In thee house."}, "keep": ["In thee house."]},
    })  # fmt: skip


def test_never_for_a_word_of_the_language_needs_no_list(tmp_path):
    said = review_of(SPELT, "noon", "moon", "spelling/real-word", tmp_path).never()
    assert "remembered" in said
    assert not (tmp_path / "words.txt").exists()


def test_always_for_a_word_that_no_rule_knows(tmp_path):
    said = review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path).always()
    assert "rule spelling/always-katteb written" in said
    entry = yaml.safe_load((tmp_path / "spelling/always.yaml").read_text())["rules"]["always-katteb"]
    assert entry["case"] == "exact"
    assert entry["tests"]["fix"] == {SPELT: SPELT.replace("Katteb", "Kataeb")}
    assert cleaned_with(tmp_path, SPELT).text == SPELT.replace("Katteb", "Kataeb")


def test_always_writes_nothing_that_could_harm(tmp_path):
    text = "The rape followed American air strikes on Sunday."
    said = review_of(text, "rape", "raid", "spelling/word", tmp_path).always()
    assert "no rule is written" in said
    assert not list(tmp_path.rglob("*.yaml"))


def test_never_for_a_word_that_no_rule_knows_is_a_known_word(tmp_path):
    review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path).never()
    review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path).never()
    assert (tmp_path / "words.txt").read_text() == "Katteb\n"


def test_never_for_some_words_of_a_rule_is_an_exception_with_its_test(tmp_path):
    rule = next(
        r for r in load().rules.values() if r.kind == "words" and len(r.find) > 20 and not r.near and r.tests.fix
    )
    tested = " ".join(rule.tests.fix)
    word = next(w for w in rule.find if w.isalpha() and w not in tested)
    text = f"Here stands {word} in the middle."
    said = review_of(text, word, rule.find[word][0], rule.id, tmp_path).never()
    assert f"exception to {rule.id}" in said
    again = load([tmp_path]).rules[rule.id]
    assert again.unless == (*rule.unless, word)
    assert text in again.tests.keep
    assert cleaned_with(tmp_path, text).text == text


def test_never_for_all_words_of_a_rule_switches_it_off_only_if_told(tmp_path):
    review = review_of(RIOT, "mafia", "mob", MOB, tmp_path)
    assert review.doubt_of_never() == switching_off(MOB)
    assert "no exception is written" in review.never()
    assert not list(tmp_path.rglob("*.yaml"))
    review.undo()
    assert f"{MOB} is switched off" in review.never(switch_off=True)
    assert MOB not in load([tmp_path]).rules


TABLE = [  # words that a rule's own only test uses, and other words that it must go on mending
    ("mt/fr/acronyms-of-the-un", "ONU"),
    ("mt/es/regions-left-in-spanish", "Oriente Medio"),
    ("mt/es/ceasefire-calques", "cease of fire"),
]


@pytest.mark.parametrize(("id", "words"), TABLE)
def test_never_for_one_of_many_words_leaves_the_rule_the_others(tmp_path, id, words):
    text = f"They spoke of the {words} at noon."
    review = review_of(text, words, "x", id, tmp_path)
    assert review.doubt_of_never() == ""
    assert f"exception to {id} written" in review.never()
    rule = load([tmp_path]).rules[id]
    assert text in rule.tests.keep
    assert rule.tests.fix and words not in " ".join(rule.tests.fix)
    assert not fails(rule)


def test_a_sign_is_no_exception(tmp_path):
    review = review_of("One thing ; another.", " ;", ";", "typography/space-before-semicolon", tmp_path)
    assert review.doubt_of_never() == switching_off("typography/space-before-semicolon")


def test_an_exception_is_tested_by_a_text_on_which_the_rule_fires(tmp_path):
    text = '"We will not be bought,"  said. "We want the truth, and  want it prompt."'
    review_of(text, "and  want", "and she wants", "mt/es/subject-gap", tmp_path).never()
    assert load([tmp_path]).rules["mt/es/subject-gap"].tests.keep[-1] in text
    assert "and  want" in load([tmp_path]).rules["mt/es/subject-gap"].tests.keep[-1]


ANSWERS = {"always": lambda r: r.always(), "never": lambda r: r.never()}


@pytest.mark.parametrize("answer", ANSWERS)
def test_undo_takes_back_what_an_answer_wrote(tmp_path, answer):
    review = review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path)
    ANSWERS[answer](review)
    (place,) = files(tmp_path)
    assert f"{place}, which it wrote, is removed" in review.undo()
    assert files(tmp_path) == []


def test_undo_restores_what_a_file_held_before(tmp_path):
    ledger = ledger_of(
        *(asked(w, SPELT.replace("Katteb", w), w, "Kataeb", rule="spelling/ocr") for w in ("Katteb", "Kattab"))
    )
    review = Review(ledger, remember=OwnPack(tmp_path))
    review.always()
    (place,) = files(tmp_path)
    first = place.read_text()
    review.always()
    assert place.read_text() != first
    assert f"{place} is as it was before" in review.undo()
    assert place.read_text() == first


def test_undo_leaves_alone_what_somebody_changed_since(tmp_path):
    review = review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path)
    review.always()
    (place,) = files(tmp_path)
    place.write_text(place.read_text() + "# mine\n")
    assert f"{place} was changed since and is left as it is" in review.undo()
    assert place.read_text().endswith("# mine\n")
    review.always()
    place.unlink()
    assert "is gone already" in review.undo()


def test_a_pack_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "spelling").write_text("a file where a folder should be")
    said = review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path).always()
    assert "nothing is written for it" in said


UNFIT = {
    "a field that there is not": {"find": "zabb", "fix": "zebra", "wy": "w"},
    "a test that it fails": {"find": "zabb", "fix": "zebra", "why": "w", "tests": {"fix": {"A zabb.": "A horse."}}},
}


@pytest.mark.parametrize("entry", UNFIT.values(), ids=UNFIT)
def test_what_the_pack_would_not_hold_with_is_refused_before_it_is_written(tmp_path, entry):
    own = OwnPack(tmp_path)
    fit = {"find": "zobb", "fix": "zebra", "why": "w", "tests": {"fix": {"A zobb.": "A zebra."}, "keep": ["A horse."]}}
    (file,) = own.plan("", "ocr/learnt.yaml", "ocr/zobb", pack_writer.rule("zobb", fit)).files
    assert file.before is None
    with pytest.raises(DoesNotHold):
        own.plan("", "ocr/learnt.yaml", "ocr/zabb", pack_writer.rule("zabb", entry))
    assert files(tmp_path) == []


def files(folder):
    return sorted(p for p in folder.rglob("*") if p.is_file())


def test_a_file_that_somebody_broke_is_left_alone(tmp_path):
    (tmp_path / "spelling").mkdir(parents=True)
    (tmp_path / "spelling/always.yaml").write_text("rules: [broken")
    said = review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path).always()
    assert "no rule is written" in said
    assert (tmp_path / "spelling/always.yaml").read_text() == "rules: [broken"


@pytest.mark.parametrize(("beside", "written"), [("rulez: {}\n", False), ("rules: {}\n", True)])
def test_nothing_is_written_into_a_pack_that_does_not_hold(tmp_path, beside, written):
    (tmp_path / "mine.yaml").write_text(beside)
    said = review_of(SPELT, "Katteb", "Kataeb", "spelling/ocr", tmp_path).always()
    assert ("no rule is written" in said) is not written
    assert (tmp_path / "spelling/always.yaml").exists() is written


@pytest.mark.parametrize("words", ["a: b", "no", "1.10", "# x", "- y", "'q'", '"d"', "{z}", "<script>"])
def test_whatever_the_words_the_pack_still_loads(tmp_path, words):
    text = f"They met {words} there."
    review_of(text, words, "noon", "spelling/ocr", tmp_path).always()
    load([tmp_path])


@pytest.mark.parametrize("name", ["../elsewhere.yaml", "/elsewhere.yaml", "a/../../elsewhere.yaml"])
def test_a_pack_changes_no_file_outside_itself(tmp_path, name):
    own = OwnPack(tmp_path / "own", "ann")
    with pytest.raises(DoesNotHold, match="does not lie in"):
        own.rewritten(name, str.upper)
    assert own.rewritten("spelling/always.yaml", str.upper).before is None
