"""The one way to write into a user's own pack, for `rules add`, for a review's *always* and *never*, and for `learn`.

`edited` tells what a file would hold, so that it can be tried first; `write` writes it, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from cleaner.files import atomic
from cleaner.files.given import Misuse
from cleaner.files.halves import sweep
from cleaner.ledger import Written
from cleaner.packs import pack_text
from cleaner.packs.pack_text import CannotPut, add, put
from cleaner.rulebook import yamltree
from cleaner.rulebook.errors import RuleError
from cleaner.rulebook.packages import GLOSSARY

Fields = Mapping[str, Any]
Edit = Callable[[str], str]  # what a file holds ("" where there is none) → what it should hold


class DoesNotHold(Misuse):
    """A change that cannot be made, or with which the pack would fail; the message says why."""


def edited(place: Path, edit: Edit) -> Written:
    """A file before and after an edit; nothing is written.  Raises `DoesNotHold` if the file cannot be read."""
    try:
        before = place.read_bytes().decode() if place.exists() else None
    except OSError as error:
        raise DoesNotHold(f"{error.filename}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DoesNotHold(f"{place} is not UTF-8") from None
    return Written(str(place.resolve()), before, edit(before or ""))


def edited_pack(place: Path, edit: Edit) -> Written:
    """The same for a file of rules.  Raises `DoesNotHold` too if it is not written as a file of rules."""

    def checked(held: str) -> str:
        try:
            yamltree.read(held.removeprefix("\ufeff"), str(place))
            return edit(held)
        except RuleError as error:
            raise DoesNotHold(str(error)) from None
        except CannotPut as error:
            raise DoesNotHold(f"{place}: {error}") from None

    return edited(place, checked)


def write(files: Iterable[Written]) -> None:
    """Writes what was planned.  OSError if it cannot be; `atomic.Meanwhile` if a file changed since."""
    files = tuple(files)
    sweep({Path(file.path).parent for file in files}, below=False)
    for file in files:
        before = None if file.before is None else file.before.encode()
        atomic.change(Path(file.path), before, file.after.encode())


# ------------------------------------------------------------------ what is written into packs


def rule(name: str, fields: Fields, *, is_new: bool = False) -> Edit:
    """A rule, in place of one of this name; a new rule must have a name of its own."""

    def edit(held: str) -> str:
        if is_new and pack_text.has(held, ["rules", name]):
            raise CannotPut(f"a rule of the name {name!r} stands there; give yours another one (--name)")
        return put(held, ["rules", name], dict(fields))

    return edit


def exception(id: str, words: str, sentence: str, fix: Mapping[str, str] = {}) -> Edit:
    """An exception to a rule, with the sentence that tests it; `fix` replaces tests that use these very words.

    A pack may extend a rule once, so the exception joins what the pack says of the rule already.
    """
    name = ["rules", id.rpartition("/")[2]]

    def edit(held: str) -> str:
        held = add(_extended(held, id), [*name, "unless"], words)
        if fix:
            held = put(held, [*name, "tests", "fix"], dict(fix))
        return add(held, [*name, "tests", "keep"], sentence)

    return edit


def alias(name: str, said: str, *, always: bool) -> Edit:
    """An alias of a name of the glossary.  Raises `DoesNotHold` if it is another name's, or no glossary is there."""

    def edit(held: str) -> str:
        try:
            entries = yaml.safe_load(held) or {}
            said_of = {name: _said(aliases) for name, aliases in entries.items()}
        except (yaml.YAMLError, AttributeError) as error:
            raise DoesNotHold(f"{GLOSSARY} is no map of names: {error}") from None
        if others := [other for other, known in said_of.items() if said in known and other != name]:
            raise DoesNotHold(f"“{said}” is an alias of “{others[0]}” already")
        if said in said_of.get(name, ()):
            return held
        known = entries.get(name) or []
        known = known if isinstance(known, list) else [known]
        held = held or "# Names as they should be, and what machines write for them: docs/glossary.md.\n"
        if not always:
            return add(held, [name], said)
        return put(held, [name], [*known, {"said": said, "always": True}])

    return edit


def _said(aliases: Any) -> list[Any]:
    listed = aliases if isinstance(aliases, list) else [aliases]
    return [one.get("said") if isinstance(one, dict) else one for one in listed]


def tier(id: str, tier: str) -> Edit:
    """Another tier for a rule."""
    return lambda held: put(_extended(held, id), ["rules", id.rpartition("/")[2], "tier"], tier)


def without(id: str) -> Edit:
    """A rule switched off."""
    return lambda held: add(held, ["without"], id)


def _extended(held: str, id: str) -> str:
    extends = ["rules", id.rpartition("/")[2], "extends"]
    return held if pack_text.has(held, extends) else put(held, extends, id)
