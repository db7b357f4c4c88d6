"""SRT and WebVTT: the words of the cues are read as one text.

Numbers, times, settings, notes, styles, regions and tags stay byte for byte.  `<v Bob>` tells who speaks.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cleaner.formats.captions.blocks import Shown, blocks
from cleaner.formats.captions.notation import marked_up, plain
from cleaner.formats.captions.script import Script
from cleaner.formats.captions.timed import written_by
from cleaner.formats.captions.voices import shown
from cleaner.formats.decoding import decoded
from cleaner.formats.source import NoText, Source

# WebVTT knows these tags and times between words; SRT has some of HTML's, and places in braces.
_VTT_TAG = re.compile(r"<[^<>\n\r]*>")
_SRT_TAG = re.compile(r"(?i)</?(?:i|b|u|s|font|c|v|ruby|rt|lang|span|br)\b[^<>\n\r]*>|\{\\[^{}\n\r]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?\s++([^<>\s]++(?:\s++[^<>\s]++)*+)\s*+>")


def read(name: str, data: bytes) -> Source:
    """The file as one document.  Raises `NoText` where there is no cue in it, nor anything else to read."""
    file = decoded(data)
    source = file.text
    webvtt = source.lstrip("\ufeff\n\r ").startswith("WEBVTT") or name.lower().endswith(".vtt")
    newline = "\r\n" if "\r\n" in source else "\r" if "\r" in source and "\n" not in source else "\n"
    script = Script(source, (marked_up if webvtt else plain)(newline))
    found = blocks(source, webvtt)
    is_silent = all(cue.start == cue.end for cue in found.cues)
    if is_silent and source.strip() and not source.lstrip("\ufeff").startswith("WEBVTT"):
        raise NoText("there is no cue with times in it; --format text reads it as plain text")
    for cue in found.cues:
        _read(script, cue, _VTT_TAG if webvtt else _SRT_TAG)
    voices = [voice for cue in found.cues if webvtt for voice in _VOICE.finditer(source, cue.start, cue.end)]
    labels = [(*voice.span(1), _told(script, voice)) for voice in voices]
    made = written_by(name, data, file, script, payloads=[(c.start, c.end) for c in found.cues], labels=labels)
    notices = [*made.notices, *found.notices]
    if webvtt and not source.lstrip("\ufeff").startswith("WEBVTT"):
        notices.append("it does not begin with WEBVTT, as a WebVTT file must")
    if is_silent:
        notices.append("there is no cue in it")
    return replace(made, problems=found.problems, notices=tuple(notices))


def _read(script: Script, cue: Shown, tags: re.Pattern[str]) -> None:
    """The words of a cue, piece by piece between its tags."""
    said = script.source[cue.start : cue.end]
    voice = _VOICE.search(said) if tags is _VTT_TAG else None
    script.begin(cue.since, cue.till, _told(script, voice) if voice else "")
    at = 0
    for tag in tags.finditer(said):
        if at < tag.start():
            script.read(cue.start + at, cue.start + tag.start())
        at = tag.end()
    if at < len(said):
        script.read(cue.start + at, cue.end)


def _told(script: Script, voice: re.Match[str]) -> str:
    """Who speaks, as people read it."""
    return shown(script.notation.read(voice[1]))
