"""Where the shipped rules and data lie (in the wheel beside the code, in a checkout at the top), and a user's state."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
DATA = PACKAGE / "data"


def shipped_rules() -> Path:
    """The folder of the shipped packs."""
    inside = PACKAGE / "rules"
    return inside if inside.is_dir() else PACKAGE.parent / "rules"


def state() -> Path:
    """The folder of what must not be lost: `CLEANER_STATE`, else where the system keeps a user's state.

    It holds what `clean --in-place` replaced, and the ledgers of an OUT that lies elsewhere, with people's answers.
    """
    if own := os.environ.get("CLEANER_STATE"):
        return Path(own)
    from platformdirs import user_state_dir

    return Path(user_state_dir("cleaner", appauthor=False))


def cache() -> Path:
    """The folder of what costs only time to make again: `CLEANER_CACHE`, else where the system keeps such things."""
    if own := os.environ.get("CLEANER_CACHE"):
        return Path(own)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("cleaner", appauthor=False))


def kept_for(working: Path) -> Path:
    """The folder in `state` for runs in a working folder: its name, and a digest of its path."""
    import hashlib

    whole = working.resolve()
    digest = hashlib.sha256(os.fsencode(whole)).hexdigest()[:12]
    return state() / "in-place" / f"{whole.name[:40]}-{digest}"
