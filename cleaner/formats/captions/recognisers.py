"""What recognisers write: where each of them keeps words, times and confidences in its JSON.

`RECOGNISERS` is the table of contents.  Each entry takes a parsed file and gives its stretches of words, or nothing if
the file is another's.  Fields as their makers document them: `whisper_family`, and here Amazon Transcribe, Google
Speech-to-Text, Speechmatics (json-v2), Rev AI, Deepgram, AssemblyAI, Vosk, Azure Speech (batch).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, groupby
from typing import Any

from cleaner.formats.captions.json_strings import Said
from cleaner.formats.captions.told_words import Found, Stretch, Transcript, Word, seconds, sentences, share, strings
from cleaner.formats.captions.voices import shown, voice_of
from cleaner.formats.captions.whisper_family import transformers, whisper, whisper_cpp

_TICKS = 10_000_000  # a second


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


def _amazon(value: Any) -> Found:
    """`results.items`: words with times, and marks without; the same in `results.transcripts`."""
    results = value["results"]
    who = _amazon_speakers(results)
    words: list[Word] = []
    for item in results["items"]:
        best = item["alternatives"][0]
        mark = item["type"] == "punctuation"
        sure = None if mark else share(best.get("confidence"))
        since, till = (seconds(item[k]) if k in item else None for k in ("start_time", "end_time"))
        last = words[-1] if words else Word(Said())
        voice = item.get("speaker_label") or who.get(item.get("start_time")) or item.get("channel_label")
        voice = last.voice if mark else shown(voice)
        words.append(Word(best["content"], since or last.till, till or last.till, sure, mark, voice=voice))
    parts = [s.get("transcript") for s in results.get("audio_segments", ())]
    return sentences(words), strings([*(t["transcript"] for t in results["transcripts"]), *parts])


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
                    seconds(w.get("endTime", w.get("endOffset", 0))), share(w.get("confidence")),
                    voice=voice_of(w),
                )
                for w in told
            ) or (Word(best["transcript"]),)  # fmt: skip
            turns = [tuple(turn) for _, turn in groupby(words, key=lambda word: word.voice)]
            found += (Stretch(turn, turn[0].since, turn[-1].till, turn[0].voice) for turn in turns)
            whole += [best["transcript"]] if told else []
    return found, strings(whole)


def _speechmatics(value: Any) -> Found:
    """`results`: words and marks, each with `alternatives[0].content`."""
    words = [
        Word(
            r["alternatives"][0]["content"], seconds(r["start_time"]), seconds(r["end_time"]),
            share(r["alternatives"][0].get("confidence")),
            r["type"] == "punctuation" and r.get("attaches_to", "previous") == "previous",
            voice=voice_of(r["alternatives"][0]),
        )
        for r in value["results"]
        if r.get("type") != "speaker_change"
    ]  # fmt: skip
    return sentences(words), ()


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
                sure = None if mark else share(element.get("confidence"))
                words.append(Word(said, at, seconds(element.get("end_ts", at)), sure, joined and bool(words)))
            joined = not said[-1:].isspace()
        found += [Stretch(s.words, s.since, s.till, voice_of(monologue)) for s in sentences(words)]
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
                share(w.get("confidence")), bare=w["word"] if "punctuated_word" in w else None, voice=voice_of(w),
            )
            for w in best["words"]
        ]  # fmt: skip
        found += sentences(words)
        paragraphs = best.get("paragraphs", {})
        again = chain.from_iterable(p["sentences"] for p in paragraphs.get("paragraphs", ()))
        echoes += [best.get("transcript"), paragraphs.get("transcript"), *(s["text"] for s in again)]
    utterances = value["results"].get("utterances") or ()
    echoes += [u["transcript"] for u in utterances]
    echoes += [w.get("punctuated_word") for u in utterances for w in u["words"]]
    return found, strings(echoes)


def _assembly(value: Any) -> Found:
    """`words`, each with `text` and milliseconds; the same in `text` and in `utterances`."""
    words = [
        Word(w["text"], w["start"] / 1000, w["end"] / 1000, share(w.get("confidence")), voice=voice_of(w))
        for w in value["words"]
    ]
    utterances = value.get("utterances") or ()
    again = [*(u["text"] for u in utterances), *(w["text"] for u in utterances for w in u["words"])]
    return sentences(words), strings([value["text"], *again])


def _vosk(value: Any) -> Found:
    """`result`: words; the same in `text`.  A file holds one of them or a list."""
    told = value if isinstance(value, list) else [value]
    found = []
    for one in told:
        words = [Word(w["word"], seconds(w["start"]), seconds(w["end"]), share(w["conf"])) for w in one["result"]]
        found += [Stretch(tuple(words), words[0].since, words[-1].till, echoes=(one["text"],))] if words else []
    return found, ()


def _azure(value: Any) -> Found:
    """`recognizedPhrases`, each with `nBest[0].display`; the same in `combinedRecognizedPhrases`."""
    found = []
    for phrase in value["recognizedPhrases"]:
        since = phrase["offsetInTicks"] / _TICKS
        till = since + phrase["durationInTicks"] / _TICKS
        said = Word(phrase["nBest"][0]["display"], since, till)
        found.append(Stretch((said,), since, till, voice_of(phrase)))
    return found, strings(p.get("display") for p in value.get("combinedRecognizedPhrases", ()))


RECOGNISERS: dict[str, Callable[[Any], Found]] = {
    "whisper": whisper,
    "whisper.cpp": whisper_cpp,
    "transformers": transformers,
    "amazon": _amazon,
    "deepgram": _deepgram,
    "speechmatics": _speechmatics,
    "google": _google,
    "rev": _rev,
    "assembly": _assembly,
    "vosk": _vosk,
    "azure": _azure,
}
