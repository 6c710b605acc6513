"""The companies whose people buy coffee for the office, or sell it on."""

from dataclasses import dataclass, field
from random import Random

from .countries import COUNTRIES, Place, new_phone, places
from .names import last_name, plain
from .seasons import busy_day
from .settings import stream

COMPANIES = 150

# Industry: how often, how people write it, what such a company calls itself, its size.
INDUSTRIES = {
    "Technology": (
        26,
        (
            "Technology",
            "Tech",
            "IT",
            "technology",
            "Information Technology",
            "information technology",
            "Software / IT",
            "I.T.",
        ),
        ("Software", "Systems", "Digital", "Data", "Labs"),
        (8, 240),
    ),
    "Hospitality": (
        30,
        ("Hospitality", "Gastronomy", "Gastro", "HoReCa", "Hotels & Restaurants", "hospitality"),
        ("Café", "Bistro", "Hotel", "Catering", "Bakery"),
        (3, 60),
    ),
    "Professional services": (
        24,
        ("Professional Services", "Consulting", "consulting", "Business Services"),
        ("Consulting", "Partners", "Advisory", "Tax", "Legal"),
        (4, 120),
    ),
    "Retail": (
        12,
        ("Retail", "E-Commerce", "Retail & e-commerce"),
        ("Trade", "Store", "Market", "Deli"),
        (5, 180),
    ),
    "Media": (
        14,
        ("Media", "Marketing", "Advertising", "Media & Marketing"),
        ("Studio", "Media", "Design", "Film"),
        (3, 45),
    ),
    "Health care": (
        10,
        ("Healthcare", "Health Care", "Medical"),
        ("Clinic", "Dental", "Physio", "Care"),
        (6, 300),
    ),
    "Manufacturing": (
        12,
        ("Manufacturing", "Industry", "Production"),
        ("Metal", "Tools", "Timber", "Print"),
        (15, 600),
    ),
    "Finance": (
        8,
        ("Finance", "Financial Services", "Banking", "finance"),
        ("Capital", "Insurance", "Finance"),
        (10, 400),
    ),
    "Education": (
        8,
        ("Education", "Training", "Edu"),
        ("Academy", "School", "Language School"),
        (6, 90),
    ),
    "Logistics": (
        6,
        ("Logistics", "Transport", "Transportation/Logistics"),
        ("Logistics", "Transport", "Freight"),
        (12, 350),
    ),
}


@dataclass
class Company:
    """One true company. Money is in whole units of the country's currency."""

    company_id: str
    name: str
    legal_form: str
    legal_form_variant: str
    domain: str
    industry: str
    employees: int
    annual_revenue: int
    place: Place
    phone: str
    joined_on: object
    people: list = field(default_factory=list)

    @property
    def role_email(self) -> str:
        """The mailbox that everyone at the company reads."""

        return f"info@{self.domain}"


def _named(rng: Random, locale: str, trade: str) -> str:
    founder = last_name(rng, locale)
    if trade in ("Café", "Bistro", "Hotel", "Studio"):
        return f"{trade} {founder}"
    partner = last_name(rng, locale)
    if rng.random() < 0.15 and partner != founder:
        return f"{founder} & {partner} {trade}"
    return f"{founder} {trade}"


def make_companies() -> list[Company]:
    """Return the companies, oldest customer relation first."""

    rng = stream("companies")
    names: set[str] = set()
    companies = []
    for day in sorted(busy_day(rng) for _ in range(COMPANIES)):
        code = rng.choices(list(COUNTRIES), [c.share for c in COUNTRIES.values()])[0]
        country = COUNTRIES[code]
        place = rng.choices(places(code), [each.weight for each in places(code)])[0]
        industry = rng.choices(list(INDUSTRIES), [row[0] for row in INDUSTRIES.values()])[0]
        _, _, trades, (smallest, largest) = INDUSTRIES[industry]
        name = _named(rng, country.locale, rng.choice(trades))
        while name in names:
            name = _named(rng, country.locale, rng.choice(trades))
        names.add(name)
        form, variant = rng.choices(country.legal_forms, range(len(country.legal_forms), 0, -1))[0]
        employees = int(smallest * (largest / smallest) ** (rng.random() ** 1.6))
        companies.append(
            Company(
                company_id=f"F{len(companies) + 1:03}",
                name=name,
                legal_form=form,
                legal_form_variant=variant,
                domain=f"{plain(name).replace('.', '-')}.example",
                industry=industry,
                employees=employees,
                annual_revenue=round(employees * rng.uniform(60, 210)) * 1000,
                place=place,
                phone=new_phone(rng, place, mobile=False),
                joined_on=day,
            )
        )
    return companies
