"""WARC: pages and plain texts are cleaned, with right lengths and digests; all other records stay byte for byte."""

import gzip
import io
import random
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner.formats import Unreadable, http_body, read
from cleaner.model import Edit

DAMAGED, MENDED = "Tbe mayor and tbe clerk left.", "The mayor and the clerk left."
PAGE = f"<html><body><h1>News</h1>\r\n<p>He went.</p>\n<p class='tbe'>{DAMAGED}</p></body></html>\n"


def chunks(body: bytes) -> bytes:
    parts = [body[i : i + 50] for i in range(0, len(body), 50)]
    return b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


# How servers send a page: the header's fields, and the body.
SENT = {
    "plain": ([], PAGE.encode()),
    "with its length": ([("Content-Length", str(len(PAGE)))], PAGE.encode()),
    "gzip": ([("Content-Encoding", "gzip")], gzip.compress(PAGE.encode())),
    "deflate": ([("Content-Encoding", "deflate")], zlib.compress(PAGE.encode())),
    "chunks": ([("Transfer-Encoding", "chunked")], chunks(PAGE.encode())),
    "gzip in chunks": (
        [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
        chunks(gzip.compress(PAGE.encode())),
    ),
    "said to be gzip and is not": ([("Content-Encoding", "gzip")], PAGE.encode()),
}


def archive(*, packed: bool = False, **more: object) -> bytes:
    """A WARC as warcio writes it: what it says of itself, a request, pages sent in every way, a picture, texts."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, **more)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test", "about": DAMAGED}))

    def add(kind: str, name: str, body: bytes, type: str, fields: list[tuple[str, str]] | None = None) -> None:
        head = StatusAndHeaders("200 OK", [("Content-Type", type), *(fields or [])], protocol="HTTP/1.1")
        with_head = {"http_headers": head} if kind == "response" else {"warc_content_type": type}
        writer.write_record(writer.create_warc_record(f"http://a.test/{name}", kind, io.BytesIO(body), **with_head))

    for name, (fields, body) in SENT.items():
        add("response", name.replace(" ", "-"), body, "text/html; charset=utf-8", fields)
    add("response", "picture", b"\x89PNG " + DAMAGED.encode(), "image/png")
    add("response", "data", DAMAGED.encode(), "application/json")
    add("response", "text", DAMAGED.encode(), "text/plain")
    add("conversion", "wet", DAMAGED.encode(), "text/plain")
    add("metadata", "about", DAMAGED.encode(), "text/plain")
    return out.getvalue()


def records(data: bytes) -> list[tuple[str, str, bytes, str]]:
    """Kind, address, body as a browser shows it, media type; warcio checks every length and digest."""
    found = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        kind = record.http_headers.get_header("Content-Type") if record.http_headers else ""
        body = record.content_stream().read()
        found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body, kind or ""))
    return found


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("packed", [False, True])
def test_texts_are_mended_and_every_digest_fits(elsewhere: Path, packed: bool, version: str) -> None:
    name = "a.warc.gz" if packed else "a.warc"
    (elsewhere / "in").mkdir()
    (elsewhere / "in" / name).write_bytes(archive(packed=packed, warc_version=version))
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 0 and f"{len(SENT) + 2} documents, {len(SENT) + 2} changed" in ran.err, ran.err
    before, after = records((elsewhere / "in" / name).read_bytes()), records((elsewhere / "out" / name).read_bytes())
    assert len(before) == len(after)
    for (kind, address, body, type), new in zip(before, after, strict=True):
        wanted = body.replace(DAMAGED.encode(), MENDED.encode()) if "text" in type or kind == "conversion" else body
        assert new == (kind, address, wanted, type)
    first = (elsewhere / "out" / name).read_bytes()
    (elsewhere / "out" / name).unlink()
    assert cleaner("apply", "out", cwd=elsewhere).code == 0 and (elsewhere / "out" / name).read_bytes() == first


def test_every_record_is_a_member_of_its_own(elsewhere: Path) -> None:
    (elsewhere / "a.warc.gz").write_bytes(archive(packed=True))
    cleaner("clean", "a.warc.gz", "-o", "out", cwd=elsewhere)
    with (elsewhere / "out/a.warc.gz").open("rb") as file:
        found = ArchiveIterator(file)
        places = [(found.get_record_offset(), found.read_to_end(record))[0] for record in found]
    data = (elsewhere / "out/a.warc.gz").read_bytes()
    for start, end in zip(places, [*places[1:], len(data)], strict=True):
        unpacker = zlib.decompressobj(31)
        assert unpacker.decompress(data[start:end]).startswith(b"WARC/1.0\r\n") and unpacker.eof
        assert not unpacker.unused_data


def test_without_edits_the_bytes_are_the_same_and_an_edit_touches_its_record_alone() -> None:
    data = archive()
    source = read("a.warc", data)
    assert source.rewritten([]) == data == b"".join(source.pieces([]))
    assert len(source.cuts) == len(records(data))


@given(st.lists(st.binary(max_size=80), max_size=4), st.binary(max_size=20))
def test_any_blocks_come_back(blocks: list[bytes], rubbish: bytes) -> None:
    head = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
    data = b"".join(head % len(b) + b + b"\r\n\r\n" for b in blocks)
    for spoilt in (data, data + rubbish, data[: len(data) // 2]):
        source = read("a.warc", spoilt)
        assert b"".join(source.pieces([])) == source.rewritten([]) == spoilt


def test_a_digest_that_was_wrong_stays(elsewhere: Path) -> None:
    data = archive().replace(b"WARC-Block-Digest: sha1:", b"WARC-Block-Digest: sha1:AAAA")
    (elsewhere / "a.warc").write_bytes(data)
    assert cleaner("clean", "a.warc", "-o", "out", cwd=elsewhere).code == 0
    after = (elsewhere / "out/a.warc").read_bytes()
    assert after.count(b"sha1:AAAA") == data.count(b"sha1:AAAA") > 0 and MENDED.encode() in after


def test_a_file_that_was_cut_in_the_middle(elsewhere: Path) -> None:
    data = archive()
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.warc").write_bytes(data[: data.index(b"http://a.test/data") + 300])
    (elsewhere / "in/b.warc.gz").write_bytes(archive(packed=True)[:-700])
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2
    assert (
        "its record was cut off, or its length is wrong; left as it is" in ran.err and "the .gz was cut off" in ran.err
    )
    after = (elsewhere / "out/a.warc").read_bytes()
    assert MENDED.encode() in after and after[-200:] == data[: data.index(b"http://a.test/data") + 300][-200:]
    assert not (elsewhere / "out/b.warc.gz").exists()


def test_after_a_wrong_length_it_goes_on_with_the_next_record(elsewhere: Path) -> None:
    data = archive()
    for wrong in (b"Content-Length: 7", b"Content-Length: 99999999", b"Content-Length: x", b"No-Length: 1"):
        at = data.index(b"http://a.test/plain")
        length = data.index(b"Content-Length: ", at)
        spoilt = data[:length] + wrong + data[data.index(b"\r\n", length) :]
        (elsewhere / "a.warc").write_bytes(spoilt)
        ran = cleaner("clean", "a.warc", "-o", "out", "--force", cwd=elsewhere)
        assert ran.code == 2 and "its length is wrong; left as it is" in ran.err, ran.err
        assert f"{len(SENT) + 1} documents" in ran.err, ran.err
        assert DAMAGED.encode() in (elsewhere / "out/a.warc").read_bytes()


def test_a_page_that_is_a_bomb_is_told_and_the_others_go_on(elsewhere: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for body, packing in ((gzip.compress(bytes(100_000_000)), "gzip"), (b"x", "br"), (PAGE.encode(), "")):
        fields = [("Content-Type", "text/html"), *([("Content-Encoding", packing)] if packing else [])]
        head = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record("http://a.test/", "response", io.BytesIO(body), http_headers=head)
        )
    (elsewhere / "a.warc").write_bytes(out.getvalue())
    ran = cleaner("clean", "a.warc", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "a bomb?" in ran.err and "packed as 'br'" in ran.err and "1 document, 1 changed" in ran.err


def test_spoilt_bytes_end_in_a_message_or_a_text() -> None:
    data, chance = archive(), random.Random(1)
    for _ in range(300):
        spoilt = bytearray(data)
        for _ in range(5):
            spoilt[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(Unreadable):
            assert read("a.warc", bytes(spoilt)).rewritten([]) == bytes(spoilt)


def response(fields: str, body: bytes) -> bytes:
    """A WARC of one page."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n\r\n".encode() + body
    return record("response", block)


def record(kind: str, block: bytes, more: str = "") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.test/\r\n{more}"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def mended(data: bytes) -> bytes:
    source = read("a.warc", data)
    (document,) = source.documents
    at = document.text.index("Tbe")
    return source.rewritten(list(document.container.edits(document, [Edit(at, at + 3, "The")])))  # type: ignore[attr-defined]


def test_what_follows_a_packed_body_is_not_lost() -> None:
    two = gzip.compress(b"<p>Tbe one</p>") + gzip.compress(b"<p>and another</p>")
    source = read("a.warc", response("Content-Encoding: gzip", two))
    assert not source.documents and "more follows" in source.problems[0].message


def test_what_follows_the_chunks_stays() -> None:
    rest = b"000;y\r\nDigest: z\r\n\r\n"
    sent = response("Transfer-Encoding: chunked", b"E;x=0\r\n<p>Tbe one</p>\r\n" + rest)
    assert mended(sent) == response("Transfer-Encoding: chunked", b"e\r\n<p>The one</p>\r\n" + rest)


def test_a_body_that_only_looks_like_chunks_is_read_as_it_stands() -> None:
    sent = response("Transfer-Encoding: chunked", b"Added lately:\n<p>Tbe one</p>")
    assert mended(sent) == sent.replace(b"Tbe", b"The")


def test_a_text_that_looks_like_a_response_is_a_text() -> None:
    more = "Content-Type: text/plain\r\nWARC-Payload-Digest: sha1:x\r\n"
    text = record("resource", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\nTbe one\n", more)
    assert mended(text) == text.replace(b"Tbe", b"The")


def test_many_blanks_in_a_field_take_no_time() -> None:
    data = response("Content-Encoding: a" + " " * 200_000 + "b", b"x")
    start = time.perf_counter()
    assert read("a.warc", data).problems
    assert time.perf_counter() - start < 2
    assert http_body.value(b"A: b c \t \r\n", b"a") == "b c" and http_body.value(b"A:  \r\n", b"a") == ""
