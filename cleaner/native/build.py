"""Building the compiled core: `python cleaner/native/build.py [FOLDER]`.

It needs any C compiler and no header of Python's: `$CC`, `cc`, `gcc`, `clang`, or the one that `pip install ziglang`
brings, which builds for other systems too (`TARGETS`).  `hatch_build.py` calls it when a wheel or an editable install
is made, the suite calls it for its comparisons.  Only the standard library is imported: nothing else is installed then.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "source"
#: the library's name on this system
NAME = {"win32": "core.dll", "darwin": "core.dylib"}.get(sys.platform, "core.so")
#: the compiler that pip brings
ZIG = (sys.executable, "-m", "ziglang", "cc")
#: the platforms that wheels are made for, with zig's name of each: no newer than the oldest system that pip calls so
TARGETS = {
    "manylinux_2_17_x86_64.manylinux2014_x86_64": "x86_64-linux-gnu.2.17",
    "manylinux_2_17_aarch64.manylinux2014_aarch64": "aarch64-linux-gnu.2.17",
    "musllinux_1_1_x86_64": "x86_64-linux-musl",
    "musllinux_1_1_aarch64": "aarch64-linux-musl",
    "macosx_11_0_arm64": "aarch64-macos.11.0",
    "macosx_11_0_x86_64": "x86_64-macos.11.0",
    "win_amd64": "x86_64-windows-gnu",
}
#: results must be equal to Python's to the last bit, so no multiplication is fused with an addition
FLAGS = ("-std=c11", "-O2", "-shared", "-ffp-contract=off", "-fvisibility=hidden")
#: so long a compiler may take, in seconds: zig builds its own C library first
PATIENCE = 300


class NoCompilerError(RuntimeError):
    """No compiler could build the core; the message says what each of them said."""


def sources() -> int:
    """A CRC of the C files, which ties a library to them."""
    crc = 0
    for path in sorted(SOURCE.glob("*.[ch]")):
        crc = zlib.crc32(path.read_bytes(), crc)
    return crc


def compilers() -> Iterator[Sequence[str]]:
    """The commands of the compilers that are at hand, the user's own first."""
    for command in (os.environ.get("CC"), "cc", "gcc", "clang"):
        if command and shutil.which(shlex.split(command)[0]):
            yield shlex.split(command)
    if find_spec("ziglang"):
        yield ZIG


def build(folder: Path = HERE, platform: str = "") -> Path:
    """Build the library into a folder; the first compiler that can do it is used.  `NoCompilerError` if none can.

    `platform`: a key of `TARGETS`, where it is not to run on this machine; ziglang must be installed then.
    """
    if platform and platform not in TARGETS:
        raise NoCompilerError(f"no target {platform}; there are {', '.join(TARGETS)}")
    commands = [(*ZIG, "-target", TARGETS[platform])] if platform else compilers()
    target = folder / (_name(TARGETS[platform]) if platform else NAME)
    independent = () if target.suffix == ".dll" else ("-fPIC",)
    tried = []
    import tempfile  # the program imports this module at each start

    with tempfile.TemporaryDirectory(dir=folder) as beside:  # a half-written library is never at its place
        made = Path(beside) / target.name
        files = map(str, sorted(SOURCE.glob("*.c")))
        options = [*FLAGS, *independent, f"-DSOURCES={sources()}u", "-o", str(made), *files]
        for command in commands:
            try:
                done = subprocess.run(
                    [*command, *options], capture_output=True, text=True, timeout=PATIENCE, check=False
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                tried.append(f"{' '.join(command)}: {error}")
                continue
            if done.returncode == 0 and made.exists():
                return made.replace(target)
            tried.append(f"{' '.join(command)}: {done.stderr.strip()[:2000]}")
    raise NoCompilerError("\n".join(tried) or "no C compiler found; `pip install ziglang` brings one")


def _name(target: str) -> str:
    return "core.dll" if "windows" in target else "core.dylib" if "macos" in target else "core.so"


if __name__ == "__main__":
    try:
        print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE))
    except NoCompilerError as error:
        sys.exit(f"the compiled core was not built:\n{error}")
