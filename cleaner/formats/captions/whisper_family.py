"""Whisper and its relatives: openai-whisper and OpenAI's API, faster-whisper, WhisperX, whisper.cpp, Transformers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cleaner.formats.captions.json_strings import Said, parts
from cleaner.formats.captions.told_words import Found, Stretch, Word, letters_of, seconds, sentences, share, strings
from cleaner.formats.captions.voices import voice_of


def whisper(value: Any) -> Found:
    """`segments`, each with `text` and perhaps `words`; the same in `text` and, in WhisperX, in `word_segments`.

    OpenAI's API has the words, without their marks, beside the segments alone.
    """
    segments = value if isinstance(value, list) else value["segments"]
    found = [_segment(s) for s in segments]
    if isinstance(value, list):
        return found, ()
    beside = [w for w in (*(value.get("word_segments") or ()), *(value.get("words") or ())) if w.get("word")]
    if beside and not any(segment.get("words") for segment in segments):
        left = iter(beside)
        found = [_with_words(stretch, left) for stretch in found]
        beside = list(left)
    return found, [*strings([value.get("text")]), *strings(w["word"] for w in beside)]


def _with_words(stretch: Stretch, told: Iterator[Any]) -> Stretch:
    """A stretch that is one text as its words, each with the next one that is told; as it is where they differ."""
    words = []
    for said in (part for word in stretch.words for part in parts(word.said)):
        beside = next(told, None)
        if beside is None or letters_of(beside["word"]) != letters_of(said):
            return stretch
        since, till = seconds(beside.get("start", stretch.since)), seconds(beside.get("end", stretch.till))
        words.append(Word(said, since, till, share(beside.get("probability")), bare=beside["word"]))
    return replace(stretch, words=tuple(words))


def _segment(segment: Any) -> Stretch:
    since, till, text = seconds(segment["start"]), seconds(segment["end"]), segment["text"]
    told = [w for w in segment.get("words") or () if isinstance(w["word"], Said) and w["word"].strip()]
    blanks = any(w["word"].startswith(" ") for w in told)  # else each word is one by itself
    words = tuple(
        Word(
            w["word"], seconds(w.get("start", since)), seconds(w.get("end", till)),
            share(w.get("probability", w.get("score", w.get("confidence")))),
            blanks and not w["word"].startswith(" "),
        )
        for w in told
    )  # fmt: skip
    if not words or "".join(w.said for w in words).replace(" ", "") != text.replace(" ", ""):
        words = (Word(text, since, till),) if text.strip() else ()
        return Stretch(words, since, till, voice_of(segment))
    return Stretch(words, since, till, voice_of(segment), (text,))


def whisper_cpp(value: Any) -> Found:
    """`transcription`, each with `text` and `offsets` in milliseconds."""
    return [
        Stretch((Word(s["text"]),), s["offsets"]["from"] / 1000, s["offsets"]["to"] / 1000)
        for s in value["transcription"]
        if s["text"].strip()
    ], ()


def transformers(value: Any) -> Found:
    """`chunks`, each with `text` and a pair of times, of sentences or of words; the same in `text`."""
    words = [
        Word(c["text"], seconds(c["timestamp"][0] or 0), seconds(c["timestamp"][1] or 0), None, c["text"][:1] != " ")
        for c in value["chunks"]
    ]
    return sentences(words), strings([value.get("text")])
