"""A file in OUT is ours only as the last run wrote it, and no file of a run is written elsewhere."""

import sys
from pathlib import Path

import pytest
from command import cleaner

SENTENCE = "It came from the US. UU. And it left on day {}.\n"


def test_what_an_earlier_run_wrote_is_somebody_s_own_when_it_comes_back(elsewhere: Path) -> None:
    source, place = elsewhere / "a.txt", elsewhere / "out/a.txt"
    written = []
    for day in (1, 2):
        source.write_text(SENTENCE.format(day))
        assert cleaner("clean", "a.txt", "-o", "out", cwd=elsewhere).code == 0
        written.append(place.read_text())
    source.write_text(SENTENCE.format(3))
    place.write_text(written[0])
    ran = cleaner("clean", "a.txt", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "left alone" in ran.err
    assert place.read_text() == written[0]
    place.write_text(written[1])
    assert cleaner("clean", "a.txt", "-o", "out", cwd=elsewhere).code == 0
    assert "day 3" in place.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_out_is_followed_only_where_it_stays_in_out(elsewhere: Path) -> None:
    for folder in ("in/within", "in/outside", "out/real", "private"):
        (elsewhere / folder).mkdir(parents=True)
    for folder in ("within", "outside"):
        (elsewhere / "in" / folder / "a.txt").write_text(SENTENCE.format(1))
    (elsewhere / "out/within").symlink_to("real")
    (elsewhere / "out/outside").symlink_to(elsewhere / "private")
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "'outside/a.txt' does not lie in out: a link leads to " in ran.err
    assert (elsewhere / "out/real/a.txt").exists() and not list((elsewhere / "private").iterdir())


def test_two_files_that_become_one_in_out_are_not_both_written(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    page = f"<article><p>{'The mayor said tbe town would build a bridge over the river in spring. ' * 9}</p></article>"
    (elsewhere / "in/a.html").write_text(f"<html><body>{page}</body></html>")
    (elsewhere / "in/a.html.txt").write_text(SENTENCE.format(1))
    ran = cleaner("clean", "--extract", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "in/a.html.txt: cannot be written to out/a.html.txt: a.html becomes that" in ran.err
    assert (elsewhere / "out/a.html.txt").read_text().startswith("The mayor said the town")
    ran = cleaner("clean", "--extract", "in", "-o", "out", "--force", cwd=elsewhere)  # a.html is not cleaned again
    assert ran.code == 2 and "a.html becomes that" in ran.err
    assert (elsewhere / "out/a.html.txt").read_text().startswith("The mayor said the town")
    assert cleaner("clean", "in/a.html.txt", "-o", "other", cwd=elsewhere).code == 0
