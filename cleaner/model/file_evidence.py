"""What the short records of a file show together, as it travels with each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """That a scanner has read short records of a file (`diagnosis/short_records.py`).

    `scanned`: how likely one of them is a scan, before it is looked at; `rate`: which share of a scanned record's words
    in small letters a common confusion explains; `detail`: all this in words; `shares`: how noisy the records are, as
    shares of unknown words and of words that a common confusion explains.
    """

    scanned: float
    rate: float
    detail: str
    shares: tuple[float, float]
