"""Passages in another language than English: sentences, quotations, or all of a text.

A language shows by its function words.  Those that English has too count for neither side, and a word with an accent
counts beside a function word, never alone (`café`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleaner.text.expressions import compiled
from cleaner.text.lines import Span

_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "es": frozenset(
        "el la los las un una unos de del que y en por con para es está como más pero sus su le lo se muy al "
        "no fue son hay ha este esta cuando sin sobre ni nos usted donde quien todo ya si".split()
    ),
    "fr": frozenset(
        "le la les de des du un une et est que qui dans pour avec sur ce cette ces nous vous pas ne au aux je "
        "il elle en par plus ont sont était été se sa son ses leur mais ou où on mon qu".split()
    ),
    "pt": frozenset(
        "os a as um uma do da de dos das que e em no na por com para é não mais mas seu sua ao foi se são "
        "como à".split()
    ),
    "it": frozenset(
        "il lo la gli le i un una di del della dei delle che e ed è per con non più ma sono nel nella alla al "
        "si da come questo questa anche suo sua ha hanno in".split()
    ),
    "de": frozenset(
        "der die das den dem des ein eine einen einem einer und ist nicht mit für von zu zur zum auf sich wir "
        "ich auch wie es er sie im am bei als war hat haben wird werden sind so nach aus man wer über in an".split()
    ),
    "nl": frozenset(
        "de het een en van is niet met voor zijn op dat die te aan er ook als bij om door naar maar hij zij "
        "ik wij uit nog heeft hebben werd worden wordt of in was had we over dan geen".split()
    ),
    "nordic": frozenset(
        "och att det som en ett är inte på med för av den till har om jag han hon vi men var från og er ikke "
        "til af at der jeg hun i et vil ble blev å være være ved efter etter".split()
    ),
    "la": frozenset(
        "et est in non ad cum quod sed qui quae pro ex sunt nec ut per ab si aut enim atque hoc haec ipse "
        "eius nam erat esse de a omnis omnes".split()
    ),
}  # fmt: skip
_ENGLISH = frozenset(
    "the of and to a in is that it for on was with as his he be at by had not are but from this have they "
    "which she you were her or an their will all who has its if when there what no so we i my me him them "
    "been would out up said one do at over die son an on per as men den till man hat war am also come "
    "plus par hay ad ha ex pro om or door te al sin ni com ma mi si var hoc et under um n".split()
)
#: function words that English has not
_OWN = frozenset().union(*_FUNCTION_WORDS.values()) - _ENGLISH
_MARKS = frozenset(form for w in _OWN for form in (w, w.capitalize()))
_LETTERS = compiled(r"[\p{L}\p{M}]+")
# Between two names they belong to a name: Charles de Gaulle, Oscar de la Renta.
_PARTICLE = r"d[aeiou]s?|del|della|la|las|los|v[ao]n(?: de[nr])?|y"
_IN_A_NAME = compiled(rf"(?<=\p{{Lu}}[\p{{L}}\p{{M}}’'.]* )(?:(?:{_PARTICLE}) )+(?=\p{{Lu}})")
_ACCENT = compiled(r"[À-ÖØ-öø-ɏ]")
#: the last letter of the Latin blocks
LATIN = "ɏ"
_BEYOND_LATIN = re.compile(rf"[^\x00-{LATIN}]")
# The letters of function words; `re` finds them in a third of the time.
_SMALL = re.compile(rf"[a-zß-öø-{LATIN}]+")
# A text with fewer of these words has no foreign sentence that is plain.
FEW = 3
# A list has few function words in each line.  So many of one language, of so many kinds, and at most a fifth as many of
# English make a text foreign as a whole: tables and calendars of Portuguese and Spanish pages have 15 to 60.
MANY, KINDS = 8, 4
#: function words that only English has
_ONLY_ENGLISH = _ENGLISH.difference(*_FUNCTION_WORDS.values())


def is_foreign(passage: str) -> bool:
    """Whether a passage is plainly in another language: by its function words, or by its script.

    >>> is_foreign("«No hay que tener miedo de los cambios»"), is_foreign("he said that it was the end")
    (True, False)
    >>> is_foreign("Hij was in de stad en had het niet gezien"), is_foreign("A visit to Los Angeles and La Paz")
    (True, False)
    """
    lowered = passage.lower()
    if _OWN.isdisjoint(_SMALL.findall(lowered)) and not _BEYOND_LATIN.search(passage + lowered):
        return False  # most passages, in a third of the time
    plain = _IN_A_NAME.sub("", passage)
    words = [w if len(w) < 2 else w.lower() for w in _LETTERS.findall(plain)]  # a capital alone is a name's
    if not words:
        return False
    if sum(1 for w in words if w[0] > LATIN) * 2 > len(words):
        return True
    accents = {w for w in words if _ACCENT.search(w)} - _OWN
    return any(_speaks(words, vocabulary, min(len(accents), 2)) for vocabulary in _FUNCTION_WORDS.values())


def _speaks(words: Sequence[str], vocabulary: frozenset[str], accents: int) -> bool:
    own = [w for w in words if w in vocabulary and w not in _ENGLISH]
    english = sum(w in _ENGLISH and w not in vocabulary for w in words)
    if not own or len(set(own)) + accents < 2:
        return False
    shared = 0 if english else sum(w in vocabulary for w in words) - len(own)
    score = len(own) + accents + shared / 2
    return score > 2 * english and score * 5 >= len(words)


def _is_foreign_throughout(counts: Counter[str]) -> bool:
    """Whether the words of a whole text are of another language, though hardly a line of it shows that."""
    words = Counter[str]()
    for word, times in counts.items():
        words[word.lower()] += times
    english = sum(words[word] for word in words.keys() & _ONLY_ENGLISH)
    for vocabulary in _FUNCTION_WORDS.values():
        own = words.keys() & (vocabulary - _ENGLISH)
        if len(own) >= KINDS and sum(words[word] for word in own) >= max(MANY, 5 * english + 1):
            return True
    return False


@dataclass(frozen=True)
class Foreign:
    """What of a text is in another language: its `sentences`, in order; one span of it `all`, if two thirds are."""

    sentences: tuple[Span, ...]
    all: bool = False

    @classmethod
    def of(cls, text: str, counts: Counter[str], spans: Callable[[], Iterable[Span]]) -> Foreign:
        """Of a text, and how often each of its words stands.  Without foreign function words it costs a look at these.

        `spans` gives its sentences.

        >>> from cleaner.text.sentences import sentences
        >>> text = "She read it aloud. Il faut que nous partions avec eux. Nobody in the room laughed at the joke."
        >>> found = Foreign.of(text, Counter(_LETTERS.findall(text)), lambda: sentences(text))
        >>> [text[a:b] for a, b in found.sentences]
        ['Il faut que nous partions avec eux.']
        """
        if sum(counts[word] for word in counts.keys() & _MARKS) < FEW:
            return cls(())
        found = [(start, end) for start, end in spans() if is_foreign(text[start:end])]
        most = sum(end - start for start, end in found) * 3 > 2 * len(text) or _is_foreign_throughout(counts)
        return cls(((0, len(text)),), True) if most else cls(tuple(found))

    def touches(self, start: int, end: int) -> bool:
        """Whether any character of `[start, end)` is in another language."""
        at = bisect_left(self.sentences, max(end, start + 1), key=lambda span: span[0]) - 1
        return at >= 0 and self.sentences[at][1] > start
