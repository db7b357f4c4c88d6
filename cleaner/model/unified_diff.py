"""A unified diff that `git apply` and `patch -p1` take, made from the edits themselves.

The hunks are the lines that edits touch, with three lines around them.  Everything is bytes, since a patch must fit
files of any encoding.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

CONTEXT = 3


class ByteEdit(NamedTuple):
    """A replacement of `[start, end)` of a file's bytes."""

    start: int
    end: int
    data: bytes


def spliced(data: bytes, edits: Iterable[ByteEdit], start: int = 0, end: int | None = None) -> bytes:
    """The bytes `[start, end)` with the edits in them, which are in order."""
    pieces: list[bytes] = []
    for edit in edits:
        pieces += data[start : edit.start], edit.data
        start = edit.end
    return b"".join([*pieces, data[start:end]])


def unified(name: str, data: bytes, edits: Sequence[ByteEdit], line: int = 1) -> bytes:
    """The diff of one file, empty if nothing changes; `line` is the number of its first line.

    >>> print(unified("a.txt", b"one\\ntbe\\n", [ByteEdit(4, 7, b"the")]).decode(), end="")
    diff --git a/a.txt b/a.txt
    --- a/a.txt
    +++ b/a.txt
    @@ -1,2 +1,2 @@
     one
    -tbe
    +the
    """
    changes = list(_changed_lines(data, edits))
    if not changes:
        return b""
    lines = _lines(data)
    a, b = quoted(f"a/{name}"), quoted(f"b/{name}")
    head = f"diff --git {a} {b}\n--- {a}\n+++ {b}\n".encode()
    moved, hunks = 0, []
    for group in _grouped(changes):
        hunk, grown = _hunk(lines, group, moved, line - 1)
        hunks.append(hunk)
        moved += grown
    return head + b"".join(hunks)


def to_read(diff: bytes, why: str) -> bytes:
    """The diff of a file that is no text, or of a part: for readers, in lines that `git apply` passes over."""
    told = f"# The file is {why}; this is what changed in it. No program can apply it.\n".encode()
    return told + b"".join(b"# " + line for line in _lines(diff)) if diff else b""


Change = tuple[int, int, list[bytes]]  # lines [first, last) become these


def _lines(data: bytes) -> list[bytes]:
    """Lines as git counts them: only a line feed ends one.

    >>> _lines(b"a\\r\\nb"), _lines(b"")
    ([b'a\\r\\n', b'b'], [])
    """
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def _changed_lines(data: bytes, edits: Sequence[ByteEdit]) -> Iterator[Change]:
    """Runs of whole lines that edits touch, with what becomes of them."""
    if not edits:
        return
    if not data:  # a file without a line: what is put in is all there is
        if added := b"".join(e.data for e in edits):
            yield 0, 0, _lines(added)
        return
    starts = [0, *(m.end() for m in re.finditer(b"\n", data))]
    if starts[-1] == len(data) and len(starts) > 1:
        starts.pop()
    starts.append(len(data))

    def run(edit: ByteEdit) -> tuple[int, int]:
        first = min(bisect_right(starts, edit.start) - 1, len(starts) - 2)
        last = min(bisect_right(starts, max(edit.start, edit.end - 1)) - 1, len(starts) - 2)
        # Where a line's break goes and none takes its place, the next line is drawn into this one.
        break_gone = edit.end > edit.start and data[edit.end - 1 : edit.end] == b"\n"
        left = edit.data or data[max(0, edit.start - 1) : edit.start]
        joins = break_gone and left and not left.endswith(b"\n")
        return first, min(last + (2 if joins else 1), len(starts) - 1)

    edits = _adjacent_joined(edits)
    pending: list[ByteEdit] = []
    first, last = run(edits[0])
    for edit in edits:
        begin, end = run(edit)
        if begin >= last and pending:
            yield from _change(data, starts, first, last, pending)
            first, last, pending = begin, end, []
        last = max(last, end)
        pending.append(edit)
    yield from _change(data, starts, first, last, pending)


def _adjacent_joined(edits: Sequence[ByteEdit]) -> list[ByteEdit]:
    joined = [edits[0]]
    for edit in edits[1:]:
        if edit.start == joined[-1].end:
            joined[-1] = ByteEdit(joined[-1].start, edit.end, joined[-1].data + edit.data)
        else:
            joined.append(edit)
    return joined


def _change(data: bytes, starts: list[int], first: int, last: int, edits: list[ByteEdit]) -> Iterator[Change]:
    start, end = starts[first], starts[last]
    old, new = _lines(data[start:end]), _lines(spliced(data, edits, start, end))
    while old and new and old[-1] == new[-1]:  # an edit may take a line's break and leave the line as it was
        old.pop()
        new.pop()
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    if old != new:
        yield first + same, first + len(old), new[same:]


def _grouped(changes: list[Change]) -> Iterator[list[Change]]:
    """Changes whose contexts meet share a hunk."""
    group = changes[:1]
    for change in changes[1:]:
        if change[0] - group[-1][1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    yield group


def _hunk(lines: list[bytes], group: list[Change], moved: int, base: int) -> tuple[bytes, int]:
    start, stop = max(0, group[0][0] - CONTEXT), min(len(lines), group[-1][1] + CONTEXT)
    body: list[bytes] = []
    at = start
    for first, last, after in group:
        body += (_marked(b" ", line) for line in lines[at:first])
        body += (_marked(b"-", line) for line in lines[first:last])
        body += (_marked(b"+", line) for line in after)
        at = last
    body += (_marked(b" ", line) for line in lines[at:stop])
    grown = sum(len(after) - (last - first) for first, last, after in group)
    old, new = stop - start, stop - start + grown
    here = f"@@ -{_range(base + start, old)} +{_range(base + start + moved, new)} @@\n".encode()
    return here + b"".join(body), grown


def _range(start: int, count: int) -> str:
    return f"{start + (1 if count else 0)},{count}"


def _marked(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + b"\n\\ No newline at end of file\n"


def quoted(name: str) -> str:
    r"""A file's name as git writes it: in quotes where it holds what would confuse a reader.

    >>> quoted("a/plain.txt"), quoted("a/tab\there")
    ('a/plain.txt', '"a/tab\\there"')
    """
    special = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    spelt = "".join(
        special.get(c)
        or (c if " " <= c <= "~" else "".join(f"\\{b:03o}" for b in c.encode("utf-8", "surrogateescape")))
        for c in name
    )
    return name if spelt == name else f'"{spelt}"'
