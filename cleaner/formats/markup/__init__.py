"""Text in markup that must not move: what HTML, EPUB, DOCX and files of scans share."""
