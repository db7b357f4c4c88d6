"""A proposal that somebody said yes to is written into their own pack, if the pack still holds with it."""

from __future__ import annotations

from collections.abc import Callable

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
from cleaner.packs import pack_writer
from cleaner.packs.own_pack import OwnPack, beside
from cleaner.packs.pack_writer import DoesNotHold, Edit
from cleaner.packs.remember import Plan
from cleaner.rulebook import feedback
from cleaner.spelling import error_model

GLOSSARY = "glossary.txt"
_HEADING = "What your scanner confuses, beside the shipped table: read, printed, cost in nats, cases."


def apply(proposal: Proposal, own: OwnPack) -> str:
    """Writes it; says where, or why not."""
    try:
        plan: Plan = _PLANS[type(proposal)](proposal, own)
        pack_writer.write(plan.files)
    except (DoesNotHold, ValueError) as error:
        return f"not written: {error}"
    except OSError as error:
        return f"not written: {error.filename}: {error.strerror}"
    return plan.said


def _rule(p: NewRule, own: OwnPack) -> Plan:
    return _changed(own, p.id, p.folder, "learnt.yaml", pack_writer.rule(p.name, p.entry))


def _exception(p: Leave, own: OwnPack) -> Plan:
    exception = pack_writer.exception(p.rule, p.words, p.sentence, p.fix)
    return _changed(own, p.rule, p.rule.rpartition("/")[0], "never.yaml", exception)


def _off(p: SwitchOff, own: OwnPack) -> Plan:
    return _changed(own, None, "", "without.yaml", pack_writer.without(p.rule))


def _tier(p: NewTier, own: OwnPack) -> Plan:
    # In the file of the exceptions: a pack may extend a rule once.
    edit = pack_writer.tier(p.rule, p.tier.value)
    return _changed(own, p.rule, p.rule.rpartition("/")[0], "never.yaml", edit)


def _changed(own: OwnPack, id: str | None, folder: str, file: str, edit: Edit) -> Plan:
    changed = own.changed(beside(folder, file), id, edit)
    return Plan(f"written to {own.folder / folder / file}; use it with --rules {own.folder}", (changed,))


def _word(p: RightWord, own: OwnPack) -> Plan:
    return own.word(p.word)


def _name(p: RightName, own: OwnPack) -> Plan:
    return own.listed(p.name, GLOSSARY, "--glossary")


def _letters(p: Confusions, own: OwnPack) -> Plan:
    place = own.folder / error_model.CONFUSIONS

    def with_rows(held: str) -> str:
        known = error_model.ErrorModel.open(place).costs if held else {}
        rows = {pair: (cost, "from before") for pair, cost in known.items()}
        for r in p.rows:
            rows[r.read, r.printed] = (r.cost, f"{r.support.cases} in {r.support.documents}: {', '.join(r.words)}")
        return error_model.table(rows, _HEADING)

    return Plan(f"{len(p.rows)} confusions written to {place}", (own.rewritten(error_model.CONFUSIONS, with_rows),))


def _answers(p: Answers, own: OwnPack) -> Plan:
    place = own.folder / feedback.FILE
    file = own.rewritten(feedback.FILE, lambda held: feedback.table(feedback.read(place) | {p.run: p.rows}))
    return Plan(f"written to {place}; runs with --rules {own.folder} weigh it", (file,))


_PLANS: dict[type, Callable[..., Plan]] = {
    NewRule: _rule,
    Leave: _exception,
    SwitchOff: _off,
    NewTier: _tier,
    RightWord: _word,
    RightName: _name,
    Confusions: _letters,
    Answers: _answers,
}
