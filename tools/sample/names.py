"""Names as people have, shorten, change and mistype them."""

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import accumulate
from random import Random

from mimesis import Gender, Locale, Person

_WESTERN = ("de", "de-at", "en", "fr", "nl", "es", "it", "da", "pl", "pt")
_PLAIN = re.compile(r"[^\W\d_]{3,11}(-[^\W\d_]{3,8})?")
_GENDERS = {"f": Gender.FEMALE, "m": Gender.MALE}

# mimesis has no short names.
NICKNAMES = {
    "Alexander": "Alex",
    "Alexandra": "Sandra",
    "Andreas": "Andi",
    "Benjamin": "Ben",
    "Charlotte": "Lotte",
    "Christian": "Chris",
    "Christina": "Tina",
    "Christoph": "Chris",
    "Daniel": "Dani",
    "Daniela": "Dani",
    "Edward": "Ed",
    "Elena": "Leni",
    "Elisabeth": "Lisa",
    "Elizabeth": "Liz",
    "Emma": "Em",
    "Florian": "Flo",
    "Frederik": "Freddy",
    "Gabriel": "Gabe",
    "Gabriela": "Gabi",
    "Isabella": "Bella",
    "Jacob": "Jake",
    "Jennifer": "Jenny",
    "Jessica": "Jess",
    "Johanna": "Hanna",
    "Johannes": "Hannes",
    "Jonathan": "Jon",
    "Joseph": "Joe",
    "Katharina": "Kathi",
    "Leonardo": "Leo",
    "Manuel": "Manu",
    "Manuela": "Manu",
    "Margarita": "Rita",
    "Mateo": "Teo",
    "Matthias": "Matze",
    "Maximilian": "Max",
    "Melanie": "Mel",
    "Melissa": "Mel",
    "Michael": "Mike",
    "Michelle": "Michi",
    "Nathan": "Nate",
    "Nicole": "Nicky",
    "Nicolas": "Nico",
    "Oliver": "Olli",
    "Patricia": "Pat",
    "Philipp": "Phil",
    "Raphael": "Rafa",
    "Rebecca": "Becky",
    "Robert": "Rob",
    "Samuel": "Sam",
    "Sebastian": "Basti",
    "Sophia": "Sophie",
    "Stefanie": "Steffi",
    "Susanna": "Susi",
    "Theodor": "Theo",
    "Thomas": "Tom",
    "Tobias": "Tobi",
    "Valentina": "Vale",
    "Valentin": "Vali",
    "Vanessa": "Nessa",
    "Victoria": "Vicky",
    "Vincent": "Vince",
    "William": "Will",
}


@cache
def _first_names(locale: str, gender: str) -> tuple[list[str], list[float]]:
    """Return the first names of a locale with cumulated weights.

    mimesis lists Anna and Adolfine alike. A name that many languages know is a common
    one, so names are weighted by the number of locales that list them.
    """

    known = Counter(
        name
        for other in _WESTERN
        for name in set(Person(Locale(other))._extract(["names", _GENDERS[gender].value]))
    )
    names = sorted(
        {
            name
            for name in Person(Locale(locale))._extract(["names", _GENDERS[gender].value])
            if _PLAIN.fullmatch(name) and name.istitle() and known[name] > 2
        }
    )
    return names, list(accumulate(known[name] ** 2.5 for name in names))


@cache
def _last_names(locale: str) -> tuple[list[str], list[float]]:
    """Return 400 last names of a locale, a few of them much commoner than the rest."""

    listed = Person(Locale(locale))._extract(["surnames"])
    names = sorted(
        {
            name
            for name in listed
            if _PLAIN.fullmatch(name.removeprefix("van ")) and name[-1].islower()
        }
    )
    Random(f"last names/{locale}").shuffle(names)
    names = [name for name in names if name[0].isupper() or name.startswith("van ")][:400]
    return names, list(accumulate(1 / (rank + 12) for rank in range(len(names))))


def first_name(rng: Random, locale: str, gender: str) -> str:
    """Draw a first name for `f` or `m` that is usual in a locale."""

    names, weights = _first_names(locale, gender)
    return rng.choices(names, cum_weights=weights)[0]


def last_name(rng: Random, locale: str) -> str:
    """Draw a last name that is usual in a locale."""

    names, weights = _last_names(locale)
    return rng.choices(names, cum_weights=weights)[0]


def plain(text: str) -> str:
    """Return a name as it stands in an e-mail address: a-z and dots only."""

    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(umlaut, letters)
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", ".", folded).strip(".")


def mistyped(rng: Random, text: str) -> str:
    """Return a text with one slip of the fingers: a letter lost, doubled or swapped."""

    at = rng.randrange(1, max(2, len(text) - 1))
    slip = rng.choice(("lost", "doubled", "swapped"))
    if slip == "swapped" and text[at - 1] != text[at] and at > 1:
        return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    if slip == "lost" and len(text) > 4:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at] + text[at:]


def shortened(name: str) -> str:
    """Return the short form of a first name, or its initial where it has none."""

    return NICKNAMES.get(name, name[0] + ".")
