"""What systems are told: which of their records are in which segment, and what to write to them."""

from __future__ import annotations

import pytest
from membership_days import Company, Destination

# each builds a project on several days
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built_company(engine, request, tmp_path_factory) -> Company:
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    folder = tmp_path_factory.mktemp("company") / "project"
    return Company(folder, engine=engine, server=server)


@pytest.fixture
def company(built_company) -> Company:
    """Ann has two records in HubSpot, of which the second is her first; Bob and Eve have one."""
    built_company.start_over()
    built_company.people = {name: {"order_count": 3} for name in ("ann", "bob", "eve")}
    built_company.permissions = {(name, "email", "marketing"): True for name in ("ann", "bob")}
    built_company.segment("vip", "order_count >= 3")
    built_company.segment("buyers", "order_count >= 1")
    built_company.records = [
        record("a1", "ann"),
        record("a2", "ann", is_primary=True),
        record("b1", "bob"),
        record("e1", "eve"),
    ]
    shared = {"destination": "hubspot", "channel": "email", "purpose": "marketing"}
    built_company.syncs = [
        {"segment_id": "vip", "records": "primary", **shared},
        {"segment_id": "buyers", "records": "all", **shared},
    ]
    return built_company


def record(id_: str, contact: str, **cells) -> dict:
    return {
        "contact_record_key": f"hubspot:{id_}",
        "contact_id": contact,
        "source_contact_id": id_,
        **cells,
    }


ALL = {
    ("vip", "a2"),
    ("vip", "b1"),
    ("buyers", "a1"),
    ("buyers", "a2"),
    ("buyers", "b1"),
}


def test_a_destination_ends_with_the_members_who_permitted_it(company):
    hubspot = Destination()
    company.day("2026-06-01")
    hubspot.follow(company)
    # eve has not permitted it and was never sent: nothing tells of her
    assert hubspot.members == ALL

    company.day("2026-06-02")
    assert hubspot.follow(company) == []

    # bob withdraws, eve permits
    company.permissions["bob", "email", "marketing"] = False
    company.permissions["eve", "email", "marketing"] = True
    company.day("2026-06-03")
    told = hubspot.follow(company)
    assert sorted(told) == [
        ("buyers", "b1", False, "not_permitted"),
        ("buyers", "e1", True, None),
        ("vip", "b1", False, "not_permitted"),
        ("vip", "e1", True, None),
    ]

    # eve leaves one segment, ann's second record is deleted: the other is her first now
    company.people["eve"]["order_count"] = 1
    company.records[1]["is_deleted"] = True
    company.day("2026-06-04")
    told = hubspot.follow(company)
    assert sorted(told) == [
        ("buyers", "a2", False, "not_member"),
        ("vip", "a1", True, None),
        ("vip", "a2", False, "not_member"),
        ("vip", "e1", False, "not_member"),
    ]

    # whatever is built again, those who left stay rows
    company.day("2026-06-04", full_refresh=True)
    assert hubspot.follow(company) == []
    assert hubspot.members == {("buyers", "a1"), ("vip", "a1"), ("buyers", "e1")}
    rows = company.query(
        "select segment_id, destination_record_id, is_member "
        "from crm_serving.sync_segment_memberships"
    )
    assert {row[:2] for row in rows if row[2]} == hubspot.members
    assert {row[:2] for row in rows} == ALL | {("vip", "e1"), ("buyers", "e1"), ("vip", "a1")}


def test_a_merge_tells_the_destination_nothing_false(company):
    hubspot = Destination()
    company.permissions["eve", "email", "marketing"] = True
    company.day("2026-06-01")
    hubspot.follow(company)
    before = set(hubspot.members)

    # eve was bob: both records are one contact's, the second of which is not its first
    company.merges = [("eve", "bob", "merge", "2026-06-02")]
    del company.people["eve"]
    company.records[2]["is_primary"] = True
    company.records[3]["contact_id"] = "bob"
    company.day("2026-06-02")

    assert hubspot.follow(company) == [("vip", "e1", False, "other_record")]
    assert hubspot.members == before - {("vip", "e1")}
    assert company.query(
        "select contact_id from crm_serving.sync_segment_memberships "
        "where destination_record_id = 'e1' and segment_id = 'buyers'"
    ) == [("bob",)]


def test_properties_are_written_when_they_differ(company):
    for name in company.people:
        company.people[name] |= {"recency_score": 5, "rfm_group": "champions"}
    company.day("2026-06-01")
    company.day("2026-06-02")
    columns = "destination_record_id, recency_score, segment_ids, sequence_number"

    def rows(after: int) -> list[tuple]:
        return company.query(
            f"select {columns} from crm_serving.sync_contact_properties "
            f"where sequence_number > {after} order by 1"
        )

    first = rows(0)
    assert [row[:3] for row in first] == [
        ("a1", 5, "buyers"),
        ("a2", 5, "buyers;vip"),
        ("b1", 5, "buyers;vip"),
    ]

    company.people["ann"]["recency_score"] = 4
    company.permissions["bob", "email", "marketing"] = False
    company.day("2026-06-03")

    assert [row[:3] for row in rows(3)] == [
        ("a1", 4, "buyers"),
        ("a2", 4, "buyers;vip"),
        ("b1", None, None),
    ]


def test_people_held_out_are_marked_and_not_sent(company):
    company.people = {f"c{n}": {"order_count": 3} for n in range(20)}
    company.records = [record(f"r{n}", f"c{n}") for n in range(20)]
    company.permissions = {(name, "email", "marketing"): True for name in company.people}
    company.segment("vip", "order_count >= 3", holdout_share="0.5")
    company.day("2026-06-01")

    told = company.query(
        "select contact_id, is_member, absent_because "
        "from crm_serving.sync_segment_memberships where segment_id = 'vip'"
    )
    held = {row[0] for row in company.history("contact_id, variant") if row[1] == "holdout"}
    assert 0 < len(held) < 20
    assert {row for row in told if not row[1]} == {(name, False, "holdout") for name in held}
    assert len(told) == 20
    sent = company.query("select person_id from crm_serving.audience_memberships "
                         "where audience_id = 'vip'")  # fmt: skip
    assert not held & {row[0] for row in sent}


def test_lines_that_cannot_be_followed_are_named(company, engine):
    sound = company.syncs[0]
    company.syncs = [
        sound,
        sound,
        sound | {"segment_id": "vipp"},
        sound | {"segment_id": "buyers", "destination": "hubspott"},
        sound | {"segment_id": "buyers", "instance": "eu", "channel": "internal"},
        sound | {"segment_id": "buyers", "instance": "us", "purpose": ""},
        sound | {"segment_id": "buyers", "instance": "uk", "records": "some"},
    ]
    result = company.day("2026-06-01", expect=False)

    assert not result.success
    message = " ".join(result.message.split())
    assert "vip goes to hubspot more than once" in message
    assert "segment 'vipp' is not in segment_definitions.csv" in message
    assert "destination of buyers is 'hubspott'. Write one of csv, hubspot" in message
    assert "channel of buyers to hubspot is 'internal'. Write one of email" in message
    assert "purpose of buyers to hubspot is ''. Write one of marketing" in message
    assert "records of buyers to hubspot is 'some'. Write one of all, primary" in message
