"""Zip archives whose members hold texts: EPUB and DOCX.

Only members with edits are packed anew, each in its own kind of compression.  All other bytes of the archive are
copied: other members, their order, what stands between them.  Nothing is unpacked to a place, so a member's name names
no file, and no member is read past `LARGEST`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate, pairwise

from cleaner.formats.source import Unreadable
from cleaner.model.unified_diff import ByteEdit, spliced

LARGEST = 64_000_000  # bytes of a member, unpacked; a long novel has 2 MB
ALL = 256_000_000  # bytes of all members that are read
MOST = 20_000  # members
# A member's head, its entry in the directory, the directory's end: PKWARE's APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16.
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END_SIGN = b"PK\5\6"
_FOLLOWS, _ENCRYPTED, _WIDE = 0x08, 0x01, 0xFFFFFFFF  # sizes follow the member; it is encrypted; a size is elsewhere
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)


class Archive:
    """An archive in memory.  Raises `Unreadable` for what is none."""

    def __init__(self, data: bytes, what: str) -> None:
        """`what`: what the file should be, for messages."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._end = data.rindex(_END_SIGN)
            self._size, self._first = _END.unpack_from(data, self._end)[5:7]
        except _BROKEN as error:
            raise Unreadable(f"it is no whole {what}: {_why(error)}; it was cut off, or is no such file") from None
        self.data, self._what, self._read = data, what, 0
        self.names = [member.filename for member in self._zip.infolist()]
        self._times = Counter(self.names)
        if len(self.names) > MOST:
            raise Unreadable(f"it has {len(self.names):,} members, and a {what} at most {MOST:,}")

    def __contains__(self, name: str) -> bool:
        return name in self._times

    def read(self, name: str) -> bytes:
        """A member's bytes.  Raises `Unreadable`."""
        if name not in self:
            raise Unreadable(f"there is no {name} in it: it is no whole {self._what}")
        if self._times[name] > 1:
            raise Unreadable(f"{name} is in it {self._times[name]} times, and nobody can say which one counts")
        member = self._zip.getinfo(name)
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(f"{name} is encrypted; save the file without a password")
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable(f"{name} is packed in a way that we do not write (kind {member.compress_type})")
        most = min(LARGEST, ALL - self._read)
        try:
            with self._zip.open(member) as file:
                found = file.read(most + 1)
        except _BROKEN as error:
            raise Unreadable(f"{name} is broken: {_why(error)}") from None
        self._read += len(found)
        if len(found) > most:
            raise Unreadable(f"{name} unpacks to more than {most // 1_000_000} MB: a bomb, or no text")
        return found

    def again(self, name: str) -> bytes:
        """The bytes of a member that was read before."""
        return self._zip.read(name)

    def with_members(self, new: Mapping[str, bytes]) -> bytes:
        """The archive in which some members hold something else.  Raises `Unreadable` for one that we cannot write."""
        members = self._zip.infolist()
        directory = self._end - self._size
        if directory != self._zip.start_dir:
            raise Unreadable("it is a ZIP64 archive, which we do not write; pack it anew")
        bounds = sorted({*(m.header_offset for m in members), directory})
        following = dict(pairwise(bounds))
        edits, grown = [], []
        for member in members:
            if member.filename in new:
                edit, facts = self._packed(member, following[member.header_offset], new[member.filename])
                edits.append(edit)
                grown.append((member.header_offset, facts, len(edit.data) - (edit.end - edit.start)))
        grown.sort()
        changed = {at: facts for at, facts, _ in grown}
        starts, totals = list(changed), [0, *accumulate(more for _, _, more in grown)]
        entries, at = [], directory
        for member in members:
            entry = self._entry(at)
            at += len(entry)
            moved = totals[bisect_left(starts, member.header_offset)]
            entries.append(_entered(entry, moved, changed.get(member.header_offset)))
        between, whole = self.data[at : self._end], b"".join(entries)
        end = list(_END.unpack_from(self.data, self._end))
        end[5], end[6] = len(whole) + len(between), self._first + totals[-1]
        edits.append(ByteEdit(directory, self._end + _END.size, whole + between + _END.pack(*end)))
        return spliced(self.data, sorted(edits, key=lambda e: e.start))

    def _packed(self, member: zipfile.ZipInfo, bound: int, new: bytes) -> tuple[ByteEdit, tuple[int, int, int, int]]:
        """The edit that puts `new` for a member's bytes, and its flags, its checksum and its sizes then."""
        head = list(_LOCAL.unpack_from(self.data, member.header_offset))
        begin = member.header_offset + _LOCAL.size
        named, data = begin + head[9], begin + head[9] + head[10]
        end = bound if head[2] & _FOLLOWS else data + member.compress_size
        if end > bound:
            raise Unreadable(f"{member.filename} runs into the next member: the {self._what} is broken")
        packed = new
        if member.compress_type == zipfile.ZIP_DEFLATED:
            packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
            packed = packer.compress(new) + packer.flush()
        facts = head[2] & ~_FOLLOWS, zlib.crc32(new), len(packed), len(new)
        extra = _narrow(self.data[named:data])
        head[2], head[6], head[7], head[8], head[10] = *facts, len(extra)
        written = _LOCAL.pack(*head) + self.data[begin:named] + extra + packed
        return ByteEdit(member.header_offset, end, written), facts

    def _entry(self, at: int) -> bytes:
        """The entry of the directory that begins here."""
        lengths = _ENTRY.unpack_from(self.data, at)[10:13]
        return self.data[at : at + _ENTRY.size + sum(lengths)]


def _entered(entry: bytes, moved: int, facts: tuple[int, int, int, int] | None) -> bytes:
    """An entry of the directory whose member has moved, and was packed anew if there are new facts of it."""
    head = list(_ENTRY.unpack_from(entry))
    if head[16] == _WIDE:
        raise Unreadable("it is a ZIP64 archive, which we do not write; pack it anew")
    head[16] += moved
    named = _ENTRY.size + head[10]
    name, extra, comment = entry[_ENTRY.size : named], entry[named : named + head[11]], entry[named + head[11] :]
    if facts:
        extra = _narrow(extra)
        head[3], head[7], head[8], head[9], head[11] = *facts, len(extra)
    return _ENTRY.pack(*head) + name + extra + comment


def _narrow(extra: bytes) -> bytes:
    """A member's extra fields without that of ZIP64, which says its sizes again."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        kept += b"" if kind == 1 else extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]


def _why(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
