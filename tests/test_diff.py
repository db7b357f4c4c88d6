"""The diff is judged by those who will read it: `git apply` and `patch -p1` must give exactly the corrected file."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.formats import Source
from cleaner.model.unified_diff import ByteEdit, unified
from cleaner.text.edits import Occupied

# A clone needs git; a small machine may have no patch.
READERS = ["git apply -", *(["patch -p1 --binary -s"] if shutil.which("patch") else [])]

FILES = st.lists(
    st.sampled_from([b"a", b"b", b"\n", b"\n", b"\r\n", b" ", b"\xe9", b"\xf0\x9f\x99\x82", b"\x0c"]),
    max_size=60,
).map(b"".join)


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, list[ByteEdit]]:
    data = draw(FILES)
    occupied, edits = Occupied(), []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 5)))
        if occupied.free(start, end):
            occupied.take(start, end)
            edits.append(ByteEdit(start, end, draw(st.sampled_from([b"", b"x", b"yy", b"\n", b"z\n", b"\nz"]))))
    return data, sorted(edits, key=lambda e: (e.start, e.end))


def _applied(command: str, folder: Path, name: str, data: bytes, diff: bytes) -> bytes:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    done = subprocess.run(command.split(), input=diff, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace") + "\n" + diff.decode(errors="replace")
    return file.read_bytes() if file.exists() else b""


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edited())
def test_its_readers_make_the_corrected_file_of_it(
    tmp_path: Path, reader: str, case: tuple[bytes, list[ByteEdit]]
) -> None:
    data, edits = case
    wanted = Source("a.txt", data, ()).rewritten(edits)
    diff = unified("a.txt", data, edits)
    assert bool(diff) == (wanted != data)
    if diff and wanted:
        assert _applied(reader, tmp_path, "a.txt", data, diff) == wanted


@pytest.mark.parametrize("name", ["with space.txt", "ünïcode/naïve.txt", "tab\there.txt", 'a"b.txt', "deep/er/x.txt"])
def test_any_file_name_can_be_patched(tmp_path: Path, name: str) -> None:
    diff = unified(name, b"tbe end\n", [ByteEdit(0, 3, b"the")])
    assert _applied("git apply -", tmp_path, name, b"tbe end\n", diff) == b"the end\n"


def test_no_edits_no_diff() -> None:
    assert unified("a.txt", b"the end\n", []) == b""
    assert unified("a.txt", b"the end\n", [ByteEdit(0, 3, b"the")]) == b""


def test_three_lines_stand_on_each_side_and_near_changes_share_a_hunk() -> None:
    lines = b"".join(b"%02d\n" % i for i in range(1, 31))
    far, near = 3 * 19, 3 * 10  # the 20th and the 11th line
    hunks = [line for line in unified("a.txt", lines, [ByteEdit(far, far + 2, b"x")]).splitlines() if b"@@" in line]
    assert hunks == [b"@@ -17,7 +17,7 @@"]
    for other, found in ((near, 2), (far - 3 * 7, 1)):
        both = unified("a.txt", lines, [ByteEdit(other, other + 2, b"x"), ByteEdit(far, far + 2, b"x")])
        assert both.count(b"\n@@") == found
