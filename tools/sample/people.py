"""The people: who they are, where they live, who shares an address with whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from mimesis import Locale
from mimesis import Person as Mimesis

from .companies import Company
from .countries import COUNTRIES, Place, filled, new_phone, places
from .names import first_name, last_name, plain
from .seasons import busy_day, moment
from .settings import (
    BUSINESS_SHARE,
    GUESTS,
    KNOWN_PEOPLE,
    SHOP_DOMAIN,
    stream,
)

# What a person does in the shop: share of consumers, share of business people.
HABITS = {
    "never": (0.345, 0.66),
    "once": (0.27, 0.07),
    "occasional": (0.195, 0.04),
    "regular": (0.125, 0.0),
    "devoted": (0.065, 0.0),
    "office": (0.0, 0.23),
}

# mimesis has no seniorities: (title, language it is written in, weight).
JOB_TITLES = (
    ("Office Manager", 9),
    ("Head of Procurement", 4),
    ("Managing Director", 4),
    ("CEO", 4),
    ("Geschäftsführer", 4),
    ("Geschäftsführerin", 3),
    ("Einkaufsleiter", 3),
    ("Assistentin", 3),
    ("Head of People", 4),
    ("HR Manager", 4),
    ("Facility Manager", 5),
    ("Team Assistant", 4),
    ("Purchasing Manager", 5),
    ("Owner", 6),
    ("Inhaber", 3),
    ("Barista", 5),
    ("Head Barista", 3),
    ("CTO", 2),
    ("VP Operations", 2),
    ("Senior Buyer", 3),
    ("Restaurant Manager", 4),
    ("Responsable achats", 2),
    ("Directeur", 2),
    ("Software Engineer", 3),
    ("Marketing Manager", 3),
)


FAMILY = {
    "de": "familie",
    "nl": "familie",
    "fr": "famille",
    "es": "familia",
    "it": "famiglia",
    "en": "family",
}


HOUSEHOLDS = 110
NAMESAKES = (7, 41)


@dataclass
class Person:
    """One true person. Phones are E.164; the first e-mail is the one used by default."""

    person_id: str
    kind: str  # consumer, business, guest (only ever in guest orders) or staff
    first_name: str
    last_name: str
    gender: str
    birth_date: date
    country: str
    place: Place
    postal_code: str
    emails: list[str]
    phones: list[str]
    joined_at: datetime
    habit: str
    company: Company | None = None
    job_title: str = ""
    household_id: str = ""
    former_last_name: str = ""
    shares_email: bool = False
    shares_phone: bool = False

    @property
    def language(self) -> str:
        """The language of the person's country."""

        return COUNTRIES[self.country].language

    @property
    def own_emails(self) -> list[str]:
        """The addresses that nobody else reads."""

        return self.emails[1:] if self.shares_email else self.emails


def _mailbox(rng: Random, taken: set[str], first: str, last: str, born: date, domain: str) -> str:
    """Return a free address made of a name, with a year or a number where it is taken."""

    first, last = plain(first), plain(last)
    local = rng.choice(
        (f"{first}.{last}", f"{first}{last}", f"{first[0]}.{last}", f"{last}.{first}")
    )
    if domain == "gmail.com" and "." not in local and len(local) > 6:
        local = f"{first}.{last}"
    if not domain.endswith(".example"):
        local += rng.choice(("", str(born.year), f"{born.year % 100:02}", str(rng.randrange(1000))))
    while f"{local}@{domain}" in taken:
        local += str(rng.randrange(10))
    taken.add(f"{local}@{domain}")
    return f"{local}@{domain}"


def _phone(rng: Random, taken: set[str], place: Place, mobile: bool) -> str:
    phone = new_phone(rng, place, mobile)
    while phone in taken:
        phone = new_phone(rng, place, mobile)
    taken.add(phone)
    return phone


def _new_person(
    rng: Random, taken: set[str], number: int, kind: str, company: Company | None
) -> Person:
    if company:
        place = company.place
    else:
        code = rng.choices(list(COUNTRIES), [each.share for each in COUNTRIES.values()])[0]
        place = rng.choices(places(code), [each.weight for each in places(code)])[0]
    country = COUNTRIES[place.country]
    gender = rng.choice("fm")
    first, last = first_name(rng, country.locale, gender), last_name(rng, country.locale)
    born = date(2026, 1, 1) - timedelta(days=int(rng.triangular(20, 78, 38) * 365.25))
    work = SHOP_DOMAIN if kind == "staff" else company.domain if company else ""
    domains = [work] if work else [rng.choice(country.mail_domains)]
    if kind != "staff" and rng.random() < 0.3:
        domains.append(rng.choice(country.mail_domains))
    former = last_name(rng, country.locale) if gender == "f" and rng.random() < 0.09 else ""
    emails = [_mailbox(rng, taken, first, last, born, domain) for domain in domains]
    if former:  # the old address still works
        emails.append(_mailbox(rng, taken, first, former, born, rng.choice(country.mail_domains)))
    phones = [_phone(rng, taken, place, mobile=True)] if rng.random() < 0.86 else []
    column = 1 if kind == "business" else 0
    habit = rng.choices(list(HABITS), [shares[column] for shares in HABITS.values()])[0]
    title = ""
    if company:
        title = rng.choices([row[0] for row in JOB_TITLES], [row[1] for row in JOB_TITLES])[0]
    elif rng.random() < 0.12:
        jobs = Mimesis(Locale(country.locale))._extract(["occupation"])
        title = rng.choice(jobs).split(" / ")[0]
    first_day = company.joined_on if company else None
    day = busy_day(rng, first_day) if first_day else busy_day(rng)
    return Person(
        person_id=f"P{number:04}",
        kind=kind,
        first_name=first,
        last_name=last,
        gender=gender,
        birth_date=born,
        country=place.country,
        place=place,
        postal_code=filled(rng, place.postal_mask),
        emails=emails,
        phones=phones,
        joined_at=moment(rng, day),
        habit={"guest": "once", "staff": "never"}.get(kind, habit),
        company=company,
        job_title=title,
        former_last_name=former,
    )


def _move_in(rng: Random, taken: set[str], family: list[Person], member: Person) -> None:
    """Give a person the address, mostly the name, and a first name not yet in the family."""

    head, country = family[0], COUNTRIES[family[0].country]
    member.country, member.place, member.postal_code = head.country, head.place, head.postal_code
    while member.first_name in {each.first_name for each in family if each is not member}:
        member.first_name = first_name(rng, country.locale, member.gender)
    if rng.random() < 0.85:
        member.last_name = head.last_name
    domain = rng.choice(country.mail_domains)
    first, last, born = member.first_name, member.last_name, member.birth_date
    member.emails = [_mailbox(rng, taken, first, last, born, domain)]
    member.phones = [_phone(rng, taken, head.place, mobile=True)]


def _form_households(rng: Random, people: list[Person], taken: set[str]) -> None:
    """Make families of consumers: one address, mostly one name, some one mailbox or phone."""

    free = [each for each in people if each.kind == "consumer" and not each.former_last_name]
    rng.shuffle(free)
    for number in range(1, HOUSEHOLDS + 1):
        family = [free.pop() for _ in range(rng.choices((2, 3, 4), (6, 3, 1))[0])]
        head = family[0]
        for member in family:
            member.household_id = f"H{number:03}"
            if member is not head:
                locale = COUNTRIES[head.country].locale
                member.first_name = first_name(rng, locale, member.gender)
                _move_in(rng, taken, family, member)
        shares_email, shares_phone = rng.random() < 0.42, rng.random() < 0.42
        if number in NAMESAKES:  # a parent and a child of one name, the hardest case
            child = family[1]
            head.birth_date = head.birth_date.replace(year=1957, day=11)
            child.birth_date = child.birth_date.replace(year=1989, day=23)
            child.gender = head.gender
            child.first_name, child.last_name = head.first_name, head.last_name
            name = (child.first_name, child.last_name, child.birth_date)
            child.emails = [_mailbox(rng, taken, *name, "gmail.com")]
            shares_email = shares_phone = True
        domain = rng.choice(COUNTRIES[head.country].mail_domains[4:])
        mailbox = f"{FAMILY[head.language]}.{plain(head.last_name)}{number}@{domain}"
        landline = _phone(rng, taken, head.place, mobile=False)
        for member in family:
            if shares_email:
                member.emails.insert(0, mailbox)
                member.shares_email = True
            if shares_phone:
                member.phones.insert(0, landline)
                member.shares_phone = True


def _share_role_addresses(rng: Random, people: list[Person]) -> None:
    """Let some colleagues give the company's info@ address and switchboard number."""

    for person in people:
        if person.company and rng.random() < 0.11:
            person.emails.insert(0, person.company.role_email)
            person.shares_email = True
        if person.company and rng.random() < 0.18:
            person.phones.insert(0, person.company.phone)
            person.shares_phone = True


def make_people(companies: list[Company]) -> list[Person]:
    """Return all people, in the order of their ids; guests come last.

    Namesakes who have nothing to do with each other come by themselves, as the names
    are drawn from the usual ones of a country.
    """

    rng = stream("people")
    taken: set[str] = set()
    people: list[Person] = []
    for number in range(1, KNOWN_PEOPLE + GUESTS + 1):
        kind, company = "consumer", None
        if number > KNOWN_PEOPLE:
            kind = "guest"
        elif number in (4, 5):  # two colleagues who try the shop out
            kind = "staff"
        elif rng.random() < BUSINESS_SHARE:
            kind = "business"
            company = rng.choices(companies, [each.employees**0.4 for each in companies])[0]
        person = _new_person(rng, taken, number, kind, company)
        people.append(person)
        if company:
            company.people.append(person)
    _form_households(rng, people, taken)
    _share_role_addresses(rng, people)
    return people
