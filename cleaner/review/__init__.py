"""Review: a person looks at what a run found.

`questions` knows what to ask, in which order, and what an answer does; `terminal` and `web` only show its
questions and bring its answers.
"""
