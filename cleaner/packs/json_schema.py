"""The JSON Schema of a pack, for editors; it is made from `schema.FIELDS`, so that both always agree.

In an editor with a YAML language server, the first line of a pack

    # yaml-language-server: $schema=https://…/docs/rules.schema.json

gives completion, the descriptions of the reference, and the same errors as loading.
"""

from __future__ import annotations

import json

from cleaner.rulebook.fields import TEXT, TEXTS, Shape, closed
from cleaner.rulebook.rule import KINDS
from cleaner.rulebook.schema import FIELDS, RETIRED


def of_packs() -> Shape:
    """The schema as plain values."""
    fields = {name: reader.shape | {"description": told} for name, (reader, _, told) in FIELDS.items()}
    fields |= {name: {"deprecated": True, "description": "is not read any more; take it out"} for name in RETIRED}
    kinds = [{"required": [kind]} for kind in KINDS]
    # `why` is required too, but may stand in `defaults`.
    rule = closed(fields) | {"anyOf": [{"oneOf": kinds, "required": ["tests"]}, {"required": ["extends"]}]}
    forms = {"enum": ["noun", "verb", "adjective"]}
    names = ("words", "of", "without", "refs")
    word_class = closed(dict.fromkeys(names, TEXTS) | {"inflect": forms, "note": TEXT})
    pack = {
        "rules": {
            "description": "name → rule; the rule's id is the folder below the rules' root, and this name",
            "type": "object",
            "patternProperties": {"^[a-z0-9_-]+$": {"$ref": "#/$defs/rule"}},
            "additionalProperties": False,
        },
        "classes": {
            "description": "name → a list of words, which patterns and cues may name: {class: NAME}",
            "type": "object",
            "patternProperties": {"^[a-z][a-z0-9-]*$": {"oneOf": [TEXTS, word_class]}},
            "additionalProperties": False,
        },
        "damage": {"description": "which damage these rules mend; without it, the folder"} | TEXT,
        "defaults": {"description": "fields that every rule here has unless it says otherwise"} | closed(fields),
        "without": {"description": "ids of rules to switch off; * is allowed (mt/es/*)"} | TEXTS,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A pack of rules for cleaner",
        "$defs": {"rule": rule},
        **closed(pack),
    }


def as_text() -> str:
    """What `cleaner rules schema` prints and `docs/rules.schema.json` holds."""
    return json.dumps(of_packs(), indent=1, ensure_ascii=False) + "\n"
