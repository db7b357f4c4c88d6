"""JSON, JSON Lines and CSV: the named texts are found and mended, and nothing else of the file moves."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from command import cleaner
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner import formats
from cleaner.formats import NoText, ReadOptions, Source, Unreadable
from cleaner.model import Cleaned, Diagnosis, Edit, Finding, Record, Suggestion, Tier, Verdict

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def rewritten(source: Source, change: Callable[[str], Sequence[Edit]]) -> bytes:
    """The file with these edits of each of its texts, gone through as the pipeline's are."""
    cleaned = [
        Cleaned(d, "", Diagnosis(), tuple(_record(d.text, e) for e in sorted(change(d.text), key=lambda e: e.start)))
        for d in source.documents
    ]
    return source.rewritten(source.edits(cleaned))


def _record(text: str, edit: Edit) -> Record:
    finding = Finding(edit.start, edit.end, "a/b", "ocr", Tier.SAFE, (Suggestion(edit.text),), "why")
    return Record(finding, Verdict.FIX, "", text[edit.start : edit.end])


def every(old: str, new: str) -> Callable[[str], Sequence[Edit]]:
    """All places of a word, replaced."""

    def change(text: str) -> Sequence[Edit]:
        places = [i for i in range(len(text)) if text.startswith(old, i)]
        return [Edit(i, i + len(old), new) for i in places]

    return change


# ------------------------------------------------------------------ nothing to do, nothing done


@given(
    VALUES, TEXTS, st.booleans(), st.sampled_from([None, 1]), st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)  # fmt: skip
def test_json_comes_back_byte_for_byte(
    other: object, text: str, escaped: bool, indent: int | None, end: str, encoding: str
) -> None:
    value = {"before": other, "deep": [{"text": text}], "text": [text, "x"], "after": other}
    written = json.dumps(value, ensure_ascii=escaped, indent=indent).replace("\n", end)
    data = written.encode(encoding, "surrogatepass")
    try:
        source = formats.read("a.json", data)
    except Unreadable:  # half a character outside a text, which no encoding has
        assert any("\ud800" <= c <= "\udfff" for c in written)
        return
    (document,) = source.documents
    gap = formats.records.GAP
    assert document.text.startswith(text + gap + text + gap + "x") or '"text"' in json.dumps(other)
    assert rewritten(source, lambda _: []) == data


@given(st.lists(TEXTS, max_size=5), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_json_lines_come_back_byte_for_byte(texts: list[str], escaped: bool, end: str) -> None:
    data = "".join(json.dumps({"n": 1.10, "text": t}, ensure_ascii=escaped) + end for t in texts).encode()
    source = formats.read("a.jsonl", data)
    assert [d.text for d in source.documents] == texts
    assert rewritten(source, lambda _: []) == data


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_tables_are_read_as_others_read_them_and_come_back(
    rows: list[list[str]], delimiter: str, quoting: int, end: str
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    text = written.getvalue()
    assert [[c.reads for c in row] for row in formats.csv_table.rows(text, delimiter)] == rows
    data = ("name" + delimiter + "body" + delimiter + "n" + end + text).encode()
    try:
        source = formats.read("a.csv", data, ReadOptions(text_field=("body",)))
    except Unreadable:
        return
    assert rewritten(source, lambda _: []) == data


# ------------------------------------------------------------------ the texts are mended, all else stays


@given(st.lists(TEXTS, min_size=1, max_size=4), st.booleans(), TEXTS)
def test_mended_json_is_what_a_program_would_have_written(texts: list[str], escaped: bool, new: str) -> None:
    """In each text the word is replaced, whatever stands round it and however it is escaped."""
    words = [f"{t}tbe{t}" for t in texts]
    data = json.dumps([{"text": w, "tbe": w} for w in words], ensure_ascii=escaped).encode()
    source = formats.read("a.json", data)
    assume(all(w.count("tbe") == 1 for w in words) and "tbe" not in new)
    mended = json.loads(rewritten(source, every("tbe", new)))
    assert mended == [{"text": w.replace("tbe", new), "tbe": w} for w in words]


@given(st.lists(CELLS, min_size=1, max_size=4), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), CELLS)
def test_a_mended_table_keeps_its_rows_and_columns(cells: list[str], quoting: int, new: str) -> None:
    rows = [["1", f"{c}tbe{c}", "2"] for c in cells]
    assume(all(r[1].count("tbe") == 1 for r in rows) and "tbe" not in new)
    written = io.StringIO(newline="")
    csv.writer(written, quoting=quoting).writerows([["id", "body", "n"], *rows])  # type: ignore[arg-type]
    source = formats.read("a.csv", written.getvalue().encode(), ReadOptions(text_field=("body",)))
    mended = rewritten(source, every("tbe", new)).decode()
    assert list(csv.reader(io.StringIO(mended, newline="")))[1:] == [[a, b.replace("tbe", new), c] for a, b, c in rows]


AS_IT_WAS = [
    # what stays beside the word that is mended: (file's name, before, after)
    (
        "a.json",
        r'{"text": "It\u2019s tbe \ud83d\ude00 end\/ \u00e9."}',
        r'{"text": "It\u2019s the \ud83d\ude00 end\/ \u00e9."}',
    ),
    (
        "a.json",
        '{"n": 1e400, "m": NaN, "k": -0.0, "text" :\t"tbe"}',
        '{"n": 1e400, "m": NaN, "k": -0.0, "text" :\t"the"}',
    ),
    ("a.json", '{"text": "tbe", "tbe": 1, "text": "tbe"}', '{"text": "the", "tbe": 1, "text": "the"}'),
    ("a.json", '\ufeff{"text": "tbe é"}\r\n', '\ufeff{"text": "the é"}\r\n'),
    ("a.json", r'{"text": "\"tbe\" \\ \n\ttbe"}', r'{"text": "\"the\" \\ \n\tthe"}'),
    ("a.json", r'{"text": "a \ud800 tbe"}', r'{"text": "a \ud800 the"}'),
    ("a.json", '[[{"text": ["tbe", ["tbe"], 7, null]}]]', '[[{"text": ["the", ["the"], 7, null]}]]'),
    (
        "a.jsonl",
        '{"id": 1, "text": "tbe"}\n\n{"id": 1, "text": "tbe"}',
        '{"id": 1, "text": "the"}\n\n{"id": 1, "text": "the"}',
    ),
    ("a.jsonl", '{"text": "tbe", "meta": {"text": "tbe"}}', '{"text": "the", "meta": {"text": "tbe"}}'),
    ("a.csv", 'id,body\n1,tbe end\n2,"x ""tbe"", y"\n', 'id,body\n1,the end\n2,"x ""the"", y"\n'),
    ("a.csv", "id;body\r\ntbe;tbe end\r\n", "id;body\r\ntbe;the end\r\n"),
    (
        "a.tsv",
        'id\tbody\n1\t"tbe two\nlines"\t\n2\t"Tbe tbe" end\n',
        'id\tbody\n1\t"the two\nlines"\t\n2\t"Tbe tbe" end\n',
    ),
    ("a.csv", "sep=;\nid;body\n1;tbe, end\n", "sep=;\nid;body\n1;the, end\n"),
    ("a.csv", "body,n\nIt is tbe end,1\nAnd tbe other", "body,n\nIt is the end,1\nAnd the other"),
    ("a.csv", "It is tbe end of it,1\nAnd tbe other,2", "It is the end of it,1\nAnd the other,2"),  # no head
]


@pytest.mark.parametrize(("name", "before", "after"), AS_IT_WAS)
def test_only_the_word_is_written(name: str, before: str, after: str) -> None:
    assert rewritten(formats.read(name, before.encode()), every("tbe", "the")).decode() == after


QUOTED = [
    ("comma", ", ", 'id,body\n1,"a, b end"\n'),
    ("quote", '"', 'id,body\n1,"a""b end"\n'),
    ("line", "\n", 'id,body\n1,"a\nb end"\n'),
    ("none of them", "; ", "id,body\n1,a; b end\n"),
]


@pytest.mark.parametrize(("what", "new", "after"), QUOTED)
def test_a_cell_gets_its_quotes_when_it_needs_them(what: str, new: str, after: str) -> None:
    source = formats.read("a.csv", b"id,body\n1,aXb end\n")
    assert rewritten(source, every("X", new)).decode() == after


def test_new_letters_are_escaped_where_the_text_is() -> None:
    for raw, wanted in ((r'"caf\u00e9 X"', r'"caf\u00e9 \u201d"'), ('"cafe X"', '"cafe ”"'), ('"é X"', '"é ”"')):
        source = formats.read("a.json", f'{{"text": {raw}}}'.encode())
        assert rewritten(source, every("X", "”")).decode() == f'{{"text": {wanted}}}'


# ------------------------------------------------------------------ which texts, and what they are called

FOUND = [
    # (file's name, what is in it, --text-field, the documents: id and texts)
    (
        "a.json",
        '{"text": "A b.", "segments": [{"id": 0, "text": "A"}, {"text": "b."}]}',
        [],
        [("a.json:1", "A b.", "A", "b.")],
    ),
    (
        "a.json",
        '[{"id": 7, "text": "a"}, {"id": "k", "text": "b"}, {"text": "c"}]',
        [],
        [("7", "a"), ("k", "b"), ("a.json:1", "c")],
    ),
    ("a.json", '{"data": {"items": [{"body": "a"}]}}', ["body"], [("a.json:1", "a")]),
    ("a.json", '{"article": {"body": "a"}, "body": "b"}', ["article.body"], [("a.json:1", "a")]),
    ("a.json", '{"segments": [{"text": "a"}], "text": "b"}', ["segments[].text"], [("a.json:1", "a")]),
    ("a.json", '{"a.b": "x"}', ["a.b"], [("a.json:1", "x")]),
    ("a.json", '{"id": 1, "title": "t", "body": "b"}', ["body", "title"], [("1", "t", "b")]),
    ("a.json", '{"text": "a"}\n{"text": "b"}\n', [], [("a.json:1", "a"), ("a.json:2", "b")]),  # JSON Lines, misnamed
    ("a.jsonl", '[\n{"text": "a"},\n{"text": "b"}\n]', [], [("a.jsonl:2", "a"), ("a.jsonl:3", "b")]),  # JSON, misnamed
    (
        "a.jsonl",
        '{"id": 1, "title": "t", "text": "b"}\n{"id": 2, "text": "c"}',
        ["text", "title"],
        [("1", "t", "b"), ("2", "c")],
    ),
    ("a.jsonl", '{"id": 1, "article": {"body": "b", "id": 9}}', ["article.body"], [("1", "b")]),
    ("a.jsonl", '{"text": ["a", "b"]}', [], [("a.jsonl:1", "a", "b")]),
    ("a.csv", "id,title,n\n7,A flood,x\n8,Two more,y\n", [], [("7", "A flood"), ("8", "Two more")]),
    ("a.csv", "id,title,n\n7,A flood,x\n", ["n"], [("7", "x")]),
    (
        "a.csv",
        "title,body\nA flood,It came late.\n,It left.\n",
        [],
        [("a.csv:2", "A flood", "It came late."), ("a.csv:3", "It left.")],
    ),
]


@pytest.mark.parametrize(("name", "content", "fields", "wanted"), FOUND)
def test_what_is_a_document(name: str, content: str, fields: list[str], wanted: list[tuple[str, ...]]) -> None:
    source = formats.read(name, content.encode(), ReadOptions(text_field=tuple(fields)))
    assert [(d.id, *d.text.split(formats.records.GAP)) for d in source.documents] == wanted


NOT_FOUND = [
    ("a.json", '{"name": "demo", "files": ["menu.lst"]}', [], "'name'"),
    ("a.json", '{"body": "A long text.", "id": "7"}', [], "'body', 'id': name one with --text-field"),
    ("a.json", '{"article": {"body": "x"}}', ["body.article"], "'article.body'"),
    ("a.json", '{"text": 7}', [], "nor in any other"),
    ("tsconfig.json", '{"x": 1, // a remark\n}', [], "not JSON"),
    ("a.csv", "sku,qty\nTBE-1,4\n", [], "--text-field"),
    ("a.csv", "sku,body\nTBE-1,4\n", ["bodi"], "there are 'sku', 'body'"),
]


@pytest.mark.parametrize(("name", "content", "fields", "word"), NOT_FOUND)
def test_where_no_text_is_named_the_message_names_the_cure(
    name: str, content: str, fields: list[str], word: str
) -> None:
    with pytest.raises(NoText, match=word.replace(".", r"\.")):
        formats.read(name, content.encode(), ReadOptions(text_field=tuple(fields)))


@pytest.mark.parametrize(
    "content", ['{"text": "cut off', '{"text": "a",}', "[" * 100_000 + '"text"', '{"text": "a\tb"}']
)
def test_broken_json_that_has_the_field_is_refused(content: str) -> None:
    with pytest.raises(Unreadable, match="not JSON") as caught:
        formats.read("a.json", content.encode())
    assert not isinstance(caught.value, NoText)


def test_no_change_crosses_from_one_text_to_the_next(elsewhere: Path) -> None:
    """The doubled word would be asked about in one text; between two it is not there."""
    whole = {"id": 1, "title": "x", "text": "They went to to the sea."}
    parted = {"id": 2, "title": "They went to", "text": "to the sea."}
    (elsewhere / "a.json").write_text(json.dumps([whole, parted]))
    ran = cleaner("check", "a.json", "--text-field", "title", "--text-field", "text", cwd=elsewhere)
    assert ran.text.count("repeats/word") == 1 and "a.json:1:47" in ran.text


TWO_WORDS = """
damage: own
defaults: {tier: safe, why: w, tests: {fix: {A went hone.: A went home.}, keep: [A.]}}
rules: {home: {pattern: '(?i)went\\s+hone', fix: went home}}
"""


def test_no_rule_reaches_from_one_text_into_the_next(elsewhere: Path) -> None:
    """A pattern that takes any white space finds its words in one text, and not where one ends and the next begins."""
    (elsewhere / "own.yaml").write_text(TWO_WORDS)
    one, two = {"title": "They left", "text": "He went\n\nhone."}, {"title": "Where he went", "text": "Hone is far."}
    (elsewhere / "a.json").write_text(json.dumps([one, two]))
    fields = ("--text-field", "title", "--text-field", "text")
    ran = cleaner("clean", "a.json", "-o", "out", "--rules", "own.yaml", *fields, cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert json.loads((elsewhere / "out/a.json").read_text()) == [one | {"text": "He went home."}, two]


def test_a_place_in_a_record_is_told_by_its_line_and_column_in_the_file() -> None:
    source = formats.read("a.json", b'[\n  {"text": "a\\nb tbe"},\n  {"text": "tbe"}]')
    places = [d.container.at(d.text.index("tbe")) for d in source.documents]  # type: ignore[attr-defined]
    assert places == [(2, 18), (3, 13)]


def test_one_message_a_file_for_a_field_that_is_not_there(elsewhere: Path) -> None:
    rows = [json.dumps({"id": n, "body": "It left."}) for n in range(2000)]
    (elsewhere / "a.jsonl").write_text("\n".join(rows))
    ran = cleaner("check", "a.jsonl", cwd=elsewhere)
    assert ran.code == 2 and ran.err.count("no field") == 1
    assert "a.jsonl:1: no field 'text' (it has 'body'); see --text-field (this and 1,999 more records)" in ran.err
    assert "2,000 records could not be used" in ran.err


def test_a_field_that_no_record_has_beside_one_that_they_have(elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_text('{"text": "It left."}\n{"text": "It came."}\n')
    ran = cleaner("check", "a.jsonl", "--text-field", "text", "--text-field", "titel", cwd=elsewhere)
    assert ran.code == 0 and "no record has a field 'titel'" in ran.err and "2 documents" in ran.err


def test_fields_from_the_settings(elsewhere: Path) -> None:
    damaged = "Tbe mayor and tbe clerk left."
    (elsewhere / "a.jsonl").write_text(json.dumps({"title": damaged, "a": {"b": damaged}, "text": damaged}) + "\n")
    (elsewhere / "cleaner.toml").write_text('text-field = ["title", "a.b"]\n')
    assert cleaner("clean", "a.jsonl", "-o", "out", cwd=elsewhere).code == 0
    mended = "The mayor and the clerk left."
    row = json.loads((elsewhere / "out/a.jsonl").read_text())
    assert row == {"title": mended, "a": {"b": mended}, "text": damaged}
    (elsewhere / "out/a.jsonl").unlink()
    assert cleaner("apply", "out", cwd=elsewhere).code == 0  # reads it again as the run did
    assert json.loads((elsewhere / "out/a.jsonl").read_text()) == row
