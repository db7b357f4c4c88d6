"""Write the word classes that come from other people's tables: `rules/classes/countries.yaml`, `first-names.yaml`.

    pip install babel==2.19.0 countryinfo==1.0.1 faker==40.63.0 names==0.3.0
    python scripts/build_classes.py rules/classes

Where each table is from and under which licence: `cleaner/data/PROVENANCE.md`.  Nothing is downloaded at run time: the
packs that this writes are shipped.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

HEAD = "# Made by scripts/build_classes.py; not edited by hand.\n"
#: of `countryinfo`'s names: these are none that news calls a country, or not so
NOT_COUNTRIES = re.compile(
    r"Island|Islands|Territor|Antarctic|Minor|SAR|Sint|Saint-|Guernsey|Jersey|Isle of|Réunion|Mayotte|Guadeloupe|Aruba|"
    r"Martinique|American Samoa|néerlandaises|Caribbean N|Ceuta|Congo -|Diego|Oceania|Eurozone|Republic of M|\(|,|"
    r"Sark|South Georgia|Barthélemy|Tristan|City State|Wallis|United Nations|Serbia and|Saint Helena|St\. Martin|"
    r"Curaçao|Bonaire|Svalbard|Pitcairn|Niue|Tokelau|Pseudo|Unknown|Union|World"
)
#: names that news uses and neither table has
MORE_COUNTRIES = """
    Bolivia, Bosnia, Britain, Brunei, Burma, Cape Verde, Catalonia, Congo, Czech Republic, East Timor, England,
    Great Britain, Holland, Hong Kong, Iran, Ivory Coast, Kosovo, Laos, Macedonia, Moldova, Montenegro, Myanmar,
    North Korea, North Macedonia, Northern Ireland, Palestine, Russia, Scotland, Serbia, South Korea, South Sudan,
    Syria, Taiwan, Tanzania, the United States, Turkey, U.K., U.S., UK, United States, US, Venezuela, Vietnam, Wales
"""
#: of such names in the news some are people
ALSO_PEOPLE = "Chad, Dominica, England, Georgia, Gibraltar, Holland, Ireland, Jordan, Monaco, Samoa, Scotland, Wales"
MORE_PEOPLE = """
    American, Basque, Bolivian, Bosnian, British, Burmese, Catalan, Congolese, Croatian, Czech, Danish, Dutch, English,
    European, Finnish, Greek, Iranian, Korean, Kosovar, Kurdish, Macedonian, Moldovan, Montenegrin, North Korean,
    Palestinian, Russian, Scottish, Serbian, South Korean, Soviet, Swedish, Syrian, Taiwanese, Tanzanian, Turkish,
    Venezuelan, Vietnamese, Welsh
"""
#: names of women that known men bear
MEN_TOO = """
    Allison, Andrea, Angel, Ashley, Beverly, Camille, Carol, Claude, Courtney, Dana, Dominique, Evelyn, Florence, Gail,
    Gale, Hilary, Ilya, Jan, Jean, Joan, Jocelyn, Kelly, Kim, Lauren, Laurence, Leslie, Lindsay, Loren, Luca, Lynn,
    Marian, Marion, Meredith, Misha, Nicola, Nikita, Noa, Noah, Robin, Sascha, Sasha, Shirley, Sidney, Simone, Stacy,
    Sydney, Tracy, Valery, Vivian
"""
#: what stands before a capital word oftener as a place, a month, a club or a thing than as a name
NO_NAMES = """
    Adelaide, Alba, Alexandria, América, April, Aria, Asia, Asunción, Aurora, Autumn, Barcelona, Brooklyn, Carolina,
    Catalina, Charlotte, Chelsea, Cheyenne, China, Comfort, Concepción, Coral, Corona, Crystal, Dakota, Destiny,
    Diamond, Florencia, Geneva, Georgia, Holland, India, Jerusalem, June, Kenya, Kerala, Lourdes, Luna, Madison, May,
    Medina, Melbourne, Mercedes, Montana, Nova, Paris, Regina, Sahara, Savannah, Siena, Sierra, Sofia, Stella, Valencia,
    Verona, Victoria, Vienna, Virginia
"""
#: women in the news whose names no list has
MORE_WOMEN = "Condoleezza, Kellyanne, Hillary, Jacinda, Carme, Ivanka, Melania, Nikki, Ngozi, Malala, Giorgia"
WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿœšžčćđłńęąśźżğışőűřěůňďť]{2,}$")
FEW = 2  # lists that must know a name


def main(folder: Path) -> None:
    """Write both files."""
    (folder / "countries.yaml").write_text(countries(), encoding="utf-8")
    (folder / "first-names.yaml").write_text(first_names(), encoding="utf-8")


# ------------------------------------------------------------------ countries


def countries() -> str:
    """Countries, their capitals and their people."""
    import countryinfo
    from babel import Locale

    rows = [json.loads(file.read_text("utf-8")) for file in (Path(countryinfo.__file__).parent / "data").glob("*.json")]
    territories = Locale("en").territories
    named = {row["name"].strip() for row in rows} | {name for code, name in territories.items() if code.isalpha()}
    plain = {name.replace("&", "and") for name in named if not NOT_COUNTRIES.search(name)}
    regions = {name for code, name in territories.items() if not code.isalpha()}
    country = {name for name in plain if len(name.split()) <= 3} - regions | _split(MORE_COUNTRIES)
    capital = {c for row in rows if row["name"].strip() in plain for c in [row.get("capital") or ""] if _is_name(c)}
    people = {p for row in rows for p in re.split(r"[,/]| or ", row.get("demonym") or "") if _is_name(p.strip())}
    people = {p.strip() for p in people} | _split(MORE_PEOPLE)
    source = "countryinfo 1.0.1"
    alone = sorted(_split(ALSO_PEOPLE) & country)
    return HEAD + "classes:\n" + "".join((
        _entry("country", country, "Countries, and parts that news calls so.", f"{source}; CLDR, by babel 2.19.0"),
        "  state:\n    note: 'Countries whose name no person in the news bears.'\n"
        f"    of: [country]\n    without: [{', '.join(alone)}]\n",
        _entry("capital-city", capital, "Capitals; a government goes by their names.", source),
        _entry("people", people, "Adjectives of countries and their people.", source),
    ))  # fmt: skip


def _split(names: str) -> set[str]:
    return {name.strip() for name in names.split(",")}


def _is_name(text: str) -> bool:
    return bool(text) and text[0].isupper() and not re.search(r"[()\d,;]", text) and len(text.split()) <= 3


# ------------------------------------------------------------------ first names


def first_names() -> str:
    """First names that only women bear, and that only men bear."""
    women, men = _listed()
    census_women, census_men = _census("female"), _census("male")
    hers = {n for n in women if women[n] + (n in census_women) >= FEW and not _borne(n, men, census_men, census_women)}
    his = {n for n in men if men[n] + (n in census_men) >= FEW and not _borne(n, women, census_women, census_men)}
    hers = (hers | _split(MORE_WOMEN)) - _split(MEN_TOO) - _split(NO_NAMES)
    his -= _split(MEN_TOO) | _split(NO_NAMES)
    refs = "faker 40.63.0; the US census of 1990, by names 0.3.0"
    return HEAD + "classes:\n" + "".join((
        _entry("woman-name", hers, "First names that women bear, and next to no man.", refs),
        _entry("man-name", his, "First names that men bear, and next to no woman.", refs),
    ))  # fmt: skip


def _borne(name: str, others: Counter[str], more: dict[str, float], fewer: dict[str, float]) -> bool:
    """Whether the other sex bears a name too: a list says so, or one in fifty of the census."""
    return bool(others[name]) or more.get(name, 0) * 50 > fewer.get(name, 0)


def _listed() -> tuple[Counter[str], Counter[str]]:
    """How many of Faker's lists know a name as a woman's, and as a man's.  `en` mixes a century of births."""
    from faker.config import AVAILABLE_LOCALES

    women, men = Counter[str](), Counter[str]()
    for locale in sorted({*AVAILABLE_LOCALES} - {"en", "sw", "tr_TR", "az_AZ"}):
        try:
            provider = import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        hers, his = (set(getattr(provider, f"first_names_{sex}", ()) or ()) for sex in ("female", "male"))
        women.update(n for n in hers - his if WORD.match(n))
        men.update(n for n in (his - hers if locale != "sv_SE" else his) if WORD.match(n))
        men.update(n for n in hers & his if WORD.match(n))
        women.update(n for n in hers & his if WORD.match(n))
    return women, men


def _census(sex: str) -> dict[str, float]:
    """Names with their shares in percent."""
    import names

    lines = (Path(names.__file__).parent / f"dist.{sex}.first").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line.strip())
    return {row[0].capitalize(): float(row[1]) for row in rows}


def _entry(name: str, words: Iterable[str], note: str, refs: str) -> str:
    quoted = (f'"{w}"' if re.search(r"[^\w -]|^No$", w) else w for w in sorted(words))
    lines = textwrap.fill(", ".join(quoted), 118, initial_indent="      ", subsequent_indent="      ",
                          break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return f"  {name}:\n    note: '{note}'\n    refs: '{refs}'\n    words: [\n{lines}\n    ]\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
