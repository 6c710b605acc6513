"""The countries the shop sells to, and how their phones, postcodes and names look."""

import csv
from dataclasses import dataclass
from functools import cache
from random import Random

from .settings import DATA


@dataclass(frozen=True)
class Country:
    """One country. Phone masks are E.164 (`#` is a digit, `{area}` the place's code).

    Where a regulator keeps numbers for fiction (GB, US, FR), the masks stay in them.
    """

    code: str
    locale: str
    language: str
    share: float
    currency: str
    tax_percent: float
    calling_code: str
    trunk_prefix: str
    mobile_masks: tuple[str, ...]
    landline_mask: str
    mail_domains: tuple[str, ...]
    legal_forms: tuple[tuple[str, str], ...]
    spellings: tuple[str, ...]
    jurisdiction: str


_GMAIL = ("gmail.com",) * 4

COUNTRIES = {
    country.code: country
    for country in (
        Country(
            "DE",
            "de",
            "de",
            0.44,
            "EUR",
            7,
            "49",
            "0",
            ("+49151########", "+49160#######", "+49176########"),
            "+49{area}#######",
            (
                *_GMAIL,
                "gmx.de",
                "gmx.de",
                "web.de",
                "web.de",
                "t-online.de",
                "icloud.com",
                "outlook.com",
                "googlemail.com",
            ),
            (
                ("GmbH", "Gesellschaft mbH"),
                ("GmbH & Co. KG", "GmbH & Co KG"),
                ("AG", "Aktiengesellschaft"),
                ("UG", "UG (haftungsbeschränkt)"),
            ),
            ("Germany", "DE", "Deutschland", "deutschland", "GERMANY", "Germany "),
            "EU",
        ),
        Country(
            "AT",
            "de-at",
            "de",
            0.07,
            "EUR",
            10,
            "43",
            "0",
            ("+43664#######", "+43676#######"),
            "+43{area}######",
            (*_GMAIL, "gmx.at", "gmx.at", "aon.at", "outlook.com"),
            (("GmbH", "Ges.m.b.H."), ("KG", "Kommanditgesellschaft")),
            ("Austria", "AT", "Österreich", "Oesterreich", "austria"),
            "EU",
        ),
        Country(
            "FR",
            "fr",
            "fr",
            0.11,
            "EUR",
            5.5,
            "33",
            "0",
            ("+3363998####",),
            "+3319900####",
            (*_GMAIL, "orange.fr", "orange.fr", "free.fr", "hotmail.fr", "laposte.net"),
            (("SARL", "S.A.R.L."), ("SAS", "S.A.S."), ("SA", "Société Anonyme")),
            ("France", "FR", "FRANCE", "france", "Fr"),
            "EU",
        ),
        Country(
            "NL",
            "nl",
            "nl",
            0.1,
            "EUR",
            9,
            "31",
            "0",
            ("+316########",),
            "+31{area}#######",
            (*_GMAIL, "ziggo.nl", "kpnmail.nl", "hotmail.com", "outlook.com"),
            (("B.V.", "BV"), ("V.O.F.", "VOF")),
            ("Netherlands", "NL", "The Netherlands", "Nederland", "Holland"),
            "EU",
        ),
        Country(
            "GB",
            "en-gb",
            "en",
            0.08,
            "GBP",
            0,
            "44",
            "0",
            ("+447700900###",),
            "+442079460###",
            (*_GMAIL, "btinternet.com", "outlook.com", "hotmail.co.uk", "yahoo.co.uk"),
            (("Ltd", "Limited"), ("LLP", "L.L.P."), ("PLC", "plc")),
            ("United Kingdom", "UK", "GB", "Great Britain", "United kingdom", "England"),
            "GB",
        ),
        Country(
            "US",
            "en",
            "en",
            0.11,
            "USD",
            0,
            "1",
            "",
            ("+1{area}55501##",),
            "+1{area}55501##",
            (*_GMAIL, "yahoo.com", "outlook.com", "icloud.com", "aol.com"),
            (("Inc.", "Incorporated"), ("LLC", "L.L.C."), ("Corp.", "Corporation")),
            ("United States", "US", "USA", "U.S.A.", "United States of America", "usa"),
            "US",
        ),
        Country(
            "ES",
            "es",
            "es",
            0.05,
            "EUR",
            10,
            "34",
            "",
            ("+346########",),
            "+34{area}#######",
            (*_GMAIL, "hotmail.es", "hotmail.com", "telefonica.net"),
            (("S.L.", "SL"), ("S.A.", "SA")),
            ("Spain", "ES", "España", "Espana", "ESPAÑA"),
            "EU",
        ),
        Country(
            "IT",
            "it",
            "it",
            0.04,
            "EUR",
            10,
            "39",
            "",
            ("+39347#######", "+39328#######"),
            "+39{area}######",
            (*_GMAIL, "libero.it", "libero.it", "tiscali.it", "hotmail.it"),
            (("S.r.l.", "Srl"), ("S.p.A.", "SpA")),
            ("Italy", "IT", "Italia", "italia", "ITALY"),
            "EU",
        ),
    )
}


@dataclass(frozen=True)
class Place:
    """A city with what belongs to it; mimesis has cities, but not what goes with them."""

    country: str
    region: str
    city: str
    postal_mask: str
    area_code: str
    weight: int


@cache
def places(country: str) -> tuple[Place, ...]:
    """Return the cities of a country, as `data/places.csv` lists them."""

    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Place(
                row["country"],
                row["region"],
                row["city"],
                row["postal_code"],
                row["area_code"],
                int(row["weight"]),
            )
            for row in csv.DictReader(file)
            if row["country"] == country
        )


def filled(rng: Random, mask: str) -> str:
    """Replace each `#` of a mask by a digit and each `?` by a capital letter."""

    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return "".join(
        rng.choice("0123456789") if sign == "#" else rng.choice(letters) if sign == "?" else sign
        for sign in mask
    )


def new_phone(rng: Random, place: Place, mobile: bool) -> str:
    """Return a phone number of a place in E.164 form."""

    country = COUNTRIES[place.country]
    mask = rng.choice(country.mobile_masks) if mobile else country.landline_mask
    return filled(rng, mask.replace("{area}", place.area_code))


def written_phone(rng: Random, phone: str, country_code: str) -> str:
    """Write an E.164 number in one of the ways people type it."""

    country = COUNTRIES[country_code]
    national = phone.removeprefix("+" + country.calling_code)
    if country_code == "US":
        area, exchange, line = national[:3], national[3:6], national[6:]
        return rng.choice(
            (
                f"({area}) {exchange}-{line}",
                f"{area}-{exchange}-{line}",
                f"{area}.{exchange}.{line}",
                f"+1 {area} {exchange} {line}",
                f"1-{area}-{exchange}-{line}",
            )
        )
    head, tail = national[:3], national[3:]
    half = len(tail) // 2
    groups = f"{tail[:half]} {tail[half:]}"
    forms = [
        f"+{country.calling_code} {head} {groups}",
        f"00{country.calling_code} {head} {tail}",
        f"00{country.calling_code}{national}",
        f"{country.trunk_prefix}{head} {groups}",
        f"{country.trunk_prefix}{head}/{tail}",
        f"{country.trunk_prefix}{head}-{tail}",
    ]
    if country.trunk_prefix:
        forms.append(f"+{country.calling_code} (0){head} {tail}")
    return rng.choice(forms)
