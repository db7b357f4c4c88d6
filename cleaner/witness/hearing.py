"""What witnesses change in a document that was cleaned: their readings beside ours, and one verdict on each place.

What a witness changes is a finding like any other.  Where it comes to the same words as one of ours, it is evidence for
ours; else it stands as a finding of its own.  All that meet at one place go through `decide` together, where the
likelier wins.  Places of which no witness says anything else stay as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaner import decide
from cleaner.kit import Kit
from cleaner.model import Cleaned, Evidence, Finding, Record, Suggestion, Tier, Verdict, log_odds, probability
from cleaner.text import edits
from cleaner.text.analysis import Analysis
from cleaner.text.word_keys import figures, keys, negations
from cleaner.witness.agreement import together
from cleaner.witness.belief import AGAINST, WitnessPlace, evidence
from cleaner.witness.changes import WitnessChange, meeting, with_blanks
from cleaner.witness.framing import no_version, unframed
from cleaner.witness.grounds import Seen, rule_of
from cleaner.witness.guards import CARELESS, Claimed, asked_because
from cleaner.witness.sightings import sightings
from cleaner.witness.verdicts import CERTAIN, by_itself
from cleaner.witness.versions import Fidelity, Statement, Version, WitnessKind

#: in which order witnesses speak: who has read the page first
ORDER = (WitnessKind.IMAGE, WitnessKind.TEXT, WitnessKind.COPY)
#: the weights are fitted on spoiled versions too, which agree with nobody: where a real one agrees with us or another,
#: it is right oftener than they say, in log-odds (0.25 to 1.1 in all bands of our confidence with two rewrites, 0.3 to
#: 0.7 with two versions alike; the 91 articles of BLN600)
ALIKE = 0.5
Allowed = Callable[[Finding], bool]


class CameTo(NamedTuple):
    """What a witness came to in a document: changes of words, how many are right by our belief, how many were made."""

    name: str
    changes: int
    right: float
    made: int


class Heard(NamedTuple):
    """A document with what its witnesses say, what each of them came to, and why others were not heard."""

    cleaned: Cleaned
    witnesses: tuple[CameTo, ...] = ()
    unheard: tuple[str, ...] = ()


def hear(ours: Cleaned, statements: Sequence[Statement], kit: Kit, analysis: Analysis, allowed: Allowed) -> Heard:
    """The document as it reads once its witnesses are heard; `allowed`: which findings leave protected text alone."""
    unheard = list[str]()
    versions = list(_versions(ours.document.text, statements, unheard))
    told = [_told(version, versions, ours, kit) for version in versions]
    findings = [c.finding for claims in told for c in claims if c.ours is None]
    moved = _surer(told)
    moved |= {id(r): f for r, f in _doubted(ours, versions, kit) if id(r) not in moved}
    records = _records(ours, [f for f in findings if allowed(f)], moved, analysis, kit)
    shown = tuple(r for r in records if r.verdict is not Verdict.KEEP)
    text = edits.apply(ours.document.text, decide.edits(shown))
    kept = tuple(r for r in records if r.verdict is Verdict.KEEP)
    done = replace(ours, text=text, records=shown, kept=kept)
    came_to = (_came_to(v, claims, done) for v, claims in zip(versions, told, strict=True))
    return Heard(done, tuple(came_to), tuple(unheard))


def _came_to(version: Version, claims: Sequence[_Claim], done: Cleaned) -> CameTo:
    made = {c for fix in done.fixes for c in together(done.document.text, version.worded, fix.finding)}
    return CameTo(version.name, len(claims), sum(claim.belief for claim in claims), len(made))


def _versions(text: str, statements: Sequence[Statement], unheard: list[str]) -> Iterator[Version]:
    """What can be heard, in order; why what is no version of the text is not, goes into `unheard`."""
    for statement in sorted(statements, key=lambda t: ORDER.index(t.kind)):
        bare = unframed(text, statement.text)
        if why := no_version(text, bare.text):
            unheard.append(f"the witness {statement.name} was not heard: {why}")
        else:
            yield Version(text, statement._replace(text=bare.text))


class _Claim(NamedTuple):
    """One witness's change: how likely it is, the finding that it makes, and ours that it is a part of."""

    belief: float
    finding: Finding
    ours: Record | None


def _told(version: Version, versions: Sequence[Version], ours: Cleaned, kit: Kit) -> list[_Claim]:
    """What one witness says: a claim for each change of words; what it lacks for long is hardly believed."""
    others = [other for other in versions if other is not version]
    seen = [s for s in sightings(ours, version, kit, others) if s.old != s.new]
    parts = _parts(ours, version, seen)
    names = frozenset(key for word in kit.glossary.words for key in keys(word))
    return [_claim(s, version, names, parts.get(s.change)) for s in seen]


def _parts(ours: Cleaned, version: Version, seen: Sequence[Seen]) -> dict[WitnessChange, Record]:
    """The changes that one finding of ours makes, with that finding; a copy makes none of ours surer."""
    if version.kind is WitnessKind.COPY:
        return {}
    same = {id(s.ours): s.ours for s in seen if s.ours}
    return {c: r for r in same.values() for c in together(ours.document.text, version.made, r.finding)}


def _claim(seen: Seen, version: Version, names: frozenset[str], part: Record | None) -> _Claim:
    place = WitnessPlace.of(seen, version.kind is WitnessKind.IMAGE)
    told = evidence(place, f"the witness {version.name}")
    belief = probability(sum(e.weight for e in told))
    why = asked_because(Claimed(seen, version.kind, belief, names))
    ground, reason = by_itself(seen)
    others = f", and so have {' and '.join(seen.votes.names)}" if seen.votes.names else ""
    if seen.votes.names:
        told.append(Evidence("other versions", ALIKE, "alike"))
    finding = Finding(
        seen.change.start,
        seen.change.end,
        rule_of(ground),
        "witness",
        Tier.ASK if why else Tier.LIKELY,
        (Suggestion(with_blanks(seen.change)),),
        f"{version.name} ({version.kind}) has it so{others}; {why or reason}",
        tuple(told),
    )
    return _Claim(belief, finding, part)


def _surer(told: Sequence[Sequence[_Claim]]) -> dict[int, Finding]:
    """Our findings that witnesses come to as well, by the id of their records, with that as evidence.

    A witness believes in one of ours as far as in the least likely of the changes that come to it; the surest counts.
    """
    found: dict[int, Finding] = {}
    for claims in told:
        least: dict[int, _Claim] = {}
        for claim in claims:
            if claim.ours and claim.belief <= least.get(id(claim.ours), claim).belief:
                least[id(claim.ours)] = claim
        for record, claim in least.items():
            assert claim.ours
            raised = _with(claim.ours, claim)
            if raised.confidence > found.get(record, claim.ours.finding).confidence:
                found[record] = raised
    return found


def _with(record: Record, claim: _Claim) -> Finding:
    """A finding of ours with what a witness adds.  A figure or a negation that was only asked stays so below .98."""
    ours, theirs = record.finding, claim.finding
    step = log_odds(claim.belief) + ALIKE - log_odds(ours.confidence)
    added = Evidence(theirs.evidence[0].name, step, "says the same")
    old, new = keys(record.before), keys(record.after or "")
    harmful = figures(old) != figures(new) or negations(old) != negations(new)
    asked = harmful and record.verdict is not Verdict.FIX and claim.belief < CERTAIN
    return replace(ours, evidence=(*ours.evidence, added), tier=Tier.ASK if asked else ours.tier)


def _doubted(ours: Cleaned, versions: Sequence[Version], kit: Kit) -> Iterator[tuple[Record, Finding]]:
    """Our readings of misread words that no witness comes to, with what the witnesses have there as evidence."""
    text = ours.document.text
    jury = [(v, Fidelity(text, v, kit.lexicon)) for v in versions if v.kind is not WitnessKind.COPY]
    for record in (*ours.records, *ours.kept):
        found = record.finding
        if found.tier is not Tier.LIKELY or found.damage != "ocr" or keys(record.before) == keys(record.after or ""):
            continue
        if any(together(text, v.made, found) for v, _ in jury):
            continue
        told = [e for v, fidelity in jury if (e := _against(found, v, fidelity))]
        if told:
            yield record, replace(found, evidence=(*found.evidence, *told))


def _against(found: Finding, version: Version, fidelity: Fidelity) -> Evidence | None:
    """What a version says against one of our readings; nothing where it is careless, or has no words at all."""
    met = meeting(version.worded, found.start, found.end)
    if any(not c.after.strip() for c in met) or fidelity.strayed(found.start, found.end) > CARELESS:
        return None
    weight = AGAINST[version.kind is WitnessKind.IMAGE, not met]
    return Evidence(f"the witness {version.name}", weight, "has other words" if met else "keeps the words")


def _records(
    ours: Cleaned, findings: Sequence[Finding], surer: dict[int, Finding], analysis: Analysis, kit: Kit
) -> list[Record]:
    """All records: those at places of which witnesses say something are decided anew, the others stay."""
    records, text = [*ours.records, *ours.kept], ours.document.text
    claims: list[_Placed] = [(f.start, f.end, f, None) for f in findings]
    claims += [(r.finding.start, r.finding.end, surer.get(id(r), r.finding), r) for r in records]
    stay, anew = list[Record](), list[Finding]()
    for cluster in _clusters(sorted(claims, key=lambda claim: claim[:2])):
        if any(record is None or id(record) in surer for *_, record in cluster):
            parts = {id(record): kept for record, kept in _parts_of_theirs(text, cluster, kit.policy.bar)}
            stay += parts.values()
            anew += (finding for *_, finding, record in cluster if id(record) not in parts)
        else:
            stay += (record for *_, record in cluster if record)
    said = decide.asked(ours.document, (), kit.remembered)
    decided = decide.decide(anew, analysis, kit.policy, said)
    return sorted([*stay, *decided], key=lambda r: (r.finding.start, r.finding.end, r.finding.rule))


_Placed = tuple[int, int, Finding, Record | None]


def _parts_of_theirs(text: str, cluster: Sequence[_Placed], bar: float) -> Iterator[tuple[Record, Record]]:
    """Our records that a witness's change has in it and goes beyond, if that is made; each as it is, and as kept."""
    whole = [f for _, _, f, record in cluster if not record and f.tier is Tier.LIKELY and f.confidence >= bar]
    for start, end, found, record in cluster:
        if record and not record.ruling and found.best is not None:
            wider = (f for f in whole if f.start <= start and end <= f.end and (start, end) != (f.start, f.end))
            if any(_on_the_way(text, found, f) for f in wider):
                yield record, replace(record, verdict=Verdict.KEEP, reason="a part of what a witness has there")


def _on_the_way(text: str, ours: Finding, theirs: Finding) -> bool:
    """Whether our reading changes a part of what a wider change does, and nothing else."""
    before = text[theirs.start : theirs.end]
    with_ours = text[theirs.start : ours.start] + (ours.best or "") + text[ours.end : theirs.end]
    was, half, new = (" ".join(keys(words)) for words in (before, with_ours, theirs.best or ""))
    return Levenshtein.distance(was, half) + Levenshtein.distance(half, new) == Levenshtein.distance(was, new)


def _clusters(claims: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """What meets, in order of place."""
    cluster, end = list[_Placed](), -1
    for claim in claims:
        if cluster and claim[0] > end:
            yield cluster
            cluster = []
        cluster.append(claim)
        end = max(end, claim[1]) if len(cluster) > 1 else claim[1]
    if cluster:
        yield cluster
