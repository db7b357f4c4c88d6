"""Compiled rules as they are kept between processes: each is read when something asks for it.

Of a thousand rules a text meets a few dozen.  So what is kept is a list of pickled rules and one of pickled forms, and
the prefilter's tables, which are plain values.  Read whole, 983 rules and 10,286 forms took 0.07 s at each start.
"""

from __future__ import annotations

import marshal
import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar, overload

from cleaner.rulebook.form import Form
from cleaner.rulebook.prefilter import Tables, tables_of
from cleaner.rulebook.rule import Rule

T = TypeVar("T")


class KeptItems(Sequence[T], Generic[T]):
    """A sequence whose items are unpickled when first asked for.  Threads may share one.

    >>> KeptItems([pickle.dumps("a"), pickle.dumps("b")])[1]
    'b'
    """

    def __init__(self, pickled: Sequence[bytes]) -> None:
        self._items: list[bytes | T] = list(pickled)

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        item = self._items[index]
        if isinstance(item, bytes):
            item = self._items[index] = pickle.loads(item)  # our own file, in the user's own cache
        return item


class KeptRules(Mapping[str, Rule]):
    """Rules by their ids."""

    def __init__(self, ids: Sequence[str], rules: Sequence[Rule]) -> None:
        self._places = {rule_id: place for place, rule_id in enumerate(ids)}
        self._rules = rules

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules[self._places[rule_id]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Compiled(NamedTuple):
    """What compiling gives: rules, forms, and the tables of the prefilter over these forms; `confusions` are the ids of
    the rules that have no form."""

    rules: Mapping[str, Rule]
    forms: Sequence[Form]
    tables: Tables
    confusions: Sequence[str]

    @classmethod
    def of(cls, rules: Sequence[Rule], forms: Sequence[Form]) -> Compiled:
        """The same of rules that are at hand."""
        known = {rule.id: rule for rule in rules}
        own = tuple(form for form in forms if form.rule in known)
        return cls(known, own, tables_of(own), [rule.id for rule in rules if rule.kind == "confusion"])


def written(compiled: Compiled) -> bytes:
    """As bytes that `read` understands, in the same version of Python."""
    rules = [pickle.dumps(rule, pickle.HIGHEST_PROTOCOL) for rule in compiled.rules.values()]
    forms = [pickle.dumps(form, pickle.HIGHEST_PROTOCOL) for form in compiled.forms]
    data = marshal.dumps((list(compiled.rules), rules, forms, compiled.tables, list(compiled.confusions)))
    return zlib.crc32(data).to_bytes(4) + data


def read(data: bytes) -> Compiled:
    """What `written` made bytes of.  `ValueError` if they are damaged."""
    if zlib.crc32(memoryview(data)[4:]) != int.from_bytes(data[:4]):
        raise ValueError("damaged")
    ids, rules, forms, tables, confusions = marshal.loads(memoryview(data)[4:])
    return Compiled(KeptRules(ids, KeptItems[Rule](rules)), KeptItems[Form](forms), tables, confusions)
