"""The JSON Schema of a pack, for editors: made from `schema.FIELDS`, so that it cannot say something else.

In an editor with a YAML language server, the first line of a pack

    # yaml-language-server: $schema=https://…/docs/rules.schema.json

gives completion, the words of the reference, and the same refusals as loading.
"""

from __future__ import annotations

import json
from typing import Any

from cleaner.model import Tier
from cleaner.rulebook.rule import CLASSES, GIVES, HARMS, KINDS, PLACES, REACHES
from cleaner.rulebook.schema import FIELDS

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
TEXTS: Shape = {"oneOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
PAIRS: Shape = {"type": "object", "additionalProperties": TEXT}
TABLE: Shape = {"type": "object", "additionalProperties": TEXTS, "minProperties": 1}


def _object(properties: Shape, *required: str) -> Shape:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }


def _one_or_more(shape: Shape) -> Shape:
    return {"oneOf": [shape, {"type": "array", "items": shape}]}


CUES = _one_or_more({"oneOf": [TEXT, _object({"any": TEXTS, "within": {"enum": list(REACHES)}}, "any")]})
ITEM: Shape = {
    "oneOf": [
        TEXT,
        _object(
            {"word": TEXTS, "class": {"enum": list(CLASSES)}, "any": {"const": True}, "not": TEXTS}
            | {"optional": {"type": "boolean"}}
        )
        | {"oneOf": [{"required": [key]} for key in ("word", "class", "any")]},
    ]
}
SHAPES: dict[str, Shape] = {
    "extends": TEXT,
    "find": TEXTS,
    "words": TABLE,
    "pattern": {"type": "string", "format": "regex"},
    "confusion": TABLE,
    "segment": TEXT,
    "tokens": {"type": "array", "items": ITEM, "minItems": 1},
    "fix": TEXTS,
    "inflect": {"enum": ["noun", "verb", "adjective"]},
    "tier": {"enum": [str(tier) for tier in Tier]},
    "why": TEXT,
    "near": CUES,
    "never": CUES,
    "unless": TEXTS,
    "where": _one_or_more({"enum": list(PLACES)}),
    "before": TEXT,
    "after": TEXT,
    "case": {"enum": ["keep", "exact"]},
    "prior": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    "evidence": {"oneOf": [{"type": "number"}, {"type": "object", "additionalProperties": {"type": "number"}}]},
    "gives": {"enum": list(GIVES)},
    "harm": {"enum": list(HARMS)},
    "tags": TEXTS,
    "refs": TEXTS,
    "note": TEXT,
    "tests": _object({"fix": PAIRS, "flag": TEXTS, "keep": TEXTS, "known_fail": PAIRS}),
}


def of_packs() -> Shape:
    """The schema as plain values.  A field without a shape here is a `KeyError`, and a test makes one."""
    fields = {name: SHAPES[name] | {"description": told} for name, (_, _, told) in FIELDS.items()}
    kinds = [{"required": [kind]} for kind in KINDS]
    # `why` is required too, but may stand in `defaults`.
    rule = _object(fields) | {"anyOf": [{"oneOf": kinds, "required": ["tests"]}, {"required": ["extends"]}]}
    pack = {
        "rules": {
            "description": "name → rule; the rule's id is the folder below the rules' root, and this name",
            "type": "object",
            "patternProperties": {"^[a-z0-9_-]+$": {"$ref": "#/$defs/rule"}},
            "additionalProperties": False,
        },
        "damage": {"description": "which damage these rules mend; without it, the folder"} | TEXT,
        "defaults": {"description": "fields that every rule here has unless it says otherwise"} | _object(fields),
        "without": {"description": "ids of rules to switch off; * is allowed (mt/es/*)"} | TEXTS,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A pack of rules for cleaner",
        "$defs": {"rule": rule},
        **_object(pack),
    }


def as_text() -> str:
    """What `cleaner rules schema` prints and `docs/rules.schema.json` holds."""
    return json.dumps(of_packs(), indent=1, ensure_ascii=False) + "\n"
