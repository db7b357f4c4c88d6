"""What goes through a format unharmed: everything but the words that change."""

import json

import jsonschema
import pytest
from command import cleaner
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats import FORMATS, Unreadable, function, read
from cleaner.formats.decoding import decoded
from cleaner.formats.markdown import protected


@given(st.lists(st.text(), max_size=5), st.booleans(), st.booleans())
def test_json_lines_without_edits_come_back_byte_for_byte(texts: list[str], escaped: bool, crlf: bool) -> None:
    end = "\r\n" if crlf else "\n"
    data = "".join(json.dumps({"n": 1.10, "text": t}, ensure_ascii=escaped) + end for t in texts).encode(
        "utf-8", "replace"
    )
    source = read("a.jsonl", data)
    assert source.rewritten(source.edits([])) == data
    assert len(source.documents) == len(texts)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_mark_and_line_ends_survive(encoding: str, end: str, elsewhere) -> None:  # type: ignore[no-untyped-def]
    text = (
        f"Tbe mayor and tbe clerk then left for a café.{end}{end}"
        f"The naïve façade of the old hôtel, he said, was déjà vu.{end}No newline"
    )
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    (elsewhere / "a.txt").write_bytes(mark + text.encode(encoding))
    ran = cleaner("clean", "a.txt", "-o", "out", cwd=elsewhere)
    assert ran.code == 0, ran.err
    wanted = text.replace("Tbe mayor and tbe", "The mayor and the")
    assert (elsewhere / "out/a.txt").read_bytes() == mark + wanted.encode(encoding)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"text\0with nul", "NUL"),
        (b"\xff\xfe\x00", "utf-16"),
        (b"\xef\xbb\xbf\xff", "utf-8"),
        (bytes(range(1, 256)) * 3, "iconv"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        decoded(data)


MARKDOWN = """---
title: tbe front matter
---
# A heading with prose

Prose with `tbe code` and [a link](http://tbe.example/UU.) and <b class="tbe">bold</b>.

```python
tbe = 1
```

    tbe indented

[ref]: http://tbe.example "tbe title"

> A quotation.
>
> ```
> tbe quoted
> ```

<pre>tbe
tbe</pre>

The cost $tbe^2$ and {{< tbe >}}.

```
tbe to the end
"""


def test_markdown_protects_all_that_is_not_prose() -> None:
    spans = list(protected(MARKDOWN))
    kept = "".join(c if any(a <= i < b for a, b in spans) else "·" for i, c in enumerate(MARKDOWN))
    assert kept.count("tbe") == MARKDOWN.count("tbe")
    for prose in ("A heading", "Prose with", "a link", "bold", "A quotation", "The cost"):
        assert prose not in kept


def test_a_bad_line_of_json_stops_nobody_else(elsewhere) -> None:  # type: ignore[no-untyped-def]
    lines = [
        b'{"id": 7, "n": 1.10, "text": "Tbe mayor and tbe clerk left.", "x": "\\u00e9"}',
        b"{broken",
        b'{"id": "b"}',
        b"",
        b'{"text": "Nothing wrong here.", "id": "c"}',
    ]
    (elsewhere / "a.jsonl").write_bytes(b"\n".join(lines))
    ran = cleaner("clean", "a.jsonl", "-o", "out", "--edits", cwd=elsewhere)
    assert ran.code == 2
    assert "a.jsonl:2: not JSON" in ran.err and "a.jsonl:3: no field 'text'" in ran.err
    lines[0] = lines[0].replace(b"Tbe mayor and tbe", b"The mayor and the")
    assert (elsewhere / "out/a.jsonl").read_bytes() == b"\n".join(lines)
    rows = [json.loads(line) for line in (elsewhere / "out/edits.jsonl").read_text().splitlines()]
    assert {r["doc"] for r in rows} == {"7"}
    schema = json.loads((ROOT / "docs/edits.schema.json").read_text())
    for row in rows:
        jsonschema.validate(row, schema)


def test_other_fields_by_name(elsewhere) -> None:  # type: ignore[no-untyped-def]
    (elsewhere / "a.jsonl").write_text(
        '{"name": "x", "body": "Tbe mayor and tbe clerk", "text": "Tbe mayor and tbe clerk"}\n'
    )
    ran = cleaner(
        "clean",
        "a.jsonl",
        "-o",
        "out",
        "--text-field",
        "body",
        "--id-field",
        "name",
        "--edits",
        cwd=elsewhere,
    )
    assert ran.code == 0
    assert json.loads((elsewhere / "out/a.jsonl").read_text()) == {
        "name": "x",
        "body": "The mayor and the clerk",
        "text": "Tbe mayor and tbe clerk",
    }
    assert json.loads((elsewhere / "out/edits.jsonl").read_text().splitlines()[0])["doc"] == "x"


def test_every_format_is_documented_and_no_ending_has_two() -> None:
    page = (ROOT / "docs/formats.md").read_text("utf-8")
    assert [name for name in FORMATS if f"| `{name}` |" not in page] == []
    endings = [ending for format in FORMATS.values() for ending in (*format.suffixes, *format.when_named)]
    assert len(endings) == len(set(endings)) and [e for e in endings if f"`{e}`" not in page] == []


def test_every_function_of_a_format_is_there() -> None:
    """A module is imported when a file of its format comes: this is what tells a name that was mistyped."""
    named = [place for f in FORMATS.values() for place in (f.read, f.shows, f.divided) if place]
    assert len(named) > len(FORMATS) and all(callable(function(place)) for place in named)
