"""The registry of ids over several days: whatever comes, goes, merges or falls apart, a contact
keeps its id, and where it cannot, contact_merges says what became of it."""

from __future__ import annotations

import pytest
from project import Project

BUILT = "+contacts +contact_records +contact_merges"


def person(contact_id: str, first_name: str, email: str | None = None, **more) -> dict:
    """A record of the generic contract; the company it is from has one order, of somebody else."""
    return {
        "contact_id": contact_id,
        "email": email,
        "phone": more.get("phone"),
        "first_name": first_name,
        "last_name": more.get("last_name", "Lee"),
        "country": "DE",
        "created_at": more.get("created_at", "2026-01-01"),
    }


ORDERS = "order_id,contact_id,email,ordered_at,total_amount\n1,keep,,2026-01-01,10\n"
KEEP = person("keep", "Kay", "kay@example.com")


def ids(project: Project) -> dict[str, str]:
    """The contact of each record of today, by the id in its system."""
    rows = project.query("select source_contact_id, contact_id from crm_core.contact_records")
    return {row["source_contact_id"]: row["contact_id"] for row in rows}


def merges(project: Project, day: str = "2026-01-01") -> set[tuple]:
    """What contact_merges says since a day."""
    rows = project.query(f"""
        select old_contact_id, new_contact_id, change_type, rule, changed_on, current_contact_id
        from crm_core.contact_merges
        where changed_on >= date '{day}'
    """)
    return {tuple(str(value) for value in row.values()) for row in rows}


def state(project: Project) -> list[tuple]:
    """The whole registry."""
    rows = project.query("select * from crm_state.int_contacts__registered")
    return sorted(tuple(str(value) for value in row.values()) for row in rows)


class Story:
    """A company whose contacts change from day to day; each day is built."""

    def __init__(self, make_project, engine: str) -> None:
        self.project = make_project({"orders": ORDERS, "contacts": [KEEP]}, engine=engine)

    def day(self, day: str, *contacts: dict, **options) -> dict[str, str]:
        """Builds a day on which these contacts are there; the contact of each record."""
        if contacts:
            self.project.write({"contacts": [KEEP, *contacts]})
        result = self.project.build(BUILT, as_of=day, **options)
        assert result.success, result.message
        return ids(self.project)


@pytest.fixture
def story(make_project, engine) -> Story:
    return Story(make_project, engine)


def test_ids_stay_through_new_records_other_order_and_full_refresh(story):
    ann, bob = person("5", "Ann", "ann@example.com"), person("6", "Bob", "bob@example.com")
    first = story.day("2026-01-01", ann, bob)
    assert len(set(first.values())) == 3

    # a record whose key comes before all others, in another order of the file
    earlier = person("1", "Bob", "BOB@example.com", created_at="2020-01-01")
    second = story.day("2026-01-02", earlier, bob, person("7", "Cy"), ann)
    assert second["1"] == second["6"] == first["6"]
    assert {key: second[key] for key in first} == first

    registry = state(story.project)
    again = story.day("2026-01-02")
    later = story.day("2026-01-03", full_refresh=True)
    assert second == again == later
    assert state(story.project) == registry
    assert merges(story.project) == set()


def test_merges_splits_and_returns_are_told_and_never_give_an_id_twice(story):
    home = person("1", "Ann", "ann@example.com", created_at="2024-01-01")
    work = person("2", "Ann", "ann@work.example", phone="030 1234567")
    bridge = person("3", "Ann", "ann@example.com", phone="030 1234567")
    cy = person("9", "Cy", "cy@example.com")

    story.day("2026-01-01", home, cy)
    first = story.day("2026-01-02", home, work, cy)
    assert first["1"] != first["2"]

    # two become one: the older id survives
    one = story.day("2026-01-03", home, work, bridge, cy)
    assert one["1"] == one["2"] == one["3"] == first["1"]
    told = (first["2"], first["1"], "merge", "phone", "2026-01-03", first["1"])
    assert merges(story.project) == {told}

    # one becomes two: the larger part keeps the id, the other has one that nobody had
    two = story.day("2026-01-04", home, person("2", "Ann", "ann@work.example"), bridge, cy)
    assert two["1"] == two["3"] == first["1"]
    assert two["2"] not in {*first.values(), *one.values()}
    told = (first["1"], two["2"], "split", "no_link", "2026-01-04", two["2"])
    assert merges(story.project, "2026-01-04") == {told}

    # somebody goes and comes back as who they were; a merge takes who is away along
    gone = story.day("2026-01-05", home, bridge)
    assert "9" not in gone and "2" not in gone
    back = story.day("2026-01-06", home, person("2", "Ann", "ann@work.example"), bridge, cy)
    assert back == two

    # and one again: the third id goes, the first is what it always was
    again = story.day("2026-01-07", home, work, bridge, cy)
    assert again["2"] == first["1"]
    assert (first["1"], two["2"], "split", "no_link", "2026-01-04", first["1"]) in merges(
        story.project
    )

    # the same day again changes nothing, tests and all
    registry = state(story.project)
    assert story.day("2026-01-07", data_tests=True) == again
    assert state(story.project) == registry
