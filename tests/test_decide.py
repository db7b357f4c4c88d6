"""How far a finding goes by its tier and its confidence, and which of two that collide stands."""

import pytest

from cleaner.decide import Policy, Said, decide
from cleaner.model import Evidence, Finding, Ruling, Suggestion, Tier, Verdict, log_odds
from cleaner.text.analysis import Analysis

TEXT = Analysis("A man urged the mafia not to enter.")
POLICY = Policy(bar=0.95, ask=0.3)
SAFE, LIKELY, ASK, FLAG = Tier
FIX, QUESTION, POINT, KEEP = Verdict


def finding(tier: Tier, sure: float, start: int = 16, end: int = 21, rule: str = "made/rule") -> Finding:
    suggestions = () if tier is FLAG else (Suggestion("mob"),)
    return Finding(start, end, rule, "mt/es", tier, suggestions, "made", (Evidence("made", log_odds(sure)),))


@pytest.mark.parametrize(
    ("tier", "sure", "verdict"),
    [
        (SAFE, 0.01, FIX),
        (LIKELY, 0.951, FIX),
        (LIKELY, 0.949, QUESTION),
        (LIKELY, 0.301, QUESTION),
        (LIKELY, 0.299, KEEP),
        (ASK, 0.9999, QUESTION),
        (ASK, 0.299, KEEP),
        (FLAG, 0.9999, POINT),
        (FLAG, 0.299, KEEP),
    ],
)
def test_how_far_it_goes(tier: Tier, sure: float, verdict: Verdict) -> None:
    (record,) = decide([finding(tier, sure)], TEXT, POLICY)
    assert record.verdict is verdict and record.reason


def test_no_policy_turns_a_question_into_a_fix() -> None:
    (record,) = decide([finding(ASK, 0.9999)], TEXT, Policy(bar=0.0, ask=0.0))
    assert record.verdict is QUESTION


def test_what_just_reaches_the_bar_is_fixed() -> None:
    likely = finding(LIKELY, 0.95)
    for bar, verdict in ((likely.confidence, FIX), (likely.confidence + 1e-9, QUESTION)):
        assert [r.verdict for r in decide([likely], TEXT, Policy(bar=bar))] == [verdict]


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (finding(LIKELY, 0.99, rule="surer"), finding(LIKELY, 0.96, rule="less sure")),
        (finding(LIKELY, 0.96, rule="a fix"), finding(ASK, 0.99, rule="a question")),
        (finding(ASK, 0.5, rule="a question"), finding(FLAG, 0.9, rule="a flag")),
        (finding(SAFE, 0.5, rule="the longer", start=12), finding(SAFE, 0.5, rule="the shorter")),
    ],
    ids=lambda f: f.rule,
)
def test_of_two_that_collide_one_stands(winner: Finding, loser: Finding) -> None:
    for findings in ([winner, loser], [loser, winner]):
        verdicts = {r.finding.rule: r.verdict for r in decide(findings, TEXT, POLICY)}
        assert verdicts[loser.rule] is KEEP and verdicts[winner.rule] is not KEEP


def test_of_two_side_by_side_both_stand() -> None:
    records = decide([finding(LIKELY, 0.99), finding(LIKELY, 0.96, start=12, end=16, rule="other")], TEXT, POLICY)
    assert [r.verdict for r in records] == [FIX, FIX]


def ruled(**decisions: int) -> Said:
    """People accepted the findings of these rules, in these decisions."""

    def said(f: Finding) -> tuple[Finding, Ruling | None]:
        number = decisions.get(f.rule)
        return f, None if number is None else Ruling(FIX, "accepted", "mob", "accept", number)

    return said


def test_what_a_person_said_stands_before_what_is_safe() -> None:
    safe, asked = finding(SAFE, 0.99, start=12, rule="safe"), finding(ASK, 0.5, rule="asked")
    verdicts = {r.finding.rule: r.verdict for r in decide([safe, asked], TEXT, POLICY, ruled(asked=1))}
    assert verdicts == {"safe": KEEP, "asked": FIX}


def test_of_two_answers_the_later_stands() -> None:
    one, other = finding(ASK, 0.9, start=12, rule="one"), finding(ASK, 0.5, rule="other")
    for said, stands in ((ruled(one=1, other=2), "other"), (ruled(one=2, other=1), "one")):
        assert [r.finding.rule for r in decide([one, other], TEXT, POLICY, said) if r.verdict is FIX] == [stands]
