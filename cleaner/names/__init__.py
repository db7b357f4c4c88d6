"""Names as they should be: the glossary, the forms that machines make of its names, and how near words come to them.

`entries` reads the user's files, `user_glossary` holds what they say; `exact` finds what is spelt right and the
confirmed aliases; `likeness` compares letters and sounds, `near_names` finds the few names worth comparing, `matching`
the places of a text, `confidence` says how sure each is, `written` how the name is written there; `clusters` gathers
the spellings that are proposed as aliases.
"""
