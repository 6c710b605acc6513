"""Zendesk Support: its quirks, as a few raw rows in the shape that a connector lands them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from project import ROOT, Project
from systems.bare import bare_tables
from systems.raw_rows import UNUSABLE_PHONE, rejected, together, values
from systems.truth import assert_people_are_found

VARS = {"crm_sources": ["zendesk"]}
AIRBYTE = {**VARS, "zendesk__connector": "airbyte"}
CREATED = "2026-02-01 09:00:00"
STAFF = "works for the company, no customer"


def user(number, email=None, name=None, **columns) -> dict:
    """A row of Fivetran's table user."""
    return {"id": number, "email": email, "name": name, "role": "end-user", "active": True,
            "created_at": CREATED, "updated_at": "2026-02-02 09:00:00", **columns}  # fmt: skip


def ticket(number, requester=1, status="open", day=28, **columns) -> dict:
    """A row of Fivetran's table ticket."""
    return {"id": number, "requester_id": requester, "status": status, "created_at": CREATED,
            "updated_at": f"2026-02-{day} 09:00:00", "via_channel": "email", **columns}  # fmt: skip


def change(number, day, value, field="status") -> dict:
    """A row of Fivetran's table ticket_field_history."""
    return {"ticket_id": number, "field_name": field, "value": value,
            "updated": f"2026-02-{day:02} 12:00:00"}  # fmt: skip


PEOPLE = {
    "zendesk/user": [
        user(1, "Ann@Help.example", "Ann van der Lee", organization_id=70, locale="de-AT",
             external_id="C-1", phone="+43 1 1"),
        user(2, "olga@shop.example", "Olga", role="agent", external_id="E-1"),
        user(3, "ben@help.example", "Ben", active=False),
        user(4, "cy@help.example", "Cy", suspended=True),
        user(5, None, "Caller +43 1 2", role=None),
        user(6, "boss@shop.example", "Boss", role="admin", suspended=True),
    ],
    "zendesk/user_identity": [
        {"id": 11, "user_id": 1, "type": "email", "value": "ann@help.example"},
        {"id": 12, "user_id": 1, "type": "email", "value": "ann.old@help.example"},
        {"id": 13, "user_id": 5, "type": "phone_number", "value": "+43 1 2"},
        {"id": 14, "user_id": None, "type": "email", "value": "lost@help.example"},
    ],
    "zendesk/user_tag": [{"user_id": 1, "tag": "vip"}, {"user_id": 2, "tag": "night_shift"}],
    "zendesk/organization": [
        {"id": 70, "name": "Lee Ltd", "created_at": CREATED, "_fivetran_deleted": False},
        {"id": 71, "name": "Gone Ltd", "created_at": CREATED, "_fivetran_deleted": True},
    ],
    "zendesk/domain_name": [
        {"organization_id": 70, "index": 1, "domain_name": "another.example"},
        {"organization_id": 70, "index": 0, "domain_name": "lee.example"},
    ],
}  # fmt: skip

CASES = {
    "zendesk/ticket": [
        ticket(100, status="closed", type="question", priority="high"),
        ticket(101, status="solved", day=20),
        ticket(102, status="deleted"),
        # merged into 104: the tag says so, and the list of the ticket that is left
        ticket(103, status="closed"),
        ticket(104, merged_ticket_ids="[103]"),
        # the same without tags
        ticket(105, merged_ticket_ids="[106]"),
        ticket(106, status="closed"),
        # the list on the other side
        ticket(107, status="closed", merged_ticket_ids="[108]"),
        ticket(108, merged_ticket_ids="[]"),
        ticket(109, requester=2),
        ticket(110, requester=None),
        ticket(111, requester=5, status="pending", via_channel="voice"),
        ticket(112, _fivetran_deleted=True),
        ticket(113, requester=4, created_at="soon"),
    ],
    "zendesk/ticket_tag": [
        {"ticket_id": 103, "tag": "closed_by_merge"},
        {"ticket_id": 107, "tag": "closed_by_merge"},
        {"ticket_id": 100, "tag": "invoice"},
    ],
    "zendesk/ticket_field_history": [
        change(100, 1, "new"),
        change(100, 3, "solved"),
        # opened again: the day it was solved first is no longer the end
        change(100, 4, "open"),
        change(100, 5, "solved"),
        change(100, 9, "closed"),
        change(100, 5, "offered", "satisfaction_score"),
        change(100, 6, "bad", "satisfaction_score"),
        change(100, 7, "good", "satisfaction_score"),
        change(100, 7, "Better now", "satisfaction_comment"),
        change(101, 8, "bad", "satisfaction_score"),
        change(111, 8, "offered", "satisfaction_score"),
    ],
    "zendesk/satisfaction_rating": [
        {"id": 901, "ticket_id": 101, "requester_id": 1, "score": "offered",
         "created_at": "2026-02-08 12:00:00", "updated_at": "2026-02-08 12:00:00"},
        {"id": 902, "ticket_id": 101, "requester_id": 1, "score": "bad_with_comment",
         "comment": "Slow", "created_at": "2026-02-08 13:00:00",
         "updated_at": "2026-02-08 14:00:00"},
        {"id": 903, "ticket_id": 105, "requester_id": 3, "score": "good_without_comment",
         "created_at": "2026-02-09 13:00:00", "updated_at": None},
    ],
}  # fmt: skip


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def built(workshop, request) -> Iterator[Project]:
    """One project of all the stories as Fivetran lands them, on each engine."""
    project = workshop.project(together(PEOPLE, CASES), engine=request.param, vars=VARS)
    result = project.build("staging.zendesk +marts.core", data_tests=False)
    assert result.success, result.message
    yield project
    workshop.release(project)


def test_end_users_are_contacts_and_staff_is_not(built):
    assert values(
        built,
        """
        select source_contact_id, email, first_name, last_name, language, company_record_key,
            is_deleted
        from crm_staging.stg_zendesk__contacts where rejection is null order by 1
        """,
    ) == [
        ("1", "Ann@Help.example", "Ann", "van der Lee", "de-AT", "zendesk:70", False),
        ("3", "ben@help.example", "Ben", None, None, None, True),
        ("4", "cy@help.example", "Cy", None, None, None, False),
        ("5", None, None, None, None, None, False),
    ]
    assert values(
        built,
        "select contact_record_key, attribute_name, attribute_value "
        "from crm_staging.stg_zendesk__contact_attributes",
    ) == [("zendesk:4", "suspended", "true")]
    assert values(built, "select tag from crm_core.contact_tags") == [("vip",)]
    assert values(
        built,
        """
        select contact_record_key, identifier_type, identifier_value
        from crm_staging.stg_zendesk__identifiers order by 1, 2, 3
        """,
    ) == [
        ("zendesk:1", "email", "ann.old@help.example"),
        ("zendesk:1", "email", "ann@help.example"),
        ("zendesk:1", "user_id", "C-1"),
        ("zendesk:2", "user_id", "E-1"),
        ("zendesk:5", "phone", "+43 1 2"),
    ]


def test_organisations_are_companies_by_their_first_domain(built):
    assert values(
        built,
        """
        select source_company_id, company_name, domain, is_deleted
        from crm_staging.stg_zendesk__companies order by 1
        """,
    ) == [("70", "Lee Ltd", "lee.example", False), ("71", "Gone Ltd", None, True)]


def test_a_ticket_is_closed_when_it_was_solved_for_good_and_merged_ones_count_once(built):
    assert values(
        built,
        """
        select source_ticket_id, contact_record_key, ticket_status, priority, category, channel,
            closed_at
        from crm_staging.stg_zendesk__tickets where rejection is null order by 1
        """,
    ) == [
        ("100", "zendesk:1", "closed", "high", "question", "email", datetime(2026, 2, 5, 12)),
        ("101", "zendesk:1", "solved", None, None, "email", datetime(2026, 2, 20, 9)),
        ("104", "zendesk:1", "open", None, None, "email", None),
        ("105", "zendesk:1", "open", None, None, "email", None),
        ("108", "zendesk:1", "open", None, None, "email", None),
        ("111", "zendesk:5", "pending", None, None, "voice", None),
    ]


def test_a_rating_is_an_answer_out_of_one_once_it_is_given(built):
    assert values(
        built,
        """
        select response_key, contact_record_key, survey_type, score, score_max, comment_text,
            responded_at
        from crm_staging.stg_zendesk__satisfaction_answers order by 1
        """,
    ) == [
        ("zendesk:100", "zendesk:1", "csat", Decimal(1), Decimal(1), "Better now",
         datetime(2026, 2, 7, 12)),
        ("zendesk:101", "zendesk:1", "csat", Decimal(0), Decimal(1), "Slow",
         datetime(2026, 2, 8, 14)),
        ("zendesk:105", "zendesk:3", "csat", Decimal(1), Decimal(1), None,
         datetime(2026, 2, 9, 13)),
    ]  # fmt: skip


def test_tickets_and_answers_are_activities(built):
    assert values(
        built,
        """
        select activity_type, count(*) from crm_core.activities group by 1 order by 1
        """,
    ) == [("survey_csat_answered", 3), ("ticket_closed", 2), ("ticket_opened", 6)]


def test_what_cannot_be_used_is_listed(built):
    assert rejected(built) == [
        ("contact_tags", "2|night_shift", "user_id", STAFF),
        ("contacts", "2", "role", STAFF),
        ("contacts", "6", "role", STAFF),
        ("joined_tables", "user_identity 14", "user_id", "is required and empty"),
        ("tickets", "102", "id", "deleted in its system"),
        ("tickets", "103", "id", "merged into another ticket"),
        ("tickets", "106", "id", "merged into another ticket"),
        ("tickets", "107", "id", "merged into another ticket"),
        ("tickets", "109", "requester_id", "asked by staff, no customer"),
        ("tickets", "110", "id", "belongs to no contact"),
        ("tickets", "112", "id", "deleted in its system"),
        ("tickets", "113", "created_at", "is not a date and time that exists (ISO 8601)"),
    ]


def test_airbyte_keeps_lists_and_objects_in_the_row(make_project, engine):
    synced = {"_airbyte_extracted_at": "2026-03-01 00:00:00"}
    zulu = {"created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-20T09:00:00Z"}
    asked = {"requester_id": 1, "status": "solved", "via": json.dumps({"channel": "web"})}
    project = make_project(
        {
            "zendesk/users": [
                user(1, "ann@help.example", "Ann Lee", tags=json.dumps(["vip", "de"]), **synced),
                # an older version, and with it a tag she no longer has
                user(1, "old@help.example", "Ann", tags=json.dumps(["new"]),
                     _airbyte_extracted_at="2026-02-01 00:00:00"),
                user(2, "gone@help.example", None, permanently_deleted=True, **synced),
            ],
            "zendesk/user_identities": [
                {"id": 11, "user_id": 1, "type": "email", "value": "ann.work@help.example"},
            ],
            "zendesk/organizations": [
                {"id": 70, "name": "Lee Ltd", "domain_names": json.dumps(["lee.example"]),
                 "deleted_at": None, **synced},
                {"id": 71, "name": "Gone Ltd", "domain_names": "[]", "deleted_at": CREATED,
                 **synced},
            ],
            "zendesk/tickets": [
                {"id": 100, **asked, **zulu, "generated_timestamp": 1771578000, "tags": "[]",
                 "satisfaction_rating": json.dumps({"score": "good", "comment": "Thanks"})},
                # the same ticket before
                {"id": 100, **asked, **zulu, "status": "open", "tags": "[]",
                 "generated_timestamp": 1770000000,
                 "satisfaction_rating": json.dumps({"score": "offered"})},
                {"id": 101, **asked, **zulu, "generated_timestamp": 1771578000, "tags": "[]",
                 "satisfaction_rating": json.dumps({"score": "good"})},
                {"id": 102, **asked, **zulu, "generated_timestamp": 1771578000,
                 "tags": json.dumps(["closed_by_merge"]), "satisfaction_rating": None},
                {"id": 103, **asked, **zulu, "generated_timestamp": 1771578000, "tags": "[]",
                 "satisfaction_rating": json.dumps({"score": "unoffered"})},
            ],
            "zendesk/ticket_metrics": [
                {"id": 1, "ticket_id": 100, "solved_at": "2026-02-10T09:00:00Z"},
            ],
            "zendesk/satisfaction_ratings": [
                {"id": 9, "ticket_id": 101, "requester_id": 1, "score": "bad",
                 "created_at": "2026-02-21T09:00:00Z"},
            ],
            "zendesk/deleted_tickets": [{"id": 103}, {"id": 103}],
        },
        engine=engine,
        vars=AIRBYTE,
    )  # fmt: skip

    result = project.build("staging.zendesk +marts.core", data_tests=False)

    assert result.success, result.message
    assert values(
        project,
        """
        select source_contact_id, email, is_deleted from crm_staging.stg_zendesk__contacts
        where rejection is null order by 1
        """,
    ) == [("1", "ann@help.example", False), ("2", "gone@help.example", True)]
    assert values(
        project,
        """
        select contact_tag_key from crm_staging.stg_zendesk__contact_tags
        where rejection is null order by 1
        """,
    ) == [("zendesk:1|de",), ("zendesk:1|vip",)]
    assert values(
        project,
        """
        select company_name, domain, is_deleted from crm_staging.stg_zendesk__companies order by 1
        """,
    ) == [("Gone Ltd", None, True), ("Lee Ltd", "lee.example", False)]
    assert values(
        project,
        """
        select source_ticket_id, ticket_status, channel, closed_at
        from crm_staging.stg_zendesk__tickets where rejection is null order by 1
        """,
    ) == [
        ("100", "solved", "web", datetime(2026, 2, 10, 9)),
        ("101", "solved", "web", datetime(2026, 2, 20, 9)),
    ]
    assert values(
        project,
        """
        select response_key, score, comment_text, responded_at
        from crm_staging.stg_zendesk__satisfaction_answers order by 1
        """,
    ) == [
        ("zendesk:100", Decimal(1), "Thanks", datetime(2026, 2, 20, 9)),
        ("zendesk:101", Decimal(0), None, datetime(2026, 2, 21, 9)),
    ]
    assert rejected(project) == [
        ("contacts", "1", "id", "older version of a row"),
        ("joined_tables", "deleted_ticket 103", "id", "duplicate of another row"),
        ("tickets", "100", "id", "older version of a row"),
        ("tickets", "102", "id", "merged into another ticket"),
        ("tickets", "103", "id", "deleted in its system"),
    ]


@pytest.mark.parametrize("connector", ["fivetran", "airbyte"])
def test_what_is_not_required_may_be_missing(make_project, connector):
    tables = bare_tables("zendesk", connector)
    # these would take the ticket away
    gone = {"zendesk/deleted_ticket", "zendesk/deleted_tickets", "zendesk/merged_ticket"}
    tables = {name: rows for name, rows in tables.items() if name not in gone}
    tables["zendesk/ticket" if connector == "fivetran" else "zendesk/tickets"][0] |= {
        "requester_id": "1"
    }
    project = make_project(tables, vars={**VARS, "zendesk__connector": connector})

    result = project.build("staging.zendesk +marts.core", data_tests=False)

    assert result.success, result.message
    assert len(tables) >= 7
    assert rejected(project) == []
    assert values(project, "select activity_type from crm_core.activities") == [("ticket_opened",)]


@pytest.mark.slow
def test_users_alone_are_enough(make_project):
    project = make_project({"zendesk/user": "id\n1\n"}, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert len(project.query("select * from crm_features.contact_features")) == 1


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_tickets_are_true(workshop):
    project = workshop.project(ROOT / "data" / "sample", vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "zendesk")
    truth = f"read_csv('{ROOT}/data/sample/csv/support_tickets.csv', nullstr = '')"
    told = "select created_at, closed_at from crm_staging.stg_zendesk__tickets"
    assert values(project, f"select count(*) from {truth}")[0][0] > 300
    assert (
        values(
            project,
            f"""
        ({told} where rejection is null except all select created_at, closed_at from {truth})
        union all
        (select created_at, closed_at from {truth} except all {told} where rejection is null)
        """,
        )
        == []
    )
    assert values(
        project,
        f"""
        select
            (select sum(score) from crm_staging.stg_zendesk__satisfaction_answers)
            - (select count(*) from {truth} where csat_score > 3)
        """,
    ) == [(0,)]
    assert values(
        project,
        """
        select reason, count(*) from crm_core.rejected_records group by 1 order by 1
        """,
    ) == [(UNUSABLE_PHONE, 54), ("merged into another ticket", 9), (STAFF, 3)]
    assert project.query("select * from crm_core.unmapped_values") == []
