"""Bytes become characters, and every character knows its bytes: encodings, lost bytes, files cut off."""

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import formats
from cleaner.formats import Unreadable
from cleaner.formats.decoding import LOST, decoded
from cleaner.model.unified_diff import ByteEdit

READ = [
    # what it is, its bytes, the encoding, the text
    ("one stray byte", "café, 20 ".encode() + b"\xa3", "utf-8", "café, 20 £"),
    ("as many strays as letters", "é".encode() + b"\xe9", "utf-8", "éé"),
    ("strays in a row", "é é ".encode() + b"\xa3\xa3", "utf-8", f"é é {LOST}{LOST}"),
    ("a stray that is no letter there either", "é ".encode() + b"\x81 x", "utf-8", f"é {LOST} x"),
    ("more strays than letters", "é ".encode() + b"caf\xe9 d\xe9j\xe0 it\x92s", "utf-8", "é café déjà it’s"),
    ("western capitals that look like a letter of UTF-8", b"LE CAF\xc9\xbb, d\xe9j\xe0", "cp1252", "LE CAFÉ», déjà"),
    ("cut in an accented letter", b"They left the caf\xc3", "utf-8", f"They left the caf{LOST}"),
    ("cut in a quotation mark", b"he said \xe2\x80", "utf-8", f"he said {LOST}{LOST}"),
    ("a whole word that ends so", b"He sat in the caf\xe9", "cp1252", "He sat in the café"),
    ("halves of a pair", b"abc \xed\xa0\x80 def", "utf-8", f"abc {LOST * 3} def"),
    ("UTF-16 without a mark", "A café.".encode("utf-16-le"), "utf-16-le", "A café."),
    ("the big end first", "A café.".encode("utf-16-be"), "utf-16-be", "A café."),
    ("UTF-16 with quotes", "“A café,” he said.".encode("utf-16-le"), "utf-16-le", "“A café,” he said."),
    ("a short western text", "“It’s” – a café’s".encode("cp1252"), "cp1252", "“It’s” – a café’s"),
    ("two words of French", "Été créé à Paris".encode("latin-1"), "cp1252", "Été créé à Paris"),
    ("ASCII", b"The man.", "utf-8", "The man."),
]


@pytest.mark.parametrize(("data", "encoding", "text"), [r[1:] for r in READ], ids=[r[0] for r in READ])
def test_what_is_read(data: bytes, encoding: str, text: str) -> None:
    file = decoded(data)
    assert (file.encoding, file.text) == (encoding, text)


RUSSIAN = "Мэр сказал, что мост закрыт до вторника, и ушёл домой. Больше он ничего не сказал.".encode("cp1251")


@pytest.mark.parametrize("data", [RUSSIAN, RUSSIAN[:24]], ids=["a sentence", "three words"])
def test_another_alphabet_is_not_taken_for_western(data: bytes) -> None:
    with contextlib.suppress(Unreadable):  # no guess is no harm
        assert decoded(data).encoding != "cp1252"


FULL = "“" + "a" * 98  # with one more character as long as a text may be that holds one control character


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le"])
def test_a_text_holds_one_control_character_in_a_hundred_and_no_more(encoding: str) -> None:
    for text in (FULL + "\x01", FULL + "\t\n\r\f" * 9):
        assert decoded(text.encode(encoding)).text == text
    for text in (FULL[:-1] + "\x01", FULL + "a\x01\x02"):
        with pytest.raises(Unreadable, match=r"iconv|NUL"):
            decoded(text.encode(encoding))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)), st.integers(0, 60))
def test_a_spoilt_file_gives_each_character_its_bytes(texts: list[str], at: int) -> None:
    """Strays between whole letters: what stands at a character's place in the file is that character."""
    text = "é".join(["ééé", *texts])
    data = text[:at].encode() + b"\xff" + text[at:].encode()
    file = decoded(data)
    places = file.offsets(range(len(file.text) + 1))
    pieces = [data[a:b] for a, b in itertools.pairwise(places)]
    assert b"".join(pieces) == data
    for character, piece in zip(file.text, pieces, strict=True):
        assert piece == character.encode() or (character in {LOST, "ÿ"} and len(piece) == 1)


def test_an_edit_beside_a_lost_byte_touches_nothing_else() -> None:
    data = "café ".encode() + b"\xa3 \x81 \xff Tbe".replace(b"\xff", "é".encode() + b"\xfe") + b" ende"
    source = formats.read("a.txt", data)
    (document,) = source.documents
    at = document.text.index("Tbe")
    start, end = document.container.offsets(document, [at, at + 3])  # type: ignore[attr-defined]
    assert source.rewritten([ByteEdit(start, end, b"The")]) == data.replace(b"Tbe", b"The")


NOTICES = [
    ("é café ".encode() + b"\xa3 \xa4", "2 bytes are no UTF-8 (the first is byte 9), read as Windows-1252 and kept"),
    ("café".encode("utf-16-le"), "read as utf-16-le"),
    ("“x”".encode("cp1252"), "read as cp1252"),
]


@pytest.mark.parametrize(("data", "told"), NOTICES)
def test_what_was_made_of_the_bytes_is_told(data: bytes, told: str) -> None:
    assert told in " ".join(decoded(data).notices)


@pytest.mark.parametrize("data", [b"The man.", "café".encode(), b"\xef\xbb\xbfx", "é".encode("utf-16")])
def test_what_is_as_it_should_be_is_not_remarked_upon(data: bytes) -> None:
    assert decoded(data).notices == ()


@pytest.mark.parametrize(
    ("data", "cure"),
    [
        (b"%PDF-1.4 x", "pdftotext"),
        (b"PK\x03\x04 x", "pandoc"),
        (b"\x1f\x8b x", "gzip"),
        (b"{\\rtf1 x}", "plain text"),
        (b"a\0b", "NUL"),
        ("a".encode("utf-16-le") + b"\0", "NUL"),
        ("a\0b".encode("utf-16-le") * 9, "NUL"),
    ],
)
def test_what_is_no_text_is_refused_with_the_cure(data: bytes, cure: str) -> None:
    with pytest.raises(Unreadable, match=cure):
        decoded(data)
