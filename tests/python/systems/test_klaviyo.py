"""Klaviyo: its quirks, each as a few raw rows in the shape that a connector lands them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from polars import read_parquet
from project import ROOT, Project
from systems.raw_rows import built_once, rejected, together, values
from systems.truth import assert_people_are_found

VARS = {"crm_sources": ["klaviyo"]}
CREATED = "2026-01-05 09:00:00"
METRICS = (
    "Received Email", "Clicked Email", "Bounced Email", "Unsubscribed from List",
    "Subscribed to List", "Received SMS", "Unsubscribed from SMS", "Placed Order",
    "Viewed Product", "Brew Quiz finished",
)  # fmt: skip


def person(key, email, **fields) -> dict:
    return {"id": key, "email": email, "created": CREATED, "updated": CREATED, **fields}


def event(key, person_id, metric, day, **fields) -> dict:
    known = METRICS.index(metric) if metric in METRICS else metric
    return {"id": key, "person_id": person_id, "metric_id": known,
            "datetime": f"2026-02-{day:02} 10:00:00", **fields}  # fmt: skip


def subscription(channel, **fields) -> dict:
    return {f"subscriptions_{channel}_marketing_{name}": value for name, value in fields.items()}


PEOPLE = {
    "klaviyo/person": [
        person("A", "ann@example.com", organization="Ann Ltd", locale="de-DE", external_id="77",
               custom_roast="dark"),
        person("B", None, phone_number="+491701234567"),
        person("C", "gone@example.com", _fivetran_deleted=True),
    ],
    "klaviyo/list": [{"id": "L1", "name": "Newsletter"}],
    "klaviyo/list_person": [
        {"list_id": "L1", "person_id": "A", "joined_group_at": CREATED},
        {"list_id": "L1", "person_id": "B", "_fivetran_deleted": True},
    ],
}  # fmt: skip

SUBSCRIPTIONS = {
    "klaviyo/person": [
        # nothing suppresses the profile, which is no consent
        person("S1", "silent@said.example",
               **subscription("email", consent="NEVER_SUBSCRIBED",
                              can_receive_email_marketing=True)),
        person("S2", "yes@said.example",
               **subscription("email", consent="SUBSCRIBED", can_receive_email_marketing=True,
                              last_updated="2026-01-06 00:00:00")),
        person("S3", "left@said.example",
               **subscription("email", consent="UNSUBSCRIBED", can_receive_email_marketing=False,
                              last_updated="2026-01-07 00:00:00")),
        # subscribed once, suppressed since
        person("S4", "suppressed@said.example",
               **subscription("email", consent="SUBSCRIBED", can_receive_email_marketing=False)),
        person("S5", "texts@said.example",
               **subscription("sms", can_receive_sms_marketing=True,
                              last_updated="2026-01-08 00:00:00")),
        person("S6", "excluded@said.example"),
    ],
    "klaviyo/global_exclusion": [
        {"email": "Excluded@said.example", "reason": "hard_bounce", "timestamp": CREATED},
        {"email": "stranger@said.example", "reason": "unsubscribed", "_fivetran_deleted": True},
    ],
}  # fmt: skip

EVENTS = {
    "klaviyo/metric": [{"id": place, "name": name} for place, name in enumerate(METRICS)],
    "klaviyo/campaign": [{"id": "K1", "name": "Spring sale"}],
    "klaviyo/flow": [{"id": "F1", "name": "Welcome"}],
    "klaviyo/person": [person("E", "e@did.example")],
    "klaviyo/event": [
        event("1", "E", "Subscribed to List", 1),
        event("2", "E", "Received Email", 2, campaign_id="K1"),
        event("3", "E", "Clicked Email", 3, flow_id="F1", property_url="https://shop.example/a"),
        event("4", "E", "Bounced Email", 4, property_bounce_type="Soft"),
        event("5", "E", "Unsubscribed from List", 5),
        event("6", "E", "Received SMS", 6),
        event("7", "E", "Unsubscribed from SMS", 7),
        event("8", "E", "Placed Order", 8, property_value="12.50"),
        event("9", "E", "Viewed Product", 9, property_product_name="Kontor"),
        event("10", "E", "Brew Quiz finished", 10),
        event("11", "E", "a metric that was not landed", 11),
        event("12", "E", "Viewed Product", 12, _fivetran_deleted=True),
        event("13", "nobody", "Viewed Product", 13),
        {"id": "14", "person_id": "E", "metric_id": 8, "datetime": None},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def built(workshop, engine) -> Iterator[Project]:
    """One project of all the stories, on each engine."""
    yield from built_once(
        workshop,
        together(PEOPLE, SUBSCRIPTIONS, EVENTS),
        "staging.klaviyo +marts.core",
        engine=engine,
        vars={**VARS, "klaviyo__extra_columns": ["custom_roast"]},
    )


def test_a_profile_without_an_address_is_a_contact(built):
    assert values(
        built,
        """
        select primary_record_key, email, phone, company_name, language, is_archived
        from crm_core.contacts where primary_record_key in ('klaviyo:A', 'klaviyo:B', 'klaviyo:C')
        order by 1
        """,
    ) == [
        ("klaviyo:A", "ann@example.com", None, "Ann Ltd", "de", False),
        ("klaviyo:B", None, "+491701234567", None, None, False),
        ("klaviyo:C", "gone@example.com", None, None, None, True),
    ]
    assert values(
        built,
        """
        select identifier_type, identifier_value from crm_staging.stg_klaviyo__external_ids
        """,
    ) == [("user_id", "77")]
    assert values(
        built, "select attribute_name, attribute_value from crm_core.contact_attributes"
    ) == [("custom_roast", "dark")]
    assert values(built, "select tag from crm_core.contact_tags") == [("newsletter",)]


def test_only_subscribed_is_consent(built):
    assert values(
        built,
        """
        select split_part(email, '@', 1), channel, permission_status, is_permitted
        from crm_core.contact_permissions join crm_core.contacts using (contact_id)
        where email like '%@said.example' order by 1
        """,
    ) == [
        ("excluded", "email", "denied", False),
        ("left", "email", "denied", False),
        ("suppressed", "email", "denied", False),
        ("texts", "sms", "granted", True),
        ("yes", "email", "granted", True),
    ]


def test_the_metric_says_what_an_event_is(built):
    assert values(
        built,
        """
        select activity_type, detail_name, occurred_at
        from crm_core.activities join crm_core.contacts using (contact_id)
        where email = 'e@did.example' order by occurred_at
        """,
    ) == [
        (kind, detail, datetime(2026, 2, day, 10))
        for day, (kind, detail) in enumerate(
            [
                ("consent_granted", "marketing"),
                ("email_delivered", "Spring sale"),
                ("email_clicked", "Welcome"),
                ("email_bounced_soft", None),
                ("email_unsubscribed", None),
                ("sms_logged", "Received SMS"),
                ("consent_withdrawn", "marketing"),
                ("web_placed_order", None),
                ("web_viewed_product", "Kontor"),
                ("web_brew_quiz_finished", None),
                ("web_a_metric_that_was_not_landed", None),
            ],
            start=1,
        )
    ]
    assert values(
        built,
        """
        select channel, permission_status
        from crm_core.contact_permissions join crm_core.contacts using (contact_id)
        where email = 'e@did.example' order by 1
        """,
    ) == [("email", "withdrawn"), ("sms", "withdrawn")]


def test_placed_order_is_not_an_order(built):
    assert values(built, "select count(*) from crm_core.orders") == [(0,)]


def test_what_cannot_be_used_is_listed_once(built):
    assert rejected(built) == [
        ("exclusions", "stranger@said.example", "is_deleted", "no longer excluded"),
        ("list_members", "L1|B", "is_deleted", "no longer on the list"),
        ("web_events", "12", "is_deleted", "deleted in its system"),
        ("web_events", "14", "occurred_at", "is required and empty"),
    ]
    assert values(
        built,
        "select record_id, reason from crm_core.rejected_records where stage = 'identity'",
    ) == [("klaviyo:13", "names no contact that is known")]


def test_the_json_of_airbyte_is_read(make_project, engine):
    profile = {
        "email": "ann@example.com",
        "external_id": "77",
        "first_name": "Ann",
        "location": {"city": "Bremen", "country": "Germany", "zip": "01067"},
        "created": "2026-01-05T09:00:00+00:00",
        "subscriptions": {
            "email": {
                "marketing": {
                    "consent": "SUBSCRIBED",
                    "can_receive_email_marketing": True,
                    "consent_timestamp": "2026-01-06T10:00:00+02:00",
                }
            }
        },
    }
    click = {
        "timestamp": 1769940000,
        "event_properties": {"URL": "https://shop.example", "Campaign Name": "Spring"},
    }
    project = make_project(
        {
            "klaviyo/profiles": [
                {"id": "A", "attributes": json.dumps(profile | {"first_name": "An"}),
                 "_airbyte_extracted_at": "2026-01-06 00:00:00+00"},
                {"id": "A", "attributes": json.dumps(profile),
                 "_airbyte_extracted_at": "2026-01-07 00:00:00+00"},
            ],
            "klaviyo/metrics": [{"id": "M", "attributes": json.dumps({"name": "Clicked Email"})}],
            "klaviyo/events": [
                {"id": "E", "attributes": json.dumps(click), "relationships": json.dumps(
                    {"profile": {"data": {"id": "A"}}, "metric": {"data": {"id": "M"}}})},
            ],
        },
        engine=engine,
        vars={**VARS, "klaviyo__connector": "airbyte"},
    )  # fmt: skip

    result = project.build("+activities +contacts", data_tests=False)

    assert result.success, result.message
    assert values(
        project,
        """
        select first_name, city, country, postal_code, activity_type, occurred_at, detail_name,
            detail_url
        from crm_core.activities join crm_core.contacts using (contact_id)
        order by occurred_at
        """,
    ) == [
        ("Ann", "Bremen", "DE", "01067", "consent_granted", datetime(2026, 1, 6, 8), "marketing",
         None),
        ("Ann", "Bremen", "DE", "01067", "email_clicked", datetime(2026, 2, 1, 10), "Spring",
         "https://shop.example"),
    ]  # fmt: skip


@pytest.mark.slow
def test_an_id_of_one_profile_is_enough(make_project):
    project = make_project({"klaviyo/person": [{"id": "A", "email": "a@b.example"}]}, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert values(project, "select email from crm_core.contacts") == [("a@b.example",)]


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_people_are_found(make_project, engine):
    project = make_project(ROOT / "data" / "sample", engine=engine, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "klaviyo")
    assert values(project, "select count(*) from crm_core.orders") == [(0,)]
    # each event is of one kind
    assert values(
        project,
        """
        select (
            (select count(*) from crm_staging.stg_klaviyo__email_events)
            + (select count(*) from crm_staging.stg_klaviyo__consents)
            + (select count(*) from crm_staging.stg_klaviyo__sms_events)
            + (select count(*) from crm_staging.stg_klaviyo__web_events)
        )
        """,
    ) == [(len(read_parquet(ROOT / "data" / "sample" / "klaviyo" / "event.parquet")),)]
