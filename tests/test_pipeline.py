"""The promises of a run, held on texts put together from damaged and sound pieces of every kind."""

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.formats import read
from cleaner.model import Cleaned, Document, Tier, Verdict
from cleaner.pipeline import clean
from cleaner.reports import jsonl
from cleaner.text.edits import apply, disjoint

PIECES = st.sampled_from(
    (
        "the US. UU. And Iran|more, ”said Mahmoud|tbe|tbo house|Loading...|A man urged the mafia not to enter|donâ€™t|"
        "“Yes! ”, Tweeted|naïve café 🙂|e\u0301te\u0301|\r\n|\r\n\r\n|\n\n|. |, |whioh|re-\ncalled|the the|`tbe`|"
        "https://a.org/tbe?x=UU.|EE. UU.|¿What?|word .|“so” he said|1.234,56 euros|Mr. O’Brien|per cent|and|"
        "the embassy|Police said|İstanbul|ﬁre|an hour"
    ).split("|")
)
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)


def _check(cleaned: Cleaned) -> None:
    text = cleaned.document.text
    assert apply(text, [r.edit for r in cleaned.fixes]) == cleaned.text
    spans = [(r.finding.start, r.finding.end) for r in cleaned.fixes]
    assert all(disjoint(a, b) for a, b in pairwise(spans))
    for r in cleaned.records:
        assert text[r.finding.start : r.finding.end] == r.before
        assert r.verdict is not Verdict.FIX or r.finding.tier in (Tier.SAFE, Tier.LIKELY)
        assert r.reason and r.finding.why
        for a, b in spans:
            inside = r.finding.start <= a and b <= r.finding.end
            assert r.verdict is Verdict.FIX or inside or disjoint((a, b), (r.finding.start, r.finding.end))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_the_fixes_are_the_difference(kit, text: str) -> None:  # type: ignore[no-untyped-def]
    _check(clean(Document("x", text), kit))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_twice_clean_is_clean(kit, text: str) -> None:  # type: ignore[no-untyped-def]
    once = clean(Document("x", text), kit)
    assert clean(Document("x", once.text), kit).text == once.text


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, bom=st.booleans())
def test_the_records_alone_make_the_corrected_file(kit, text: str, bom: bool) -> None:  # type: ignore[no-untyped-def]
    """Whoever has the original and `edits.jsonl` can make the output, by characters and by bytes."""
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    source = read("a.txt", data)
    (document,) = source.documents
    cleaned = clean(document, kit)
    rows = [json.loads(line) for line in jsonl.lines([cleaned])]
    by_characters, by_bytes = document.text, data
    for row in reversed([r for r in rows if r["verdict"] == "fix"]):
        by_characters = by_characters[: row["start"]] + row["after"] + by_characters[row["end"] :]
        assert data[row["byte_start"] : row["byte_end"]].decode() == row["before"]
        by_bytes = by_bytes[: row["byte_start"]] + row["after"].encode() + by_bytes[row["byte_end"] :]
    assert by_characters == cleaned.text
    assert by_bytes == source.rewritten(source.edits([cleaned]))
