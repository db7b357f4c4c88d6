"""The review in a terminal: its keys, and how it shows a question."""
