"""Review: a person looks at what a run found, and answers it.

`session` is the one engine: `catalogue` says what there is to ask and `session` carries the answers out.  `terminal`
and `web` are two views of it with their keys.  The terminal asks one question after another (`navigation`); the page
shows what its address names.
"""
