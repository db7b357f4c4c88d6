"""A proposal that somebody said yes to is written into their own pack, if the pack still holds with it."""

from __future__ import annotations

from collections.abc import Callable

from cleaner import answered
from cleaner.language import channel
from cleaner.learn.proposal import (
    Answers,
    Confusions,
    Leave,
    NewRule,
    NewTier,
    Proposal,
    RightName,
    RightWord,
    SwitchOff,
)
from cleaner.places import LeadsOut
from cleaner.review.always import Content
from cleaner.review.pack import OwnPack, adding, excepting, extending

GLOSSARY = "glossary.txt"
_HEADING = "What your scanner confuses, beside the shipped table: read, printed, cost in nats, cases."


def apply(proposal: Proposal, own: OwnPack) -> str:
    """Writes it; says where, or why not."""
    return _WRITERS[type(proposal)](proposal, own)


def _rule(p: NewRule, own: OwnPack) -> str:
    return _put(own, p.id, p.folder, "learnt.yaml", adding(p.name, dict(p.entry)))


def _exception(p: Leave, own: OwnPack) -> str:
    folder, _, name = p.rule.rpartition("/")
    return _put(own, p.rule, folder, "never.yaml", excepting(p.rule, name, p.words, p.sentence, p.fix))


def _off(p: SwitchOff, own: OwnPack) -> str:
    def change(content: Content) -> Content:
        return {"without": [*dict.fromkeys([*content.get("without", []), p.rule])]}

    return _put(own, None, "", "without.yaml", change)


def _tier(p: NewTier, own: OwnPack) -> str:
    folder, _, name = p.rule.rpartition("/")
    # In the file of the exceptions: a pack may extend a rule once.
    return _put(own, p.rule, folder, "never.yaml", extending(p.rule, name, lambda entry: {"tier": p.tier.value}))


def _put(own: OwnPack, id: str | None, folder: str, file: str, change: Callable[[Content], Content]) -> str:
    try:
        place = own.place(folder, file)
    except LeadsOut as error:
        return f"not written: {error}"
    wrong = own.put(place, id, change)
    return f"not written: {wrong}" if wrong else f"written to {place}; use it with --rules {own.folder}"


def _word(p: RightWord, own: OwnPack) -> str:
    return own.word(p.word)


def _name(p: RightName, own: OwnPack) -> str:
    place = own.folder / GLOSSARY
    known = place.read_text("utf-8").split("\n") if place.is_file() else []
    if p.name not in known:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join([*filter(None, known), p.name, ""]), "utf-8")
    return f"{p.name!r} is on the list {place}; use it with --glossary {place}"


def _letters(p: Confusions, own: OwnPack) -> str:
    place = own.folder / channel.CONFUSIONS
    try:
        known = channel.Channel.open(place).costs if place.is_file() else {}
    except ValueError as error:
        return f"not written: {error}"
    rows = {pair: (cost, "from before") for pair, cost in known.items()}
    for r in p.rows:
        rows[r.read, r.printed] = (r.cost, f"{r.support.cases} in {r.support.documents}: {', '.join(r.words)}")
    place.parent.mkdir(parents=True, exist_ok=True)
    channel.write(place, rows, _HEADING)
    return f"{len(p.rows)} confusions written to {place}"


def _answers(p: Answers, own: OwnPack) -> str:
    place = own.folder / answered.FILE
    try:
        runs = answered.read(place)
    except ValueError as error:
        return f"not written: {error}"
    answered.write(place, runs | {p.run: p.rows})
    return f"written to {place}; runs with --rules {own.folder} weigh it"


_WRITERS: dict[type, Callable[..., str]] = {
    NewRule: _rule,
    Leave: _exception,
    SwitchOff: _off,
    NewTier: _tier,
    RightWord: _word,
    RightName: _name,
    Confusions: _letters,
    Answers: _answers,
}
