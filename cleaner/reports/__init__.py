"""Views of a run: one file a report."""
