"""What people did becomes proposals; what they did once does not."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import made
import pytest
import yaml
from command import completed
from made import MOB, asked, ledger_of

from cleaner.learn.alias_chance import WEIGHTS, AliasChances
from cleaner.learn.aliases import aliases
from cleaner.learn.diagnose_silence import lacking
from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import from_ledger
from cleaner.learn.pairs import from_pair, twins
from cleaner.learn.precision import precisions
from cleaner.learn.proposal import Proposal, apply
from cleaner.learn.proposals import propose
from cleaner.learn.screening import alone, radius
from cleaner.ledger import Answer
from cleaner.model import Document, Tier
from cleaner.names.clusters import Spelling
from cleaner.names.user_glossary import Glossary
from cleaner.packs.own_pack import OwnPack
from cleaner.pipeline import clean
from cleaner.rulebook import load
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.ocr_profile import letters_of

ROOT = Path(__file__).parent.parent


def material_of(pairs, kit=None, damage="ocr"):
    """Pairs of texts; with a kit also what the program itself finds in them."""
    seen = [
        s
        for i, (a, b) in enumerate(pairs)
        for s in from_pair(a, b, str(i), clean(Document(str(i), a), kit).records if kit else ())
    ]
    letters = letters_of(" ".join(b for _, b in pairs))
    return Material(seen, Lexicon.shipped(), damage, rules=load().rules, letters=letters)


def proposals_of(pairs, *kinds):
    return [p for p in propose(material_of(pairs)) if p.kind in (kinds or ("rule",))]


def told(proposals):
    return [(p.kind, p.entry["find"], p.entry["fix"], p.support.cases) for p in proposals]


def misread(times, wrong="tbe", right="the"):
    return [(f"It was {wrong} end of day {i} of it.", f"It was {right} end of day {i} of it.") for i in range(times)]


def test_what_repeats_is_a_rule_with_its_tests():
    (proposal,) = proposals_of(misread(4))
    assert told([proposal]) == [("rule", "tbe", "the", 4)]
    assert proposal.entry["tier"] == "likely"
    assert proposal.entry["tests"] == {
        "fix": {"It was tbe end of day 0 of it.": "It was the end of day 0 of it."},
        "keep": ["It was the end of day 0 of it."],
    }


@pytest.mark.parametrize("times", [0, 1, 2])
def test_single_odd_edits_teach_nothing(times):
    assert proposals_of(misread(times)) == []


def test_many_times_in_one_document_is_one_author_s_oddity():
    before, after = (" ".join(t) for t in zip(*misread(5), strict=True))
    assert proposals_of([(before, after)]) == []


def test_a_real_word_only_asks():
    pairs = [(f"He saw tie man {i}.", f"He saw the man {i}.") for i in range(4)]
    assert proposals_of(pairs)[0].entry["tier"] == "ask"


def test_people_who_disagree_teach_nothing():
    pairs = [
        (f"He saw thc man {i}.", f"He saw {w} man {i}.") for i, w in enumerate(["the", "a", "the", "a", "the", "a"])
    ]
    assert proposals_of(pairs) == []


def test_words_near_by_tell_right_from_wrong():
    riots = [
        (f"Stones flew as the mafia stormed embassy {i}.", f"Stones flew as the mob stormed embassy {i}.")
        for i in range(4)
    ]
    trials = [(f"A boss of the mafia stood trial {i}.",) * 2 for i in range(4)]
    (proposal,) = [p for p in propose(material_of(riots + trials, damage="mt/es")) if p.kind == "rule"]
    assert told([proposal]) == [("rule", "mafia", "mob", 4)]
    assert proposal.entry["tier"] == "ask"
    assert set(proposal.entry["near"]["any"]) <= {"stones", "flew", "stormed", "embassy"}
    book, wrong = alone([proposal])
    assert wrong == {}
    blasts = radius(book, [(str(i), t[0]) for i, t in enumerate(riots + trials)])
    assert blasts["mt/es/learnt-mafia"].fires == 4


def test_where_nothing_tells_right_from_wrong_nothing_is_learnt():
    changed, left = [("The mafia came.", "The mob came.")] * 4, [("The mafia came.", "The mafia came.")] * 4
    for pairs, rules in ((changed, 1), (changed + left, 0)):
        assert len([p for p in propose(material_of(pairs, damage="mt/es")) if p.kind == "rule"]) == rules


def test_capitals_at_the_head_of_a_sentence_are_the_same_words():
    pairs = [*misread(2), *[(f"Tbe end came on day {i}.", f"The end came on day {i}.") for i in range(2)]]
    assert told(proposals_of(pairs)) == [("rule", "tbe", "the", 4)]


def test_splits_and_joins():
    pairs = [(f"The pri soner {i} and ofthe town.", f"The prisoner {i} and of the town.") for i in range(3)]
    assert sorted(told(proposals_of(pairs))) == [("rule", "ofthe", "of the", 3), ("rule", "pri soner", "prisoner", 3)]


def test_names_of_rules_do_not_collide():
    pairs = [(f"He hit-tbe hit_tbe ball {i}. tb(e x", f"He hit-the hit_the ball {i}. the x") for i in range(3)]
    names = [p.name for p in proposals_of(pairs)]
    assert len(names) == len(set(names))


PLACES = "mt/de/german-places"  # a table: an exception leaves something of it


def reviewed(answer, times=4, one_by_one=False, **more):
    return made.reviewed([answer] * times, one_by_one=one_by_one, **more)


def learnt(ledger, *kinds):
    material = Material(
        list(from_ledger(ledger)), Lexicon.shipped(), precisions=precisions(ledger), rules=load().rules, run="out"
    )
    return [p for p in propose(material) if p.kind in (kinds or ("rule", "exception", "word", "off", "name"))]


def test_replacements_by_the_reviewer_s_own_words_teach_a_rule():
    (proposal,) = learnt(reviewed(Answer.REPLACE, text="gang"))
    assert told([proposal]) == [("rule", "mafia", "gang", 4)]
    assert proposal.folder == "mt/es"


def test_what_a_rule_says_already_is_not_proposed_again():
    assert learnt(reviewed(Answer.ACCEPT)) == []
    assert told(learnt(reviewed(Answer.ACCEPT, rule="spelling/word"))) == [("rule", "mafia", "mob", 4)]


def test_rejections_teach_an_exception():
    (proposal,) = learnt(reviewed(Answer.REJECT, rule=PLACES, words="Genf", after="Geneva"))
    title = f"exception to {PLACES}: leave “Genf” (4 times in 4 documents, 0 against)"
    assert (proposal.kind, proposal.title) == ("exception", title)


def test_rejected_spellings_teach_words():
    ledger = ledger_of(
        *(asked(str(i), f"He saw quorx {i}.", "quorx", "quartz", rule="spelling/word") for i in range(4))
    )
    ledger.decide(ledger.case_ids(), Answer.REJECT)
    (proposal,) = learnt(ledger)
    assert proposal.title == "word that is right: “quorx” (4 times in 4 documents, 0 against)"
    assert learnt(reviewed(Answer.REJECT, rule="spelling/real-word")) == []


def test_a_rule_that_was_always_wrong_is_switched_off():
    assert [p.title for p in learnt(reviewed(Answer.REJECT, times=14))] == [
        f"switch {MOB} off: always wrong, on “mafia” (14 times of 14)"
    ]
    assert learnt(reviewed(Answer.REJECT, times=13)) == []


TIERS = [  # rule, answer, times → its tier, in the end
    (PLACES, Answer.ACCEPT, 60, "likely"),
    (PLACES, Answer.ACCEPT, 40, ""),  # 40 of 40: at least 93%, less than the bar
    (MOB, Answer.ACCEPT, 60, ""),  # about harm: a question for ever
    (PLACES, Answer.REJECT, 60, ""),  # a question already
    ("typography/doubled-space", Answer.REJECT, 6, "ask"),
    ("typography/doubled-space", Answer.REJECT, 1, ""),
]


@pytest.mark.parametrize(("rule", "answer", "times", "tier"), TIERS)
def test_a_rule_goes_as_far_as_the_answers_prove(rule, answer, times, tier):
    found = learnt(reviewed(answer, times, rule=rule, one_by_one=True), "tier")
    assert [p.title.startswith(f"{rule} becomes `{tier}`, was `") for p in found] == ([True] if tier else [])


def test_undone_answers_teach_nothing():
    ledger = reviewed(Answer.REJECT)
    ledger.undo(1)
    assert learnt(ledger) == []


CORRECTIONS = [  # what stands there, what it became, how often → what is learnt
    ("The pri- soner {i} fled.", "The prisoner {i} fled.", []),  # a broken line, not a word
    ("THE INJURY of {i}.", "The injury of {i}.", []),  # capitals
    ("Ac. and so on, {i}.", "&c. and so on, {i}.", []),  # the sign beside it, not the word
    ("He saw quorx {i}.", "He saw quartz {i}.", ["quorx → quartz: likely"]),
    ("It was now war {i}.", "It was not war {i}.", ["now → not: ask, negation"]),  # turns the sense
]


@pytest.mark.parametrize(("before", "after", "learnt_of_it"), CORRECTIONS)
def test_what_a_correction_teaches(before, after, learnt_of_it):
    found = proposals_of([(before.format(i=i), after.format(i=i)) for i in range(4)])
    said = [(f"{p.entry['find']} → {p.entry['fix']}: {p.entry['tier']}", p.entry.get("harm")) for p in found]
    assert [", ".join(filter(None, one)) for one in said] == learnt_of_it
    assert alone(found)[1] == {}


def test_a_few_cases_prove_little_and_many_prove_much():
    few, many = (proposals_of(misread(times))[0].entry["prior"] for times in (3, 40))
    assert few < 0.5 and many > 0.9


def test_the_test_of_a_rule_has_its_words_once():
    pairs = [(f"Ns was ns on page {i}.", f"As was as on page {i}.") for i in range(2)]
    pairs += [
        (f"It was ns {i} said in the court of law.", f"It was as {i} said in the court of law.") for i in range(2)
    ]
    (proposal,) = [p for p in proposals_of(pairs) if p.entry["find"] == "ns"]
    assert proposal.entry["tests"]["fix"] == {
        "It was ns 0 said in the court of law.": "It was as 0 said in the court of law."
    }


def test_what_the_program_corrects_already_is_not_proposed(kit):
    pairs = [(f"The meeting— Loading... number {i}.", f"The meeting— number {i}.") for i in range(3)]
    pairs = [(f"He has been teh man of the hour {i}.", f"He has been the man of the hour {i}.") for i in range(4)]
    (group,) = [g for g in material_of(pairs, kit).same_words if g[0].before == "teh" and not g[0].rule]
    done = {s.done for s in group}
    assert propose(material_of(pairs, kit)) == [] if done == {True} else done == {False}


def test_what_a_rule_found_and_the_corrector_left_is_an_exception(kit):
    rule = next(r for r in kit.rulebook.rules.values() if r.id == "typography/space-before-comma")
    before = next(iter(rule.tests.fix))
    pairs = [(f"{before}\n\nNumber {i}.",) * 2 for i in range(14)]
    (off,) = [p.title for p in propose(material_of(pairs, kit)) if p.kind == "off"]
    assert off.startswith(f"switch {rule.id} off: ")
    assert [p for p in propose(material_of(pairs[:2], kit)) if p.kind == "off"] == []


MISSPELT = [
    (f"They met {wrong} on day {i}.", f"They met Zelvadroka on day {i}.")
    for i, wrong in enumerate(["Zelvadorka", "Zelvadroke", "Zelvadrcka"])
]


def test_names_that_are_misspelt_in_several_ways_are_for_the_glossary():
    (name,) = proposals_of(MISSPELT, "name")
    assert "“Zelvadroka”, for “Zelvadorka”, “Zelvadrcka”, “Zelvadroke” (" in name.title
    assert proposals_of(MISSPELT[:2], "name") == []


CROSSED = [("A marxiage.", "A marriage."), ("A mexchant.", "A merchant."), ("On xobert.", "On robert.")]
PIPED = [("The houze.", "The house."), ("A mouze.", "A mouse."), ("The cauze.", "The cause.")]
CONFUSED = [
    ([("marxiage", "marriage"), ("mexchant", "merchant"), ("xobert", "robert")], [("x", "r")]),
    ([("mexchant", "merchant")] * 3, []),  # one word again and again is a rule for that word
    ([("cost", "costs"), ("carve", "carves"), ("cat", "cats")], []),  # words exchanged, not letters misread
]


@pytest.mark.parametrize(("words", "confusions"), CONFUSED)
def test_letters_that_a_scanner_confuses(words, confusions):
    pairs = [(f"It was {wrong} on day {i}.", f"It was {right} on day {i}.") for i, (wrong, right) in enumerate(words)]
    found = [line.partition(":")[0] for p in proposals_of(pairs, "letters") for line in p.details]
    assert found == [f"{printed} read as {read}" for read, printed in confusions]


def test_twins_may_lie_in_folders_of_their_own():
    assert twins(["ocr/a.txt", "b.txt"], ["a.txt", "b.txt"]) == [("b.txt", "b.txt"), ("ocr/a.txt", "a.txt")]


LACKING = [
    (ledger_of(), ["no answers to learn from: nobody has reviewed this run; `cleaner review` asks what is open"]),
    (
        reviewed(Answer.ACCEPT),
        [
            "looked at 4 answers in 4 documents: 4 for a change, 0 against",
            "4 of these agree with what the program says already: they teach no rule",
            "nothing else was corrected or rejected",
        ],
    ),
    (
        reviewed(Answer.REPLACE, text="gang", times=2),
        [
            "looked at 2 answers in 2 documents: 2 for a change, 0 against",
            "a proposal needs 3 equal cases in 2 documents; the most there is: “mafia” → “gang”, "
            "2 times in 2 documents",
        ],
    ),
]


@pytest.mark.parametrize(("ledger", "why"), LACKING)
def test_why_nothing_is_proposed(ledger, why):
    assert list(lacking(Material(list(from_ledger(ledger)), Lexicon.shipped()))) == why


def test_a_tier_and_an_exception_of_one_rule_stand_together(tmp_path):
    own = OwnPack(tmp_path)
    (tier,) = learnt(reviewed(Answer.ACCEPT, 60, rule=PLACES, one_by_one=True), "tier")
    (exception,) = learnt(reviewed(Answer.REJECT, rule=PLACES, words="Genf", after="Geneva"))
    for proposal in (tier, exception, tier):
        assert apply(proposal, own).startswith("written to")
    rule = load([tmp_path]).rules[PLACES]
    assert (rule.tier, rule.unless[-1]) == (Tier.LIKELY, "Genf")


def test_a_rule_is_switched_off_with_a_yes(tmp_path):
    (proposal,) = learnt(reviewed(Answer.REJECT, times=14))
    assert apply(proposal, OwnPack(tmp_path)).startswith("written to")
    assert MOB not in load([tmp_path]).rules


def test_confusions_are_written_as_a_table_that_grows(tmp_path):
    proposals = [proposals_of(pairs, "letters")[0] for pairs in (CROSSED, PIPED)]
    for proposal in proposals:
        assert "confusions written to" in apply(proposal, OwnPack(tmp_path))
    costs = ErrorModel.open(tmp_path / "confusions.tsv").costs
    assert {("x", "r"), ("z", "s")} <= set(costs)
    (tmp_path / "confusions.tsv").write_text("broken")
    assert apply(proposals[0], OwnPack(tmp_path)).startswith("not written")


def test_a_name_goes_on_the_glossary_once(tmp_path):
    for _ in range(2):
        apply(proposals_of(MISSPELT, "name")[0], OwnPack(tmp_path))
    assert (tmp_path / "glossary.txt").read_text() == "Zelvadroka\n"


def learn(*arguments, stdin=""):
    return completed("learn", *arguments, stdin=stdin, cwd=ROOT)


@pytest.fixture
def pairs(tmp_path):
    for folder, side in (("noisy", 0), ("clean", 1)):
        (tmp_path / folder).mkdir()
        for i, pair in enumerate([*misread(3), *[(f"He saw quorx {j}.", f"He saw quartz {j}.") for j in range(3)]]):
            (tmp_path / folder / f"{i}.txt").write_text(pair[side])
    return tmp_path


def test_nothing_is_written_without_a_yes(pairs):
    done = learn("--pairs", pairs / "noisy", pairs / "clean", "--pack", pairs / "own")
    assert "rule ocr/learnt-quorx" in done.stdout
    assert not (pairs / "own").exists()
    learn("--pairs", pairs / "noisy", pairs / "clean", "--pack", pairs / "own", "--answers", "-", stdin="n\nn\n")
    assert not (pairs / "own").exists()


def test_a_yes_writes_the_rule_and_only_that(pairs):
    done = learn("--pairs", pairs / "noisy", pairs / "clean", "--pack", pairs / "own", "--answers", "-", stdin="y\nn\n")
    assert "written to" in done.stdout
    rules = yaml.safe_load((pairs / "own/ocr/learnt.yaml").read_text())["rules"]
    assert len(rules) == 1


def test_the_blast_radius_is_told_and_makes_a_rule_cautious(pairs):
    (pairs / "right.txt").write_text("The quorx is a bird of these parts.")
    done = learn("--pairs", pairs / "noisy", pairs / "clean", "--against", pairs / "right.txt")
    quorx = done.stdout[done.stdout.index("rule ocr/learnt-quorx") :]
    assert "tier: ask" in quorx.split("rule ocr/")[1]
    assert "elsewhere it fires 1 time in 1 of 1 text" in quorx
    assert "The quorx is a bird" in quorx


def test_json_lines_are_pairs_too(tmp_path):
    for name, side in (("noisy", 0), ("clean", 1)):
        rows = [
            json.dumps({"id": i, "text": pair[side]}) + "\n" for i, pair in enumerate(misread(3, "quorx", "quartz"))
        ]
        (tmp_path / f"{name}.jsonl").write_text("".join(rows))
    done = learn("--pairs", tmp_path / "noisy.jsonl", tmp_path / "clean.jsonl")
    assert "“quorx” → “quartz” (3 times in 3 documents, 0 against)" in done.stdout


def test_from_a_run(tmp_path):
    ledger = ledger_of(
        *(asked(str(i), f"He saw quorx {i}.", "quorx", "quartz", rule="spelling/ocr") for i in range(3)),
        path=tmp_path / "run.db",
    )
    ledger.decide(ledger.case_ids(), Answer.REJECT)
    ledger.close()
    done = learn(tmp_path, "--answers", "-", stdin="y\n")
    assert "word that is right: “quorx”" in done.stdout
    assert (tmp_path / "own-rules/words.txt").read_text() == "quorx\n"


def test_misuse_is_told(tmp_path):
    assert learn().returncode == 2
    assert "no ledger" in learn(tmp_path).stderr
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("x")
    assert "no file or document of one name" in learn("--pairs", tmp_path / "a.txt", tmp_path / "b.txt").stderr


SOLD = [("They sold desu via in May.", "They sold DSUVIA in May."), ("And desu via again.", "And DSUVIA again.")]


def test_an_alias_is_learnt_from_corrections_that_sound_like_the_name():
    (alias,) = proposals_of(SOLD, "alias")
    assert alias.title.startswith("alias of “DSUVIA”: “desu via” (2 times")
    assert proposals_of(SOLD[:1], "alias") == []  # once may be a slip
    other = [(before, after.replace("DSUVIA", "Zelvadroka")) for before, after in SOLD]
    assert proposals_of(other, "alias") == []  # another name, not a misheard one


def test_words_that_are_mostly_right_are_no_alias():
    def asked(before, after, *others):
        pairs = [(f"We met {before} here.", f"We met {after} here."), (f"And {before} left.", f"And {after} left.")]
        texts = [*(noisy for noisy, _ in pairs), *others]
        return list(aliases(replace(material_of(pairs), texts=[("", text) for text in texts])))

    assert len(asked("sheen", "Shaun")) == 1 == len(asked("sheen", "Shaun", "The sheen is a sheen."))
    assert asked("sheen", "Shaun", "The sheen is a sheen of sheen.") == []
    assert len(asked("dsuvea", "DSUVIA", "The dsuvea is dsuvea of dsuvea.")) == 1


CALLS = [
    ("one", "Our desu via sells. Genetic gives it."),
    ("two", "I like desu via. Genetic sells. Genetic is genetic near Genetic."),
]


def test_aliases_near_a_name_are_taken_by_number(tmp_path):
    names = Glossary.of(["DSUVIA", "Genentech", "Borodin"])
    material = Material([], Lexicon.shipped(), texts=CALLS, glossary=names)
    found = {p.title.split("”")[0].partition("“")[2]: p for p in aliases(material)}
    assert "desu via" in found["DSUVIA"].choices[0].title and "like desu via" not in found["DSUVIA"].choices[0].title
    assert "genetic" in found["Genentech"].choices[0].title and "Borodin" not in found
    own = OwnPack(tmp_path)
    assert apply(found["DSUVIA"], own).startswith("not written")
    for _ in range(2):
        assert "is an alias of" in apply(found["DSUVIA"].choices[0], own)
        apply(found["Genentech"].choices[0], own)
    for wrong in (
        partial(OwnPack.alias, name="Borodin", said="genetic"),
        partial(OwnPack.alias, name="A", said="desu via"),
    ):
        assert "already" in apply(Proposal("alias", "", wrong), own)
    learnt = Glossary.read([tmp_path / "glossary.yaml"])
    aliases_of = {entry.name: [(a.said, a.always) for a in entry.aliases] for entry in learnt.entries}
    assert aliases_of == {"DSUVIA": [("desu via", False)], "Genentech": [("genetic", True)]}
    assert load([tmp_path]).rules  # it is no file of rules
    assert not [c for c in found["DSUVIA"].choices[1:] if "desu via" in c.title]  # with its neighbours
    known = Material([], Lexicon.shipped(), texts=CALLS, glossary=learnt)
    assert not [p for p in aliases(known) if "desu via" in p.choices[0].title]


def test_everyday_words_that_stand_often_are_asked_about_only_where_they_are_near_a_name():
    said = "Our stores sold yet coolers. New stores, old stores: stores sell the yet cup, and yet cups sell. "
    texts = [("one", said * 4)]
    material = Material([], Lexicon.shipped(), texts=texts, glossary=Glossary.of(["YETI", "Santander"]))
    asked = {p.title.split("”")[0].partition("“")[2]: [c.title for c in p.choices] for p in aliases(material)}
    assert any("“yet”" in title for title in asked["YETI"])
    assert not any("stores”" in title for title in asked.get("Santander", []))


def asked_about(text, *names):
    material = Material([], Lexicon.shipped(), texts=[("one", text)], glossary=Glossary.of(names))
    return {p.title.split("”")[0].partition("“")[2]: [c.title for c in p.choices] for p in aliases(material)}


def test_everyday_words_that_stand_once_are_asked_about_where_they_are_near_a_name():
    (name,) = asked_about("He works for next hour energy now, and we met them there.", "Nextora Energy", "Borodin")
    assert name == "Nextora Energy"


def test_names_come_in_the_order_of_the_places_that_a_yes_mends():
    text = "We met Selvadroka there. " + "Our kuashnin went well. " * 4
    assert list(asked_about(text, "Zelvadroka", "Kvashnin")) == ["Kvashnin", "Zelvadroka"]
    assert list(asked_about(text[:50], "Zelvadroka", "Kvashnin")) == ["Zelvadroka", "Kvashnin"]


# what tells, a name, and two texts with a spelling between brackets: in the first it is likelier the name misheard
LIKELIER = {
    "letters": ("DSUVIA", "We sold [dezuvia] there.", "We sold [dozovya] there."),
    "sound": ("Kvashnin", "We met [kfashnin] there.", "We met [kuashnin] there."),
    "everyday words": ("Yeti", "We sold [yetis] there.", "We sold [yes] there."),
    "a word of the language": ("Monro", "We like [manro] there.", "We like [micro] there."),
    "a capital within sentences": ("DSUVIA", "We sold [Dezuvia] there.", "We sold it. [Dezuvia] there."),
    "the name stands here too": ("DSUVIA", "We sold [dezuvia].", "DSUVIA sells. We sold [dezuvia]."),
    "the name is made of known words": ("Sironah", "We met [siruna] there.", "We met [siruna] there.", "Sirius"),
    "the same first letter": ("Borodin", "We met [boradim] there.", "We met [voradin] there."),
    "fits here": ("London", "He lives in [lundum] now.", "He of in [lundum] the."),
}


@pytest.mark.parametrize("what", LIKELIER)
def test_what_makes_an_alias_likelier(what):
    name, *texts = LIKELIER[what]
    names = (name, texts.pop() if len(texts) == 3 else name)
    sooner, later = (evidence_of(*one)[what] for one in zip(names, texts, strict=True))
    assert WEIGHTS[what] * sooner > WEIGHTS[what] * later


def evidence_of(name, marked):
    text, start, end = marked.replace("[", "").replace("]", ""), marked.index("["), marked.index("]") - 1
    said = text[start:end].lower()
    spelling = Spelling(name, said, 160.0, ((0, start, end),), everyday=said == "yes")
    return AliasChances([text]).evidence(spelling)


def test_aliases_are_taken_at_the_keys(tmp_path, texts_of_calls):
    learnt = learn(str(texts_of_calls), "--glossary", str(tmp_path / "names.txt"), "--answers", "-", stdin="1 7\n1\n")
    assert "1 “desu via”, 2 times in 2 documents" in learnt.stdout and "Apply [1-9/n/q]?" in learnt.stdout
    assert (
        (texts_of_calls / "own-rules" / "glossary.yaml")
        .read_text()
        .endswith("Genentech: [{said: genetic, always: true}]\n")
    )


def test_an_alias_is_taken_for_a_name_that_is_typed(texts_of_calls):
    texts = ["I like Desuvia and Desuvia. They sell Desuvia too.", "And de suvia again."]
    for name, text in zip("ab", texts, strict=True):
        (texts_of_calls.parent / "in" / f"{name}.txt").write_text(text)
    completed("clean", str(texts_of_calls.parent / "in"), "-o", str(texts_of_calls), cwd=ROOT)
    asked = ("--kind", "alias", "--answers", "-")
    assert "“Desuvia” is on no glossary" in learn(str(texts_of_calls), *asked, stdin="1 2 = DSUVIA\n").stdout
    assert (texts_of_calls / "own-rules" / "glossary.yaml").read_text().endswith("DSUVIA: [desuvia, de suvia]\n")


@pytest.fixture
def texts_of_calls(tmp_path):
    (tmp_path / "in").mkdir()
    for name, text in CALLS:
        (tmp_path / "in" / f"{name}.txt").write_text(text)
    (tmp_path / "names.txt").write_text("DSUVIA\nGenentech\n")
    completed("clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), cwd=ROOT)
    return tmp_path / "out"


def learnt_tests(*pairs):
    (proposal,) = proposals_of(pairs)
    return proposal.entry["tests"]


DAMAGED = [(f"P-> Small Aims factoiy in tbe town of Lithgow ncar {i}00 wcrkers", "tbe") for i in range(3)]
DAMAGED_PAIRS = [(text, text.replace(word, "the")) for text, word in DAMAGED]


def test_a_test_is_taken_from_the_sentence_with_the_least_other_damage():
    clean = "There was no lack of people in tbe town on that long day, for all had come to see what would happen there."
    tests = learnt_tests(*DAMAGED_PAIRS, (clean, clean.replace("tbe", "the")))
    assert tests["fix"] == {clean: clean.replace("tbe", "the")}
    assert tests["keep"] == [clean.replace("tbe", "the")]


def test_where_all_are_damaged_only_the_clean_words_around_are_taken():
    tests = learnt_tests(*DAMAGED_PAIRS)
    assert tests == {"fix": {"in tbe town of Lithgow": "in the town of Lithgow"}, "keep": ["in the town of Lithgow"]}


ARMS = [
    (f"He hurt his arc in the hospital on day {i}.", f"He hurt his arm in the hospital on day {i}.") for i in range(6)
]
CIRCLES = [f"The geometry of the arc was drawn on day {i}." for i in range(6)]


def test_what_was_left_alone_is_kept_by_a_test_of_a_rule_with_a_cue():
    tests = learnt_tests(*ARMS, *((text, text) for text in CIRCLES))
    assert list(tests["fix"]) == [ARMS[0][0]]
    assert tests["keep"] == [ARMS[0][1], CIRCLES[0]]


@pytest.mark.parametrize(("word", "is_cue"), [("hospital", True), ("Hussein", False), ("Jacksonville", False)])
def test_a_name_is_no_cue(word, is_cue):
    arms = [tuple(text.replace("the hospital", f"the {word}") for text in pair) for pair in ARMS]
    proposals = proposals_of([*arms, *((text, text) for text in CIRCLES)])
    assert any(word.lower() in p.entry.get("near", {}).get("any", ()) for p in proposals) is is_cue
