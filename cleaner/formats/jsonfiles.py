"""JSON files of texts: one object a line (JSON Lines), or one value (a transcript, what a service answered).

A file whose name says the other of the two is read as what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from cleaner.formats import jsontext
from cleaner.formats.captions.recognised import recognised
from cleaner.formats.decoding import Decoded, decoded
from cleaner.formats.parts import Division, last_line_end
from cleaner.formats.read_options import ReadOptions
from cleaner.formats.records import DataRecord, documents
from cleaner.formats.source import NoText, Problem, Source, Unreadable

FIELDS = ("text",)  # unless somebody names others
SHOWN = 8  # fields that a message lists


def read_value(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> Source:
    """A document for each outermost object that has a named field.

    Raises `Unreadable`: `NoText` where no field is, and nothing that looks like one.
    """
    fields = options.text_field or FIELDS
    paths = jsontext.paths(fields)
    file = decoded(data)
    try:
        found = jsontext.value(file.text)
    except Unreadable as error:
        if not any(f'"{path[-1]}"' in file.text for path in paths):
            raise NoText(str(error)) from None
        if _begins_with_a_record(file):
            return _lines_read(name, data, file, options)
        raise
    if not options.text_field and (made := recognised(name, data, file)):
        return made
    records = jsontext.records(file.text, paths, options.id_field, options.source_field)
    if not records:
        raise NoText(_nowhere(fields, jsontext.named(found)))
    return Source(name, data, tuple(documents(file, name, records)), (), file.notices)


def read_lines(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> Source:
    """A document for each line.  What is no JSON object, or lacks the text, becomes a problem and stays as it is."""
    file = decoded(data)
    if not options.part and not _begins_with_a_record(file):
        with suppress(Unreadable):
            return read_value(name, data, options)
    return _lines_read(name, data, file, options)


def _lines_read(name: str, data: bytes, file: Decoded, options: ReadOptions) -> Source:
    fields = options.text_field or FIELDS
    found: list[DataRecord] = []
    problems: dict[str, Problem] = {}
    unseen = list(fields)
    first = options.part.line if options.part else 1
    for number, span in _lines(file.text, first):
        try:
            found.append(_record(file.text, span, options, unseen))
        except _Unusable as error:
            problem = problems.get(error.kind, Problem(number, str(error), 0))
            problems[error.kind] = replace(problem, count=problem.count + 1)
    notices = [*file.notices, *(f"no record has a field {f!r}" for f in unseen if found)]
    return Source(name, data, tuple(documents(file, name, found, first)), tuple(problems.values()), tuple(notices))


def divided(name: str, head: bytes, options: ReadOptions) -> Division | None:
    """How a large file's lines are parted; None where it holds no JSON Lines, whatever its name says."""
    first = head[: head.find(b"\n") + 1]
    if b"\0" in first or not first or not _begins_with_a_record(decoded(first)):
        return None
    return Division(replace(options, format="jsonl"), last_line_end)


class _Unusable(Exception):
    """A line that is no record; lines of one `kind` are told together."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message or kind)
        self.kind = kind


Span = tuple[int, int]


def _lines(text: str, first: int = 1) -> Iterator[tuple[int, Span]]:
    """The number and the place of each line that is not empty; `first` is the number of the first line."""
    at = 0
    for number, line in enumerate(text.split("\n"), first):
        if line.strip():
            yield number, (at, at + len(line))
        at += len(line) + 1


def _record(text: str, span: Span, options: ReadOptions, unseen: list[str]) -> DataRecord:
    """The record in a line; the fields that it has are taken off `unseen`."""
    fields = options.text_field or FIELDS
    try:
        value = jsontext.value(text[slice(*span)])
    except Unreadable as error:
        raise _Unusable("not JSON", str(error)) from None
    if not isinstance(value, dict):
        raise _Unusable("not a JSON object")
    there = jsontext.named(value) if unseen else []
    unseen[:] = [f for f in unseen if f.replace("[]", "") not in there]
    names = options.id_field, options.source_field
    for record in jsontext.records(text, jsontext.paths(fields), *names, rooted=True, span=span):
        return record
    named = " or ".join(map(repr, fields))
    if any(f in value for f in fields):
        raise _Unusable("no text", f"field {named} is no text")
    there = (jsontext.named(value) or list(value))[:SHOWN]
    shown = ", ".join(map(repr, there)) or "none"
    raise _Unusable("no field", f"no field {named} (it has {shown}); see --text-field")


def _begins_with_a_record(file: Decoded) -> bool:
    try:
        return any(
            isinstance(jsontext.value(file.text[slice(*span)]), dict) for _, span in islice(_lines(file.text), 1)
        )
    except Unreadable:
        return False


def _nowhere(fields: Iterable[str], there: Sequence[str]) -> str:
    """That no field is where it should be, what there is instead, and the cure."""
    told = f"no text in a field {' or '.join(map(repr, fields))}"
    if not there:
        return f"{told}, nor in any other"
    return f"{told}; there are {', '.join(map(repr, there[:SHOWN]))}: name one with --text-field"
