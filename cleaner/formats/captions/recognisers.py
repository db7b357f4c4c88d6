"""What recognisers write: where each of them keeps words, times and confidences in its JSON.

`RECOGNISERS` is the table of contents.  Each entry takes a parsed file and gives its stretches of words, or nothing if
the file is another's.  Fields as their makers document them: Whisper and its relatives (openai-whisper, faster-whisper,
WhisperX, whisper.cpp), Amazon Transcribe, Google Speech-to-Text, Speechmatics (json-v2), Rev AI, Deepgram.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from math import isfinite
from typing import Any

from cleaner.formats.captions.json_strings import Said
from cleaner.formats.captions.voices import shown, voice_of


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a recogniser tells it.  `joined`: no blank stands before it; `bare`: it without case and marks;
    `voice`: who says it.
    """

    said: Said
    since: float = 0.0
    till: float = 0.0
    sure: float | None = None
    joined: bool = False
    bare: Said | None = None
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that belong together, when they were said and by whom; `echoes` say them again."""

    words: tuple[Word, ...]
    since: float = 0.0
    till: float = 0.0
    voice: str = ""
    echoes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that a file says; `echoes` say it again, all of it or a part, in the order of the words."""

    engine: str
    stretches: tuple[Stretch, ...]
    echoes: tuple[Said, ...] = ()


def transcript(value: Any) -> Transcript | None:
    """The transcript that a parsed JSON file holds; None for any other file."""
    for engine, recogniser in RECOGNISERS.items():
        try:
            stretches, echoes = recogniser(value)
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            continue
        worded = [replace(s, words=tuple(w for w in s.words if w.said.strip())) for s in stretches]
        if any(s.words for s in worded):
            return Transcript(engine, tuple(s for s in worded if s.words), tuple(echoes))
    return None


Found = tuple[Sequence[Stretch], Iterable[Said]]


def _whisper(value: Any) -> Found:
    """`segments`, each with `text` and perhaps `words`; the same in `text` and, in WhisperX, in `word_segments`."""
    segments = value if isinstance(value, list) else value["segments"]
    found = [_segment(s) for s in segments]
    echoes = [] if isinstance(value, list) else _strings([value.get("text")])
    beside = [] if isinstance(value, list) else [*value.get("word_segments", ()), *value.get("words", ())]
    return found, [*echoes, *_strings(w.get("word") for w in beside)]


def _segment(segment: Any) -> Stretch:
    since, till, text = seconds(segment["start"]), seconds(segment["end"]), segment["text"]
    told = [w for w in segment.get("words") or () if isinstance(w["word"], Said) and w["word"].strip()]
    blanks = any(w["word"].startswith(" ") for w in told)  # else each word is one by itself
    words = tuple(
        Word(
            w["word"], seconds(w.get("start", since)), seconds(w.get("end", till)),
            _share(w.get("probability", w.get("score", w.get("confidence")))),
            blanks and not w["word"].startswith(" "),
        )
        for w in told
    )  # fmt: skip
    if not words or "".join(w.said for w in words).replace(" ", "") != text.replace(" ", ""):
        words = (Word(text, since, till),) if text.strip() else ()
        return Stretch(words, since, till, voice_of(segment))
    return Stretch(words, since, till, voice_of(segment), (text,))


def _whisper_cpp(value: Any) -> Found:
    """`transcription`, each with `text` and `offsets` in milliseconds."""
    return [
        Stretch((Word(s["text"]),), s["offsets"]["from"] / 1000, s["offsets"]["to"] / 1000)
        for s in value["transcription"]
        if s["text"].strip()
    ], ()


def _amazon(value: Any) -> Found:
    """`results.items`: words with times, and marks without; the same in `results.transcripts`."""
    results = value["results"]
    who = _amazon_speakers(results)
    words: list[Word] = []
    for item in results["items"]:
        best = item["alternatives"][0]
        mark = item["type"] == "punctuation"
        sure = None if mark else _share(best.get("confidence"))
        since, till = (seconds(item[k]) if k in item else None for k in ("start_time", "end_time"))
        last = words[-1] if words else Word(Said())
        voice = item.get("speaker_label") or who.get(item.get("start_time")) or item.get("channel_label")
        voice = last.voice if mark else shown(voice)
        words.append(Word(best["content"], since or last.till, till or last.till, sure, mark, voice=voice))
    parts = [s.get("transcript") for s in results.get("audio_segments", ())]
    return _sentences(words), _strings([*(t["transcript"] for t in results["transcripts"]), *parts])


def _amazon_speakers(results: Any) -> dict[str, str]:
    """Who speaks, by the time at which a word begins: older files have it beside the words alone."""
    segments = results.get("speaker_labels", {}).get("segments", ())
    items = chain.from_iterable(segment.get("items", ()) for segment in segments)
    return {item["start_time"]: item["speaker_label"] for item in items}


def _google(value: Any) -> Found:
    """`results`, each with `alternatives[0].words`, and the same in `transcript`."""
    found: list[Stretch] = []
    whole: list[Any] = []
    for result in value["results"]:
        for best in result.get("alternatives", ())[:1]:
            told = best.get("words", ())
            words = tuple(
                Word(
                    w["word"], seconds(w.get("startTime", w.get("startOffset", 0))),
                    seconds(w.get("endTime", w.get("endOffset", 0))), _share(w.get("confidence")),
                    voice=voice_of(w),
                )
                for w in told
            ) or (Word(best["transcript"]),)  # fmt: skip
            turns = [tuple(turn) for _, turn in groupby(words, key=lambda word: word.voice)]
            found += (Stretch(turn, turn[0].since, turn[-1].till, turn[0].voice) for turn in turns)
            whole += [best["transcript"]] if told else []
    return found, _strings(whole)


def _speechmatics(value: Any) -> Found:
    """`results`: words and marks, each with `alternatives[0].content`."""
    words = [
        Word(
            r["alternatives"][0]["content"], seconds(r["start_time"]), seconds(r["end_time"]),
            _share(r["alternatives"][0].get("confidence")),
            r["type"] == "punctuation" and r.get("attaches_to", "previous") == "previous",
            voice=voice_of(r["alternatives"][0]),
        )
        for r in value["results"]
        if r.get("type") != "speaker_change"
    ]  # fmt: skip
    return _sentences(words), ()


def _rev(value: Any) -> Found:
    """`monologues`, each with a speaker and `elements`: words, and marks with the blanks."""
    found = []
    for monologue in value["monologues"]:
        words: list[Word] = []
        joined, at = True, 0.0
        for element in monologue["elements"]:
            said = element["value"]
            at = seconds(element.get("ts", at))
            if said.strip():
                mark = element["type"] == "punct"
                sure = None if mark else _share(element.get("confidence"))
                words.append(Word(said, at, seconds(element.get("end_ts", at)), sure, joined and bool(words)))
            joined = not said[-1:].isspace()
        found += [Stretch(s.words, s.since, s.till, voice_of(monologue)) for s in _sentences(words)]
    return found, ()


def _deepgram(value: Any) -> Found:
    """`results.channels[].alternatives[0].words`; the same in `transcript`, `paragraphs` and `utterances`."""
    found: list[Stretch] = []
    echoes: list[Any] = []
    for channel in value["results"]["channels"]:
        best = channel["alternatives"][0]
        words = [
            Word(
                w.get("punctuated_word", w["word"]), seconds(w["start"]), seconds(w["end"]),
                _share(w.get("confidence")), bare=w["word"] if "punctuated_word" in w else None, voice=voice_of(w),
            )
            for w in best["words"]
        ]  # fmt: skip
        found += _sentences(words)
        paragraphs = best.get("paragraphs", {})
        sentences = chain.from_iterable(p["sentences"] for p in paragraphs.get("paragraphs", ()))
        echoes += [best.get("transcript"), paragraphs.get("transcript"), *(s["text"] for s in sentences)]
    for utterance in value["results"].get("utterances", ()):
        echoes += [utterance["transcript"], *(w.get("punctuated_word") for w in utterance["words"])]
    return found, _strings(echoes)


RECOGNISERS: dict[str, Callable[[Any], Found]] = {
    "whisper": _whisper,
    "whisper.cpp": _whisper_cpp,
    "amazon": _amazon,
    "deepgram": _deepgram,
    "speechmatics": _speechmatics,
    "google": _google,
    "rev": _rev,
}


def _sentences(told: Sequence[Word]) -> list[Stretch]:
    """The words of a file that knows no sentences, cut after their marks and where somebody else speaks."""
    words = [word for word in told if word.said.strip()]
    found: list[Stretch] = []
    first = 0
    for i, word in enumerate(words):
        ends = word.said.strip().endswith((".", "?", "!")) or (i + 1 < len(words) and words[i + 1].voice != word.voice)
        if i + 1 == len(words) or (ends and not words[i + 1].joined):
            found.append(Stretch(tuple(words[first : i + 1]), words[first].since, word.till, words[first].voice))
            first = i + 1
    return found


def seconds(told: Any) -> float:
    """A time: a number, or a text such as `1.5` or `1.500s`.  Raises ValueError or TypeError for any other."""
    time = float(told.removesuffix("s")) if isinstance(told, str) else float(told)
    return time if isfinite(time) else 0.0


def _share(told: Any) -> float | None:
    """How sure a recogniser was, 0 to 1, if it said so."""
    try:
        return min(1.0, max(0.0, float(told)))
    except (TypeError, ValueError):
        return None


def _strings(told: Iterable[Any]) -> Iterator[Said]:
    return (said for said in told if isinstance(said, Said) and said.strip())
