"""Is the same found in an article whose names, and 25 of its other words, are others?

    python benchmarks/other_names.py ARTICLE.txt [--words 25] [--seeds 5] [--damage mt/es]

A rule that knows one article finds less in the next.  Every name is changed for another of its class (countries and
their people, capitals, first names, days, months) or for an invented one, and so many other words for others of their
class (crowds, officials, weapons, places, and groups of our own), everywhere they stand.  Words in a finding stay,
and so do the United States, whose Spanish abbreviation is what many rules are about.  Each seed is another change; the
share of findings that are still there is told, rule by rule.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cleaner.build_kit import build_kit
from cleaner.config import Settings, damages
from cleaner.kit import Kit
from cleaner.model import Document, Record, Verdict
from cleaner.pipeline import clean

NAMES = ("state", "people", "capital-city", "woman-name", "man-name", "weekday", "month")
WORDS = ("crowd", "people-of-a-kind", "official", "weapon", "vehicle", "moved")
# Words that stand for each other in news, beside the classes.
GROUPS = """
wall fence roof tower bridge | walls fences roofs towers bridges | flames smoke dust steam | stones bottles bricks rocks
flag banner poster sign | flags banners posters signs | yellow green white black | deadly heavy fierce violent
dozens scores hundreds | funeral wedding concert service | village town city region | guards officers agents staff
wires cables ropes tools | windows doors tables chairs | bag box case sack | powerful large small famous
bold quick careful clumsy | week month year day | road street path track | problem matter question difficulty
serious grave strong lasting | holy quiet busy narrow | contractor engineer driver nurse | embassy consulate
corridor hall stairway lobby
government cabinet parliament | region country area | influence power standing | clouds columns | soldiers troops
""".replace("\n", " | ")
INVENTED = (
    "Almer Borvik Calden Dorrin Elsborg Fenwell Garrick Halvern Istrom Jorveth Kaltern Lindrum Morvane Nestrel Orsund "
    "Pellworth Quarrel Rostrum Selwick Tarrant Ulmer Vexley Wendrup Yarmond Zellick Brandle Corwick Dunmore Estrell"
).split()
# A rocket is a vehicle in the classes, and a weapon in the news.
KEPT = frozenset("United States America American Americans US USA UU EE AP Associated Press I rocket rockets".split())
_WORD = re.compile(r"(?<![\w'’.])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w.]*\w)")


def other_words(text: str, kit: Kit, seed: int, words: int) -> str:
    """The text with every name and so many of its other words changed; the same for the same seed."""
    chance = random.Random(seed)
    fixed = _inside(findings(text, kit), text)
    swaps = _names(text, kit, chance, fixed)
    others = _by_class(
        text, [*(_members(kit, name) for name in WORDS), *_groups()], chance, fixed | KEPT | swaps.keys()
    )
    chosen = chance.sample(sorted(others), min(words, len(others)))
    swaps |= {word: others[word] for word in chosen}
    changed = _WORD.sub(lambda m: swaps.get(m[0], m[0]), text)
    return re.sub(r"\b([Aa])n?(?= (\p{L})|$)".replace(r"\p{L}", "[a-zA-Z]"), _article, changed)


def _article(m: re.Match[str]) -> str:
    return m[0] if m[2] is None or m[0] not in ("a", "an", "A", "An") else m[1] + "n" * (m[2] in "aeioAEIO")


def findings(text: str, kit: Kit) -> Sequence[Record]:
    """What is found in a text: fixes, questions and flags."""
    return [r for r in clean(Document("article", text), kit).records if r.verdict is not Verdict.KEEP]


def still_found(before: Iterable[Record], after: Iterable[Record]) -> tuple[int, Mapping[str, int]]:
    """How many findings a changed text still has, and which are lost, by rule."""
    had, has = (Counter(r.finding.rule for r in records) for records in (before, after))
    return (had & has).total(), had - has


def _inside(records: Iterable[Record], text: str) -> frozenset[str]:
    """The words that stand in some finding."""
    return frozenset(word for r in records for word in _WORD.findall(text[r.finding.start : r.finding.end]))


def _members(kit: Kit, name: str) -> list[str]:
    return [word for word in kit.rulebook.classes[name].words if word.isalpha()]


def _groups() -> list[list[str]]:
    return [group.split() for group in GROUPS.split("|") if group.strip()]


def _names(text: str, kit: Kit, chance: random.Random, fixed: frozenset[str]) -> dict[str, str]:
    """Another name for each name: of its class where it has one, else an invented one."""
    found = _by_class(text, [_members(kit, name) for name in NAMES], chance, fixed | KEPT)
    invented = iter(chance.sample(INVENTED, len(INVENTED)))
    for m in _WORD.finditer(text):
        word, before = m[0], text[: m.start()].rstrip(' "“')
        begins = not before or before[-1] in ".!?\n:" or text[m.start() - 1] == "\n"
        unknown = word.istitle() and not kit.lexicon.knows(word.lower())
        if word not in found and word not in fixed | KEPT and word[0].isupper() and unknown and not begins:
            found[word] = next(invented, word)
    return found


def _by_class(
    text: str, classes: Iterable[Sequence[str]], chance: random.Random, fixed: Iterable[str]
) -> dict[str, str]:
    """Another word of its class for each word of a text that has one: of the same number, and not in the text yet."""
    there, found = set(_WORD.findall(text)), dict[str, str]()
    taken = there | set(fixed)
    for members in classes:
        for word in sorted(there.intersection(members) - found.keys() - set(fixed)):
            alike = [w for w in members if w not in taken and w.endswith("s") == word.endswith("s")]
            if alike:
                found[word] = chance.choice(alike)
                taken.add(found[word])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", type=Path)
    parser.add_argument("--words", type=int, default=25)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--damage", action="append", default=[])
    parser.add_argument("--show", action="store_true", help="print the changed texts")
    told = parser.parse_args()
    text, kit = told.article.read_text("utf-8"), build_kit(Settings(damage=damages(told.damage)))
    before, lost, shares = findings(text, kit), Counter[str](), []
    for seed in range(told.seeds):
        changed = other_words(text, kit, seed, told.words)
        found, gone = still_found(before, findings(changed, kit))
        shares.append(found / len(before))
        lost.update(gone)
        print(f"seed {seed}: {found} of {len(before)} findings ({shares[-1]:.0%})")
        if told.show:
            print(changed)
    print(f"mean {sum(shares) / len(shares):.1%}; lost: {dict(lost.most_common())}")


if __name__ == "__main__":
    main()
