"""Writes a proposal that the user accepted into their own pack, if the pack still loads and passes its tests with it."""

from __future__ import annotations

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
from cleaner.packs.own_pack import WRITTEN, OwnPack, file_about
from cleaner.packs.pack_writer import DoesNotHold
from cleaner.packs.remember import Plan
from cleaner.packs.trial import id_of
from cleaner.rulebook import feedback
from cleaner.spelling import error_model

GLOSSARY = "glossary.txt"
_HEADING = "What your scanner confuses, beside the shipped table: read, printed, cost in nats, cases."


def apply(proposal: Proposal, own: OwnPack) -> str:
    """Writes a proposal; the message says where, or why not."""
    try:
        plan = _plan(proposal, own)
        pack_writer.write(plan.files)
    except (DoesNotHold, ValueError) as error:
        return f"not written: {error}"
    except OSError as error:
        return f"not written: {error.filename}: {error.strerror}"
    return plan.said


def _plan(p: Proposal, own: OwnPack) -> Plan:
    match p:
        case NewRule():
            return own.plan(WRITTEN, id_of(p.folder, "learnt.yaml"), p.id, pack_writer.rule(p.name, p.entry))
        case Leave():
            return own.exempted(p.rule, p.exemption)
        case NewTier():
            return own.plan(WRITTEN, file_about(p.rule), p.rule, pack_writer.tier(p.rule, p.tier.value))
        case SwitchOff():
            return own.switched_off(p.rule)
        case RightWord():
            return own.word(p.word)
        case RightName():
            return own.listed(p.name, GLOSSARY, "--glossary")
        case Confusions():
            return _letters(p, own)
        case Answers():
            place = own.folder / feedback.FILE
            file = own.rewritten(feedback.FILE, lambda held: feedback.table(feedback.read(place) | {p.run: p.rows}))
            return Plan(f"written to {place}; runs with --rules {own.folder} weigh it", (file,))


def _letters(p: Confusions, own: OwnPack) -> Plan:
    place = own.folder / error_model.CONFUSIONS

    def with_rows(held: str) -> str:
        known = error_model.ErrorModel.open(place).costs if held else {}
        rows = {pair: (cost, "from before") for pair, cost in known.items()}
        for r in p.rows:
            rows[r.read, r.printed] = (r.cost, f"{r.support.cases} in {r.support.documents}: {', '.join(r.words)}")
        return error_model.table(rows, _HEADING)

    return Plan(f"{len(p.rows)} confusions written to {place}", (own.rewritten(error_model.CONFUSIONS, with_rows),))
