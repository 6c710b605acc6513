"""The kinds of duplicates that real address books hold, each planted and named.

Each maker takes a copy of the original record and changes it; it returns False where
the person has not what it takes (no phone, no second address, no former name).
"""

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from random import Random

from .countries import written_phone
from .names import mistyped, plain, shortened
from .roster import LAST_MOMENT, Record, masked, spelled_country

Maker = Callable[[Random, Record], bool]


def _other_phone_style(rng: Random, record: Record) -> bool:
    """Type the person's own phone anew; False when there is none."""

    person = record.person
    own = person.phones[1:] if person.shares_phone else person.phones
    if not own:
        return False
    record.phone, record.phone_kind = written_phone(rng, own[0], person.country), "own"
    return True


def _same_email(record: Record) -> bool:
    """Use the person's own address; False when there is none."""

    if not record.person.own_emails:
        return False
    record.email, record.email_kind = record.person.own_emails[0], "own"
    return True


def _drop_phone(rng: Random, record: Record, chance: float) -> None:
    if rng.random() < chance:
        record.phone, record.phone_kind = "", "none"


def email_case(rng: Random, record: Record) -> bool:
    """The same address in other case, or with blanks around it."""

    if not _same_email(record):
        return False
    local, _, domain = record.email.partition("@")
    record.email = rng.choice(
        (
            record.email.upper(),
            f" {record.email}",
            f"{record.email}  ",
            f"{local.title()}@{domain}",
            f"{local}@{domain.title()}",
        )
    )
    _drop_phone(rng, record, 0.6)
    return True


def gmail_alias(rng: Random, record: Record) -> bool:
    """The same gmail mailbox with other dots, a plus tag, or the old domain."""

    if not _same_email(record) or not record.email.endswith("@gmail.com"):
        return False
    local = record.email.removesuffix("@gmail.com")
    bare = local.replace(".", "")
    dotted = f"{bare[:3]}.{bare[3:]}" if "." not in local else bare
    record.email = rng.choice(
        (
            f"{dotted}@gmail.com",
            f"{local}+coffee@gmail.com",
            f"{local}+shop@gmail.com",
            f"{local}@googlemail.com",
        )
    )
    _drop_phone(rng, record, 0.7)
    return True


def name_typo(rng: Random, record: Record) -> bool:
    """The same address, the name mistyped."""

    if not _same_email(record):
        return False
    if rng.random() < 0.5:
        record.first_name = mistyped(rng, record.person.first_name)
    else:
        record.last_name = mistyped(rng, record.person.last_name)
    _drop_phone(rng, record, 0.5)
    return True


def email_typo(rng: Random, record: Record) -> bool:
    """The same phone, the address mistyped, so that mail to it never arrives."""

    if not _same_email(record) or not _other_phone_style(rng, record):
        return False
    local, _, domain = record.email.partition("@")
    if domain == "gmail.com":
        domain = rng.choice(("gmial.com", "gmail.con", "gmai.com"))
    else:
        local = mistyped(rng, local)
    record.email, record.email_kind = f"{local}@{domain}", "mistyped"
    return True


def phone_format(rng: Random, record: Record) -> bool:
    """The same phone typed in another way, no address."""

    record.email, record.email_kind = "", "none"
    return _other_phone_style(rng, record)


def second_email(rng: Random, record: Record) -> bool:
    """The same phone, another address of the same person."""

    others = record.person.own_emails[1:]
    if not others or not _other_phone_style(rng, record):
        return False
    record.email, record.email_kind = others[0], "own"
    return True


def nickname(rng: Random, record: Record) -> bool:
    """The same address or phone, the short form of the first name."""

    record.first_name = shortened(record.person.first_name)
    if rng.random() < 0.6 and _same_email(record):
        _drop_phone(rng, record, 0.7)
        return True
    record.email, record.email_kind = "", "none"
    return _other_phone_style(rng, record)


def changed_surname(rng: Random, record: Record) -> bool:
    """The same phone, the name and address from before the wedding."""

    if not record.person.former_last_name or not _other_phone_style(rng, record):
        return False
    record.last_name = record.person.former_last_name
    record.email, record.email_kind = record.person.emails[-1], "own"
    return True


def lead(rng: Random, record: Record) -> bool:
    """A form filled in once more: the same address, the name in capitals or lower case."""

    if not _same_email(record):
        return False
    change = rng.choice((str.upper, str.lower, str.title))
    record.first_name, record.last_name = change(record.first_name), change(record.last_name)
    record.is_lead = True
    _drop_phone(rng, record, 0.5)
    return True


def masked_email(rng: Random, record: Record) -> bool:
    """An import with hidden addresses: only the phone tells."""

    if not _same_email(record) or not _other_phone_style(rng, record):
        return False
    record.email, record.email_kind = masked(record.email), "masked"
    return True


def crm_merge(rng: Random, record: Record) -> bool:
    """A record that the team merged by hand: nothing but the system's word links it."""

    record.email = f"{plain(record.person.last_name)}{record.person.birth_date:%d%m}@mail.example"
    record.email_kind = "own"
    record.phone, record.phone_kind = "", "none"
    return True


def name_and_birth_date(rng: Random, record: Record) -> bool:
    """The same name, birth date and town, but no identifier in common."""

    address = f"{plain(record.person.first_name)}{rng.randrange(10_000)}@post.example"
    record.email, record.email_kind = address, "own"
    record.phone, record.phone_kind = "", "none"
    return True


# How many of a hundred duplicates are of which kind; what few people can have comes first.
KINDS: tuple[tuple[Maker, int], ...] = (
    (changed_surname, 6),
    (second_email, 7),
    (gmail_alias, 9),
    (masked_email, 2),
    (email_typo, 8),
    (crm_merge, 7),
    (name_and_birth_date, 3),
    (phone_format, 13),
    (nickname, 10),
    (email_case, 13),
    (name_typo, 11),
    (lead, 11),
)

# A shop's customers: each has an account of its own, and nobody merges them.
SHOP_KINDS: tuple[tuple[Maker, int], ...] = (
    (second_email, 30),
    (email_case, 40),
    (name_typo, 30),
)


def _duplicate(rng: Random, original: Record, maker: Maker) -> Record | None:
    record = copy(original)
    record.variant = maker.__name__
    record.first_name, record.last_name = original.person.first_name, original.person.last_name
    if not maker(rng, record):
        return None
    record.country = spelled_country(rng, record.person.country)
    span = (LAST_MOMENT - original.created_at).total_seconds()
    record.created_at = original.created_at + timedelta(seconds=int(span * rng.random()))
    rest = (LAST_MOMENT - record.created_at).total_seconds()
    record.updated_at = record.created_at + timedelta(seconds=int(rest * rng.random()))
    if maker is changed_surname:  # the old name was there first
        original.created_at, record.created_at = record.created_at, original.created_at
        original.updated_at = max(original.updated_at, original.created_at)
    if maker is crm_merge:
        record.merged_into = original
        record.is_deleted = rng.random() < 0.5
    return record


def plant_duplicates(
    rng: Random,
    records: list[Record],
    count: int,
    kinds: tuple[tuple[Maker, int], ...] = KINDS,
) -> None:
    """Append `count` duplicates to a list of original records, three a person at most.

    Where the system can merge, the last two make a chain: a record merged into one that
    was itself merged.
    """

    if not count:
        return
    originals = [each for each in records if each.person.kind != "staff"]
    goal = len(records) + count - 2
    planted: dict[str, int] = {}

    def plant(maker: Maker, number: int) -> None:
        rng.shuffle(originals)
        # Customers come back more often than others, and so do their duplicates.
        for original in sorted(originals, key=lambda each: rng.random() > _returns(each)):
            if number == 0:
                return
            person = original.person.person_id
            if planted.get(person, 0) < 3 and (record := _duplicate(rng, original, maker)):
                planted[person] = planted.get(person, 0) + 1
                records.append(record)
                number -= 1

    for maker, share in kinds:
        plant(maker, (count - 2) * share // 100)
    if kinds is not KINDS:
        plant(kinds[0][0], goal + 2 - len(records))
        return
    plant(phone_format, goal - len(records))

    end = next(each for each in originals if each.person.person_id not in planted)
    middle, first = _duplicate(rng, end, crm_merge), _duplicate(rng, end, crm_merge)
    first.email = first.email.replace("@mail.", "@post.")
    first.merged_into = middle
    first.is_deleted = middle.is_deleted = True
    records += [middle, first]


def _returns(original: Record) -> float:
    return 0.1 if original.person.habit == "never" else 0.25
