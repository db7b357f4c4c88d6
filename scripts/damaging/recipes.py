"""What is done to which article of the corpus."""

from __future__ import annotations

from damaging.printing import CENTURY, FREE_SERIF, LIBERATION, TYPEWRITER, Press
from damaging.wear import Wear
from damaging.webpage import Site

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
