"""A proposal: what it would change in the user's own pack, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.learn.observations import Support
from cleaner.packs import pack_writer
from cleaner.packs.own_pack import WRITTEN, OwnPack
from cleaner.packs.pack_writer import DoesNotHold
from cleaner.packs.remember import Plan
from cleaner.packs.trial import id_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed; `details` are further lines for the reader, `plan` tells what a yes writes into a pack.

    `choices`: what is taken singly, by number, instead of the whole; `rank`: its place where support does not tell it;
    `named` makes of an alias the same one of another name.
    """

    kind: str
    title: str
    plan: Callable[[OwnPack], Plan]
    support: Support | None = None
    details: tuple[str, ...] = ()
    choices: tuple[Proposal, ...] = ()
    rank: float = 0.0
    named: Callable[[str], Proposal] | None = None


@dataclass(frozen=True, slots=True)
class NewRule:
    """A proposed rule before it is screened: `entry` holds its fields, as a pack has them."""

    folder: str
    name: str
    entry: Mapping[str, Any]
    support: Support
    kind = "rule"

    @property
    def id(self) -> str:
        return id_of(self.folder, self.name)

    @property
    def title(self) -> str:
        return f"rule {self.id}: “{self.entry['find']}” → “{self.entry['fix']}” ({self.support})"

    def plan(self, own: OwnPack) -> Plan:
        """The rule in the pack's file of learnt rules.  Raises `DoesNotHold`."""
        return own.plan(WRITTEN, id_of(self.folder, "learnt.yaml"), self.id, pack_writer.rule(self.name, self.entry))


def apply(proposal: Proposal | NewRule, own: OwnPack) -> str:
    """Writes a proposal, if the pack still loads and passes its tests with it; the message says where, or why not."""
    try:
        plan = proposal.plan(own)
        pack_writer.write(plan.files)
    except (DoesNotHold, ValueError) as error:
        return f"not written: {error}"
    except OSError as error:
        return f"not written: {error.filename}: {error.strerror}"
    return plan.said
