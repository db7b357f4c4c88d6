"""Texts read aloud by espeak-ng and written down by PocketSphinx.

Debian: espeak-ng.  PyPI: numpy, pocketsphinx==5.1.1.
"""

from __future__ import annotations

import subprocess

import numpy as np

from damaging.translation import sentences

RATE = 16_000  # samples a second, as the acoustic model wants them
ESPEAK_RATE = 22_050
HISS = 15.0  # amplitude; perfect silence between words confuses the recogniser


def through_speech(text: str) -> str:
    """Read aloud by espeak-ng, written down by PocketSphinx, a line for each paragraph, as captions come.

    Quotation marks and the like are lost as in any transcript: nobody pronounces them.
    """
    paragraphs = [p for p in text.splitlines() if p.strip()]
    heard = (" ".join(filter(None, map(hear, sentences(p)))) for p in paragraphs)
    return "\n".join(heard) + "\n"


def hear(sentence: str) -> str:
    """What PocketSphinx takes a spoken sentence for, with its own English language model."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=RATE, loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw(say(sentence), full_utt=True)
    decoder.end_utt()
    guess = decoder.hyp()
    return guess.hypstr if guess else ""


def say(sentence: str) -> bytes:
    """A sentence as 16-bit sound.  Of espeak-ng's voices PocketSphinx understands f2 at this speed best."""
    command = ["espeak-ng", "-v", "en-us+f2", "-s", "150", "--stdout", sentence]
    wave = subprocess.run(command, capture_output=True, check=True).stdout[44:]  # behind the WAV header
    sound = resampled(np.frombuffer(wave, dtype=np.int16).astype(float))
    silence = np.zeros(RATE // 5)
    sound = np.concatenate([silence, sound, silence])
    sound += np.random.default_rng(0).normal(0, HISS, len(sound))
    return sound.clip(-32_768, 32_767).astype(np.int16).tobytes()


def resampled(sound: np.ndarray) -> np.ndarray:
    """From espeak-ng's rate to the recogniser's, with what lies above its reach filtered out first."""
    share = RATE / ESPEAK_RATE
    low_pass = np.sinc(np.arange(-30, 31) * share * 0.95) * np.hamming(61)
    sound = np.convolve(sound, low_pass / low_pass.sum(), "same")
    moments = np.arange(int(len(sound) * share)) / share
    return np.interp(moments, np.arange(len(sound)), sound)
