"""The pictures of doubtful words: pieces of the page images that hOCR, ALTO and PAGE files were read from."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from cleaner.files.page_images import NoPictureError, Shares, at_hand, cut_out
from cleaner.formats import Unreadable, format_read, read
from cleaner.formats.scans.layout import LayoutContainer
from cleaner.formats.scans.pictured import PageBoxes
from cleaner.ledger import Ledger
from cleaner.model import Finding

SCANS = frozenset({"hocr", "alto", "page"})
KEPT = 16  # files whose boxes are kept: those of the questions in view


class Pictures:
    """The page images at hand: beside the files that name them, and in `folder`."""

    def __init__(self, ledger: Ledger, folder: Path | None = None) -> None:
        self._ledger, self._folder = ledger, folder
        self._is_scan: dict[str, bool] = {}
        self._boxes: dict[str, PageBoxes | None] = {}

    def may_show(self, path: str) -> bool:
        """Whether a file's words have places on a page."""
        if path not in self._is_scan:
            data, options, _ = self._ledger.file(path)
            self._is_scan[path] = format_read(path, data, options) in SCANS
        return self._is_scan[path]

    def of(self, path: str, finding: Finding) -> partial[bytes]:
        """What cuts out a finding's picture, as JPEG; it needs no ledger, and so may be called in any thread.

        Raises `NoPictureError`, as does the call.
        """
        boxes = self._boxes_of(path) if self.may_show(path) else None
        found = boxes.of(finding.start, finding.end) if boxes else None
        if found is None:
            raise NoPictureError("the file does not tell where the word stands")
        origin = self._ledger.origin(path)
        folders = [folder for folder in (origin and origin.parent, self._folder) if folder]
        image = at_hand(found.image, Path(path), folders)
        if image is None:
            raise NoPictureError(f"the page image {found.image or 'of ' + path} is not at hand")
        return partial(cut_out, image, found.page, Shares(*found.box))

    def _boxes_of(self, path: str) -> PageBoxes | None:
        if path not in self._boxes:
            data, options, _ = self._ledger.file(path)
            try:
                (document,) = read(path, data, options).documents
            except (Unreadable, ValueError):
                return None
            if len(self._boxes) >= KEPT:
                self._boxes.pop(next(iter(self._boxes)))
            container = document.container
            self._boxes[path] = PageBoxes(container) if isinstance(container, LayoutContainer) else None
        return self._boxes[path]
