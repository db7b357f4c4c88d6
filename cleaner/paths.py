"""Where the shipped rules and data lie: in the wheel beside the code, in a checkout at the top."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
DATA = PACKAGE / "data"


def shipped_rules() -> Path:
    """The folder of the shipped packs."""
    inside = PACKAGE / "rules"
    return inside if inside.is_dir() else PACKAGE.parent / "rules"
