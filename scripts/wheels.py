"""Build the wheels of a release: `python scripts/wheels.py DIST`.

One for each platform of `TARGETS` (`cleaner/native/build.py`), with the compiled core, built here by ziglang; one that
is pure Python for all others; and the source.  It needs `pip install build ziglang`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cleaner.native.build import TARGETS

ROOT = Path(__file__).parent.parent


def main(dist: Path) -> None:
    """Build all of them into a folder."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist.resolve())]
    subprocess.run([*command, "--sdist"], cwd=ROOT, check=True)
    for platform in ("any", *TARGETS):
        environment = {**os.environ, "CLEANER_WHEEL_FOR": platform}
        subprocess.run([*command, "--wheel"], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
