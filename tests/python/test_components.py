"""Linking by itself: chains and hubs of any size, and what a steward joins or keeps apart."""

from __future__ import annotations

import random

import pytest
from identity_project import IdentityProject, override, record

# each builds a project on several days
pytestmark = pytest.mark.slow


@pytest.fixture
def identity(engine, tmp_path, request) -> IdentityProject:
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    return IdentityProject(tmp_path / "identity", engine=engine, server=server)


def built(identity: IdentityProject, day: str = "2026-01-01", **options) -> None:
    result = identity.build(day, **options)
    assert result.success, result.message


def test_chains_and_hubs_converge(identity):
    numbers = list(range(1000))
    random.Random(7).shuffle(numbers)
    chain = [
        record(f"c{number:04}", email_key=f"c{place // 2}@x.de", phone=f"+49c{(place + 1) // 2}")
        for place, number in enumerate(numbers)
    ]
    chain = [{**each, "first_name": "Ann"} for each in chain]
    hub = [record(f"h{number:05}", email_key="hub@x.de") for number in range(10_000)]
    pairs = [record(f"p{number:03}", email_key=f"p{number // 2}@x.de") for number in range(100)]
    identity.set_limits(email=10_000)
    identity.give(chain + hub + pairs)

    built(identity)

    sizes = sorted((len(each) for each in identity.people()), reverse=True)
    assert sizes == [10_000, 1000, *[2] * 50]


def test_who_is_kept_apart_takes_the_strongest_links(identity):
    ann = [record(n, email_key="ann@x.de", phone="+491", first_name="Ann") for n in (1, 2)]
    bea = [record(n, email_key="bea@x.de", phone="+491", first_name="Ann") for n in (3, 4)]
    other = [record(n, email_key="o@x.de") for n in (8, 9)]
    identity.give(ann + bea + other)
    built(identity)
    assert identity.people() == {frozenset("1234"), frozenset("89")}
    before = identity.ids()

    identity.override(override("never_join", 1, 4))
    built(identity, "2026-01-02")
    assert identity.people() == {frozenset("12"), frozenset("34"), frozenset("89")}
    after = identity.ids()
    ((old, new, *what),) = identity.merges()
    assert {old, new} == {after["1"], after["3"]} and old == before["1"]
    assert what == ["split", "never_join", new]

    # no record between the two brings them together, however late it comes
    identity.give(ann + bea + other + [record(5, email_key="ann@x.de", phone="+491")])
    built(identity, "2026-01-03")
    assert identity.ids()["1"] != identity.ids()["4"]
    assert identity.ids()["5"] == identity.ids()["1"]

    # taken back, they are one again, and the older id survives
    identity.override()
    built(identity, "2026-01-04")
    assert {identity.ids()[n] for n in "12345"} == {before["1"]}
    assert (new, old, "merge", "phone", old) in identity.merges("2026-01-04")


def test_who_is_always_joined_is_one_whatever_is_known(identity):
    identity.give([record(1, email_key="a@x.de"), record(2), record(3, birth_on="1990-01-01")])
    identity.override(override("always_join", 1, 2), override("Always_Join", "3 ", 2))
    built(identity)
    assert identity.people() == {frozenset("123")}


def test_overrides_that_cannot_be_meant_stop_the_build_and_are_named(identity):
    identity.give([record(1), record(2), record(3)])
    identity.override(
        override("always_join", 1, 2),
        override("always_join", 2, 3),
        override("never_join", 3, 1),
        override("sometimes", 1, 2),
        override("never_join", 2, 2, reason=None, decided_on="2026-02-30"),
    )
    message = identity.build("2026-01-01").message
    assert (
        "line 4: keeps apart crm:3 and crm:1, whom line 2 and 3 always joins; remove one of them."
        in message
    )
    assert "line 5: `override` is 'sometimes'; write always_join or never_join." in message
    assert "line 6: `reason` is empty; write why the two are one person, or are not." in message
    assert "line 6: `decided_on` is '2026-02-30'; write a day of the calendar" in message
    assert "line 6: both sides are the record crm:2; name two different ones." in message


def test_an_override_of_nobody_is_warned_of_and_does_nothing(identity):
    identity.give([record(1), record(2)])
    identity.override(override("always_join", 1, 77), override("never_join", 2, 78))
    result = identity.build("2026-01-01")
    assert result.success, result.message
    assert "contact_overrides.csv line 2: there is no record crm:77; the line does nothing." in (
        result.log
    )
    assert "contact_overrides.csv line 3: there is no record crm:78" in result.log
    assert len(identity.people()) == 2
