"""Code, commands and file names in a text, known by their shape.

Code has punctuation inside a word where prose never has (`a_b`, `f()`, `d['k']`, `--dry-run`, `menu.lst`).  A line that
is half such signs, or has the form of a statement, is code as a whole; so is a block whose lines are mostly that.

Each pattern begins once in a run of its characters and does not backtrack, so the time is in proportion to the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from cleaner.text.expressions import compiled
from cleaner.text.lines import Line, Span, lines, on_lines, to_the_last

# Endings that name a kind of file and are no English word, so that "the end.so he" is not taken for one.
_ENDINGS = (
    "txt|md|rst|html?|xhtml|xml|jsonl?|ya?ml|toml|ini|cfg|conf|lst|log|csv|tsv|sql|py|pyc|ipynb|rb|js|ts|jsx|tsx|css"
    "|scss|sh|bash|zsh|ps1|exe|dll|dylib|cpp|hpp|cc|hh|php|pl|lua|tex|bib|pdf|docx?|xlsx?|pptx?|odt|ods|epub|rtf|png"
    "|jpe?g|gif|svg|webp|bmp|tiff?|ico|mp[34]|wav|ogg|flac|avi|mov|mkv|webm|zip|tar|gz|bz2|xz|tgz|rar|7z|iso|img|sqlite"
    r"|bak|tmp|pem|crt|rpm|deb|apk|whl|srt|vtt|so\.\d+"
)
# Shapes of a single token, each after a sign that it cannot be without, and that is found quickly.
_TOKENS: dict[str, tuple[regex.Pattern[str], regex.Pattern[str]]] = {
    "name with a low line": (compiled(r"_"), compiled(
        r"(?<!\w)(?<!/(?=f_[fil]))_*+[A-Za-z][A-Za-z0-9]*+(?:_++[A-Za-z0-9]++)++_*+(?!\w)|(?<!\w)__[a-z]\w*__(?!\w)")),
    "call": (compiled(r"(?<=\w)\("), compiled(
        r"(?<![\w.])[A-Za-z_]\w++(?:\.\w++)*+\(\)|(?<![\w.])[A-Za-z_]\w*+(?:\.\w++)++\([^()\n]{0,200}+\)")),
    "subscript": (compiled(r"(?<=\w)\["), compiled(
        r"(?<!\w)[A-Za-z_]\w*+\[(?:'[^'\n]{0,60}+'|\"[^\"\n]{0,60}+\"|[A-Za-z_]\w*+|-?\d*+:-?\d*+)\]")),
    "option": (compiled(r"--(?=[A-Za-z])"), compiled(
        r"(?<![^\s`'\"(\[])--[A-Za-z][A-Za-z0-9]*+(?:(?:-[A-Za-z0-9]++)++|(?==))(?:=\S++)?+")),
    "setting": (compiled(r"=(?=\S)"), compiled(
        r"(?<![\w.=])[A-Z][A-Z0-9_]++=(?=[/~$.\d\"'])\S++|(?<![\w.=])[A-Za-z_]\w*+==[\w.]++")),
    "scope": (compiled(r"::(?=\w)"), compiled(r"(?<!\w)[A-Za-z_]\w*+(?:::\w++)++")),
    "variable": (compiled(r"\$(?=[{A-Z_])"), compiled(r"\$\{[^{}\n]{1,60}+\}|\$[A-Z_]{3,}+(?!\w)")),
    "file in a folder": (compiled(r"/(?=[\w-]++\.[a-z])"), compiled(
        r"(?<![\w./\\-])[\w-]++/(?:[\w-]++/)*+[\w-]++\.[a-z]\w{0,3}+(?![\w./-])")),
    "checksum": (compiled(r"\d(?=[a-f])|[a-f](?=\d)"), compiled(
        r"(?<![\w.-])(?=[a-f]*+\d)(?=\d*+[a-f])[0-9a-f]{7,64}+(?!\w)")),
    "hidden file": (compiled(r"(?<![\w.])\.(?=[a-z])"), compiled(
        r"(?<![\w.])\.(?:(?:bash|zsh|vim|npm|nvm|net|curl|wget|screen|input|babel|eslint|pylint)rc|git[a-z]*+|env|profile|ssh|venv|bash_\w++)(?!\w)")),
}  # fmt: skip
_NAME = compiled(r"(?<![\w./\\-])[\w/\\-]*+\.[\w./\\-]++")  # with a dot in it
_ENDING = compiled(rf"(?i)(?<=[\w-])\.(?:{_ENDINGS})(?![\w-])")
# These may be words that lost their blank, or a dash and a word: code only in a text that shows code besides.
_BESIDES = (
    (compiled(r"(?<=[a-z])[A-Z]"), compiled(r"(?<!\w)[A-Z]?[a-z]++(?:[A-Z][a-z]++)++\d*+(?!\w)")),
    (compiled(r"-(?=[A-Za-z])"), compiled(r"(?<![^\s`'\"(\[])--?[A-Za-z][A-Za-z0-9-]*+(?!\w)")),
)

_STATEMENT = compiled(
    r"\s*+(?:"
    r"(?:\$|>>>|PS>|[A-Z]:\\[^>\n]{0,80}>) (?=[\w./~-])"  # a prompt
    r"|\.\. [a-z-]++::|#!\s*+/|#include\b|<\?(?:php|xml)\b"
    r"|(?:sudo|apt-get|npm|npx|kubectl|cmake|mkdir|chmod|chown|wget|systemctl) [\w./~-]|pip3? (?:un)?install "
    r"|(?:async )?def \w++\(|class \w++(?:\([^()\n]*+\))?+:\s*+$|from [\w.]++ import\b|for \w{1,2} in [\w.]"
    r"|(?:SELECT|INSERT INTO|DELETE FROM|CREATE TABLE|FROM) [^\n]*;\s*+$|(?:const|let|var) \w++ ?=|function \w*+\("
    r"|[A-Za-z_][\w.]*+(?:\[[^\]\n]{0,40}+\])?+ [-+*/|:]?= (?:[\"'\[({]|-?\d|[\w.]++(?:[(\[]|\s*+;?$))"
    r")"
)
# These are code beside other code only.
_PERHAPS = compiled(
    r"\s*+(?:"
    r"import [a-z_][\w.]*+(?: as \w++)?\s*+$|for \w++(?:, ?\w++)*+ in [^\n]*:|(?:if|elif|while)\b[^\n]*:"
    r"|(?:else|try|finally|except)\b[^\n]*:\s*+$|return\b|pass\s*+$|raise \w++|(?:print|assert)\b ?\(?|#|//|/?\*/?\s"
    r"|[A-Za-z_][\w.]*+(?:\[[^\]\n]{0,40}+\])?+ ?[-+*/|:]?= ?\S|\w[\w.]*+\("
    r"|[)\]}]++[:;,]*+\s*+$|[^\n]*(?:\{|\);|\\)\s*+$"
    r")"
)
_LITERAL = compiled(r"[^\n]*::\s*+|\s*+\.\. [a-z-]++::[^\n]*+")  # what stands deeper below is set as it is
_FENCE = compiled(r"[ \t>]*+(`{3,8}+)`*+([^`\n]*+)")


def codelike(text: str) -> Iterator[Span]:
    """Every span of code, in no order.

    >>> source = "Open menu.lst and call x.strip() there.\\n\\n$ make all"
    >>> [source[a:b] for a, b in codelike(source)]
    ['menu.lst', 'x.strip()', '$ make all']
    """
    tokens = code_tokens(text)
    code = [*tokens, *_blocks(text), *_statements(text, tokens)]
    if len(code) > 1:
        code += [span for sign, pattern in _BESIDES for span in on_lines(sign, pattern, text)]
    return iter(code)


def code_tokens(text: str) -> list[Span]:
    """Every token that is code wherever it stands, in order.

    >>> code_tokens("See menu.lst, or commit 5f0e77ab.")
    [(4, 12), (24, 32)]
    """
    found = (span for sign, pattern in _TOKENS.values() for span in on_lines(sign, pattern, text))
    return sorted([*found, *to_the_last(_NAME, _ENDING, text)])


def _blocks(text: str) -> Iterator[Span]:
    """Fenced code, and what stands deeper below a line that ends in `::`."""
    if "```" in text:
        yield from _fenced(list(lines(text)))
    if "::" in text:
        yield from _set_deeper(list(lines(text)))


def _fenced(all_lines: Sequence[Line]) -> Iterator[Span]:
    """From each fence that opens to the one that closes it: as many marks or more, and no word behind them."""
    fence, start = "", 0
    for at, line in all_lines:
        found = _FENCE.fullmatch(line) if "```" in line else None
        if not found:
            continue
        if not fence:
            fence, start = found[1], at
        elif found[1].startswith(fence) and not found[2].strip():
            yield start, at + len(line)
            fence = ""


def _set_deeper(all_lines: Sequence[Line]) -> Iterator[Span]:
    """What stands deeper than a line that ends in `::`, to the first line that does not."""
    depth: int | None = None
    start = end = -1
    for at, line in all_lines:
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        if depth is not None and indent > depth:
            start, end = (at if start < 0 else start), at + len(line)
            continue
        if start >= 0:
            yield start, end
        depth, start = indent if _LITERAL.fullmatch(line) else None, -1
    if start >= 0:
        yield start, end


def _statements(text: str, tokens: Sequence[Span]) -> Iterator[Span]:
    """Lines that are code by their form, and the whole block where half of its lines are or may be."""
    starts = [start for start, _ in tokens]
    for blank, group in groupby(lines(text), key=lambda line: not line[1].strip()):
        if blank:
            continue
        block = list(group)
        sure = [_is_statement(line, starts, tokens) for line in block]
        perhaps = [known or bool(_PERHAPS.match(line)) for known, (_, line) in zip(sure, block, strict=True)]
        if any(sure) and 2 * sum(perhaps) >= len(block):
            yield block[0][0], block[-1][0] + len(block[-1][1])
        else:
            yield from ((at, at + len(line)) for known, (at, line) in zip(sure, block, strict=True) if known)


def _is_statement(line: Line, starts: Sequence[int], tokens: Sequence[Span]) -> bool:
    at, says = line
    if _STATEMENT.match(says):
        return True
    inside = tokens[bisect_left(starts, at) : bisect_left(starts, at + len(says))]
    return len(inside) > 1 and 2 * sum(b - a for a, b in inside) >= len(says.strip())
