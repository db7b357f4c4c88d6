"""The decoder keeps more than the cheapest beginning: what comes after may prefer another."""

from cleaner.spelling.decoder import Edge, decode

CHEAP, DEAR, AFTER = 11, 12, 13


class Prefers:
    """A language model in which AFTER follows DEAR, and hardly anything else."""

    search = None

    @staticmethod
    def word_id(word: str) -> int:
        return 0

    @staticmethod
    def logp(a: int, b: int, c: int) -> float:
        return -9.0 if (b, c) == (CHEAP, AFTER) else -1.0


def read(*costs: float) -> list[int]:
    """The first words on the likeliest path, where the first place reads as CHEAP or DEAR at these costs."""
    first = [Edge(1, (word_id,), cost, 0.0) for word_id, cost in zip((CHEAP, DEAR), costs, strict=True)]
    return [edge.word_ids[0] for edge in decode([first, [Edge(1, (AFTER,), 0.0, 0.0)]], Prefers()) if edge]


def test_a_dearer_beginning_wins_by_what_follows() -> None:
    assert read(0.0, 3.0) == [DEAR, AFTER]


def test_unless_it_is_too_dear() -> None:
    assert read(0.0, 30.0) == [CHEAP, AFTER]
