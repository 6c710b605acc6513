"""Segment and RudderStack: their quirks, as a few raw rows in the shape that they write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from project import ROOT, Project
from systems.bare import bare_tables
from systems.raw_rows import rejected, together, values
from systems.truth import assert_people_are_found

VARS = {"crm_sources": ["segment"]}


def call(key, day, user=None, browser=None, **fields) -> dict:
    at = f"2026-02-{day:02} 10:00:00"
    return {"id": key, "user_id": user, "anonymous_id": browser, "timestamp": at,
            "received_at": at, **fields}  # fmt: skip


PEOPLE = {
    "segment/users": [
        {"id": "7", "email": "ann@example.com", "name": "Ann van der Lee", "plan": "pro",
         "address_city": "Utrecht", "received_at": "2026-02-02 00:00:00"},
        # a warehouse without updates: the same user before
        {"id": "7", "email": "old@example.com", "name": "Ann", "plan": "free",
         "address_city": None, "received_at": "2026-02-01 00:00:00"},
        {"id": "8", "email": "ben@example.com", "first_name": "Ben", "last_name": "Noor"},
        {"id": "9", "email": "ben.new@example.com"},
    ],
    "segment/identifies": [
        call("i1", 2, "7", "laptop", email="old@example.com"),
        call("i2", 3, "7", "laptop", email="ann@example.com"),
        # identified, but never written to the table of users
        call("i3", 3, "10", "tablet", email="cy@example.com", name="Cy"),
        call("i4", 4, "11", "tv", email="cy.old@example.com"),
    ],
    "segment/groups": [
        call("g1", 1, "7", group_id="G1", name="Ann Ltd", website="ann.example", employees=5),
        call("g2", 2, "7", group_id="G1", name="Ann & Co", website="ann.example", employees=6),
        call("g3", 3, "10", group_id="G2", name="Cy Ltd", website="cy.example", employees=1),
    ],
    "segment/aliases": [
        {"id": "a1", "previous_id": "8", "user_id": "9", "timestamp": "2026-02-04 10:00:00"},
        {"id": "a2", "previous_id": "kiosk", "user_id": "9", "timestamp": "2026-02-05 10:00:00"},
        {"id": "a3", "previous_id": "11", "user_id": "10", "timestamp": "2026-02-06 10:00:00"},
    ],
}  # fmt: skip

VISITS = {
    "segment/pages": [
        # before the browser recognised anybody, and after
        call("p1", 1, None, "laptop", url="https://shop.example/a", title="Before the log-in",
             context_campaign_name="spring", context_campaign_source="google"),
        call("p8", 17, None, "laptop", url="https://shop.example/h"),
        # two people use one browser: the later one was recognised on it last
        call("p2", 6, "7", "shared", url="https://shop.example/b"),
        call("p3", 7, "9", "shared", url="https://shop.example/c"),
        call("p4", 8, None, "shared", url="https://shop.example/d"),
        call("p5", 9, None, "stranger", url="https://shop.example/e"),
        call("p6", 10, None, "kiosk", url="https://shop.example/f"),
        # delivered twice
        call("p7", 11, "7", "laptop", url="https://shop.example/g"),
        call("p7", 11, "7", "laptop", url="https://shop.example/g"),
    ],
    "segment/screens": [call("s1", 12, "7", "phone", name="Basket")],
    "segment/tracks": [
        call("t1", 13, "7", "laptop", event="order_completed", event_text="Order Completed"),
        call("t2", 14, None, "tablet", event="product_viewed"),
        call("t3", 15, "7", "laptop"),
        call("t4", 16, "unheard of", None, event="signed_up"),
    ],
}  # fmt: skip


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def built(workshop, request) -> Iterator[Project]:
    """One project of all the stories, on each engine."""
    project = workshop.project(
        together(PEOPLE, VISITS),
        engine=request.param,
        vars={**VARS, "segment__extra_columns": ["plan"]},
    )
    result = project.build("staging.segment +marts.core", data_tests=False)
    assert result.success, result.message
    yield project
    workshop.release(project)


def did(project: Project, email: str) -> list[tuple]:
    """What a contact did: type, day, page."""
    return values(
        project,
        f"""
        select activity_type, extract(day from occurred_at), detail_url
        from crm_core.activities join crm_core.contacts using (contact_id)
        where email = '{email}' order by occurred_at, activity_type
        """,
    )


def test_users_and_their_groups_are_contacts_and_companies(built):
    assert values(
        built,
        """
        select email, first_name, last_name, city, company_name, record_count
        from crm_core.contacts order by email
        """,
    ) == [
        ("ann@example.com", "Ann", "van der Lee", "Utrecht", "Ann & Co", 1),
        ("ben.new@example.com", "Ben", "Noor", None, None, 2),
        ("cy@example.com", "Cy", None, None, "Cy Ltd", 2),
    ]
    assert values(
        built,
        "select company_name, employee_count, created_at from crm_core.companies order by 1",
    ) == [
        ("Ann & Co", 6, datetime(2026, 2, 1, 10)),
        ("Cy Ltd", 1, datetime(2026, 2, 3, 10)),
    ]
    assert values(
        built, "select attribute_name, attribute_value from crm_core.contact_attributes"
    ) == [("plan", "pro")]
    assert values(
        built,
        """
        select contact_record_key, identifier_type, identifier_value
        from crm_staging.stg_segment__identifiers order by 1, 2, 3
        """,
    ) == [
        ("segment:10", "email", "cy@example.com"),
        ("segment:10", "user_id", "10"),
        ("segment:11", "email", "cy.old@example.com"),
        ("segment:11", "user_id", "11"),
        ("segment:7", "email", "ann@example.com"),
        ("segment:7", "email", "old@example.com"),
        ("segment:7", "user_id", "7"),
        ("segment:8", "user_id", "8"),
        ("segment:9", "user_id", "9"),
    ]


def test_a_visit_that_names_nobody_belongs_to_whom_its_browser_last_recognised(built):
    assert did(built, "ann@example.com") == [
        ("page_viewed", 1, "https://shop.example/a"),
        ("page_viewed", 6, "https://shop.example/b"),
        ("page_viewed", 11, "https://shop.example/g"),
        ("web_screen_view", 12, None),
        ("web_order_completed", 13, None),
        ("page_viewed", 17, "https://shop.example/h"),
    ]
    assert did(built, "ben.new@example.com") == [
        ("page_viewed", 7, "https://shop.example/c"),
        ("page_viewed", 8, "https://shop.example/d"),
        ("page_viewed", 10, "https://shop.example/f"),
    ]
    assert did(built, "cy@example.com") == [
        ("web_product_viewed", 14, None),
    ]


def test_one_browser_of_two_users_merges_nobody(built):
    assert values(
        built,
        """
        select count(distinct contact_id) from crm_core.contact_records
        where source_contact_id in ('7', '9')
        """,
    ) == [(2,)]


def test_saying_who_somebody_is_is_no_activity(built):
    assert values(
        built,
        """
        select count(*) from crm_intermediate.int_web_events__unioned
        where event_name = 'identify'
        """,
    ) == [(10,)]
    assert values(
        built,
        "select count(*) from crm_core.activities where activity_type = 'web_identify'",
    ) == [(0,)]


def test_order_completed_is_not_an_order(built):
    assert values(built, "select count(*) from crm_core.orders") == [(0,)]


def test_what_cannot_be_used_is_listed(built):
    assert rejected(built) == [
        ("contacts", "7", "id", "older version of a row"),
        ("pages", "p7", "id", "duplicate of another row"),
        ("tracks", "t3", "event_text, event", "one of these is required and all are empty"),
    ]
    assert values(
        built, "select record_id from crm_core.rejected_records where stage = 'identity'"
    ) == [("segment:t4",)]


def test_what_is_not_required_may_be_missing(make_project):
    project = make_project(bare_tables("segment"), vars=VARS)

    result = project.build("staging.segment +marts.core", data_tests=False)

    assert result.success, result.message
    assert rejected(project) == []
    assert values(project, "select email, record_count from crm_core.contacts") == [(None, 1)]
    assert values(project, "select count(*) from crm_intermediate.int_web_events__unioned") == [
        (6,)
    ]


def test_user_and_browser_ids_of_two_sources_are_not_the_same(make_project):
    project = make_project(
        {
            "segment_web/users": [{"id": "7", "email": "ann@example.com"}],
            "segment_web/pages": [call("p1", 1, "7", "b"), call("p2", 2, None, "b")],
            "segment_app/users": [{"id": "7", "email": "ben@example.com"}],
            "segment_app/pages": [call("p1", 3, "7", "b"), call("p2", 4, None, "b")],
        },
        vars={
            **VARS,
            "segment__instances": {"web": "raw_segment_web", "app": "raw_segment_app"},
        },
    )

    result = project.build("staging.segment +activities +contacts", data_tests=False)

    assert result.success, result.message
    assert did(project, "ann@example.com") == [("page_viewed", 1, None), ("page_viewed", 2, None)]
    assert did(project, "ben@example.com") == [("page_viewed", 3, None), ("page_viewed", 4, None)]


@pytest.mark.slow
def test_users_alone_are_enough(make_project):
    project = make_project({"segment/users": [{"id": "7", "email": "a@b.example"}]}, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert values(project, "select email from crm_core.contacts") == [("a@b.example",)]


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_people_are_found(workshop):
    project = workshop.project(ROOT / "data" / "sample", vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "segment")
    # more visits have a contact than name one
    named, known = values(
        project,
        f"""
        select
            (select count(user_id) from '{ROOT}/data/sample/segment/pages.parquet'),
            (select count(*) from crm_core.activities where activity_type = 'page_viewed')
        """,
    )[0]
    assert known > named + 100
