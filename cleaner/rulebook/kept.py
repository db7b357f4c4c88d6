"""Compiled rules as they are kept between processes: each is read when something asks for it.

Of a thousand rules a text meets a few dozen, and of 23,000 literals a few hundred.  So each is kept as a stretch of
bytes, with a list of where the stretches end.  Read whole, 983 rules, 10,286 forms and the prefilter's tables took
0.07 s at each start.
"""

from __future__ import annotations

import marshal
import pickle
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Generic, NamedTuple, TypeVar, overload

from cleaner.rulebook.form import Form
from cleaner.rulebook.prefilter import Tables, tables_of
from cleaner.rulebook.rule import Rule, WordClass

T = TypeVar("T")
Stretches = tuple[bytes, bytes]  # the items' bytes, one after the other; where each ends, as 32-bit numbers


def stretches(items: Iterable[bytes]) -> Stretches:
    """Items as they are kept."""
    pieces = list(items)
    return b"".join(pieces), array("I", accumulate(map(len, pieces))).tobytes()


class ReadWhenAsked(dict[int, T]):
    """Items by their numbers, each read when first asked for.

    >>> ReadWhenAsked(stretches([marshal.dumps("a"), marshal.dumps("b")]), marshal.loads)[1]
    'b'
    """

    def __init__(self, kept: Stretches, read: Callable[[bytes], T]) -> None:
        super().__init__()
        self._data, self._ends, self._read = kept[0], memoryview(kept[1]).cast("I"), read

    def __missing__(self, number: int) -> T:
        begin = self._ends[number - 1] if number else 0
        item = self[number] = self._read(self._data[begin : self._ends[number]])
        return item


class KeptItems(Sequence[T], Generic[T]):
    """The same as a sequence.  Threads may share one."""

    def __init__(self, kept: Stretches, read: Callable[[bytes], T]) -> None:
        self._numbers = range(len(kept[1]) // 4)
        self._items = ReadWhenAsked(kept, read)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, int) and index >= 0:
            return self._items[index]
        numbers = self._numbers[index]
        return self._items[numbers] if isinstance(numbers, int) else [self._items[n] for n in numbers]


class KeptByName(Mapping[str, T], Generic[T]):
    """Rules by their ids, classes by their names."""

    def __init__(self, names: Sequence[str], items: Sequence[T]) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._items = items

    def __getitem__(self, name: str) -> T:
        return self._items[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Compiled(NamedTuple):
    """What compiling gives: rules, forms, and the tables of the prefilter over these forms; `confusions` are the ids of
    the rules that have no form, `classes` the words that rules may name."""

    rules: Mapping[str, Rule]
    forms: Sequence[Form]
    tables: Tables
    confusions: Sequence[str]
    classes: Mapping[str, WordClass] = {}

    @classmethod
    def of(
        cls, rules: Sequence[Rule], forms: Sequence[Form], classes: Mapping[str, WordClass] | None = None
    ) -> Compiled:
        """The same of rules that are at hand."""
        known = {rule.id: rule for rule in rules}
        own = tuple(form for form in forms if form.rule in known)
        confusions = [rule.id for rule in rules if rule.kind == "confusion"]
        return cls(known, own, tables_of(own), confusions, classes or {})


def written(compiled: Compiled) -> bytes:
    """As bytes that `read` understands, in the same version of Python."""
    tables, numbers = compiled.tables, range(len(compiled.tables.literals))
    data = marshal.dumps(
        (
            list(compiled.rules),
            stretches(pickle.dumps(rule, pickle.HIGHEST_PROTOCOL) for rule in compiled.rules.values()),
            stretches(marshal.dumps(tuple(form)) for form in compiled.forms),
            list(compiled.confusions),
            list(compiled.classes),
            stretches(marshal.dumps(tuple(word_class)) for word_class in compiled.classes.values()),
            tables.literals,
            tables.beginnings,
            stretches(marshal.dumps(tables.at_once[n]) for n in numbers),
            stretches(marshal.dumps(tables.waiting[n]) for n in numbers),
            bytes(tables.is_word),
            tables.everywhere,
        )
    )
    return zlib.crc32(data).to_bytes(4) + data


def read(data: bytes) -> Compiled:
    """What `written` made bytes of: our own file, in the user's own cache.  `ValueError` if it is damaged."""
    if zlib.crc32(memoryview(data)[4:]) != int.from_bytes(data[:4]):
        raise ValueError("damaged")
    ids, rules, forms, confusions, names, classes, literals, beginnings, at_once, waiting, is_word, everywhere = (
        marshal.loads(memoryview(data)[4:])
    )
    load: Callable[[bytes], Any] = marshal.loads
    tables = Tables(
        literals, beginnings, ReadWhenAsked(at_once, load), ReadWhenAsked(waiting, load), is_word, everywhere
    )
    return Compiled(
        KeptByName(ids, KeptItems[Rule](rules, pickle.loads)),
        KeptItems[Form](forms, lambda item: Form(*load(item))),
        tables,
        confusions,
        KeptByName(names, KeptItems[WordClass](classes, lambda item: WordClass(*load(item)))),
    )
