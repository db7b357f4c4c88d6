"""What a model puts around a text that it was asked for, and answers that are no text at all.

The frame (a code fence, `Here is the corrected text:`) is taken off before the versions are compared, unless the
original has it too.  An answer that is no version of the text cannot be judged edit by edit: `no_version` says why.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from cleaner.text.word_keys import keys

_FENCE = re.compile(r"\A\s*(`{3,}|~{3,})[\w.+-]*[ \t]*\n(?P<text>.*?)\n?[ \t]*\1\s*\Z", re.DOTALL)
_PREFACE = re.compile(
    r"\A\s*(?:sure|certainly|of course|okay|ok)?[,.!]?\s*(?:here(?:'s|’s| is| are)|below is|the following is|this is)"
    r"[^\n]{0,40}\b(?:corrected|cleaned|fixed|revised|edited|restored|rewritten|transcribed|text|version|article|"
    r"transcription)\b[^\n]{0,60}:[ \t]*\n+",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:I(?:'m| am|’m) (?:sorry|unable|not able)|I (?:cannot|can['’]t|can not|won['’]t|apologi[sz]e)"
    r"|as an AI\b|as a (?:large )?language model|(?:please|could you) (?:provide|share|paste) (?:the|your|me)\b)",
    re.IGNORECASE,
)
#: a refusal is told apart from a text that quotes one by its place and by what it shares with the original: among the
#: first characters, and fewer than half of its words
OPENING, SHARED = 200, 0.5
#: a text of so many words that shares less than so much of them with the original is another text.  The worst reading
#: of a worn page of BLN600 shares 0.5; two unrelated articles share up to 0.45, nearly all of it small words
ENOUGH, ANOTHER = 40, 0.2
#: words as common as these say nothing of which text it is
_SHORT = 3


class Unframed(NamedTuple):
    """A version without its frame, and what was taken off, in words."""

    text: str
    notices: tuple[str, ...] = ()


def unframed(original: str, version: str) -> Unframed:
    """The version without a fence or a preface that the original does not have.

    >>> unframed("Tbe man.", "Here is the corrected text:\\n\\n```text\\nThe man.\\n```\\n").text
    'The man.'
    >>> unframed("```\\nx = 1\\n```", "```\\nx = 1\\n```").notices
    ()
    """
    notices: list[str] = []
    if (preface := _PREFACE.match(version)) and not _PREFACE.match(original):
        notices.append(f"the second version opens with “{preface[0].strip()}”, which was taken off")
        version = version[preface.end() :]
    if (fence := _FENCE.match(version)) and not _FENCE.match(original):
        notices.append("the second version stands in a code fence, which was taken off")
        version = fence["text"]
    return Unframed(version, tuple(notices))


def no_version(original: str, version: str) -> str:
    """Why an answer is no version of the text, in words; "" where it is one.

    >>> no_version("Tbe man sat down.", "I'm sorry, but I cannot help with that.")
    "a refusal, not a text: “I'm sorry, but I cannot help with that.”"
    >>> no_version("“I cannot help with tbat,” he said.", "“I cannot help with that,” he said.")
    ''
    """
    if not version.strip():
        return "" if not original.strip() else "empty"
    theirs, ours = keys(version), Counter(keys(original))
    shared = sum((Counter(theirs) & ours).values())
    if _REFUSAL.search(version[:OPENING]) and shared < SHARED * len(theirs):
        line = version.strip().split("\n")[0]
        return f"a refusal, not a text: “{line[:80]}{'…' if len(line) > 80 else ''}”"
    telling = [word for word in theirs if len(word) > _SHORT]
    if len(telling) >= ENOUGH and sum(ours.values()) >= ENOUGH:
        share = sum((Counter(telling) & ours).values()) / len(telling)
        if share < ANOTHER:
            return f"another text: only {share:.0%} of its longer words stand in the first version"
    return ""
