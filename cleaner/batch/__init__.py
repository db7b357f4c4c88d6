"""Many files: which ones a run reads, and what becomes of each."""
