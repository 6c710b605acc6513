"""The few constants of the sample, and its only source of chance."""

from datetime import date
from pathlib import Path
from random import Random

SEED = "halde-und-bohne"
FIRST_DAY = date(2023, 7, 1)
AS_OF = date(2026, 6, 30)

SHOP_DOMAIN = "halde-bohne.example"
SHOP_URL = f"https://www.{SHOP_DOMAIN}"
STORE_CITIES = ("Hamburg", "Leipzig")

KNOWN_PEOPLE = 2000
GUESTS = 60
BUSINESS_SHARE = 0.21

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"


def stream(*names: str) -> Random:
    """Return a random generator of its own for a named part of the sample.

    Each part draws from its own stream, so that a new writer or one more draw in one
    module leaves the committed output of all the others as it is.
    """

    return Random("/".join((SEED, *names)))
