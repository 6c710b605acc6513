"""Mailchimp: its quirks, each as a few raw rows in the shape that a connector lands them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from polars import read_csv
from project import ROOT, Project
from systems.raw_rows import built_once, rejected, together, values
from systems.truth import assert_people_are_found

VARS = {"crm_sources": ["mailchimp"]}
SIGNED_UP, CONFIRMED = "2026-01-05 09:00:00", "2026-01-05 09:30:00"


def member(key, status, audience="L1", **fields) -> dict:
    return {"id": key, "list_id": audience, "email_address": f"{key}@example.com",
            "status": status, "timestamp_signup": SIGNED_UP, "timestamp_opt": CONFIRMED,
            "last_changed": "2026-02-01 00:00:00"} | fields  # fmt: skip


MEMBERS = {
    "mailchimp/list": [{"id": "L1", "name": "News; weekly"}, {"id": "L2", "name": "Shops"}],
    "mailchimp/member": [
        # one person on two audiences, gone from one of them
        member("two", "subscribed", fname="Ann", lname="Lee", language="de", country_code="DE"),
        member("two", "unsubscribed", "L2"),
        # and one who came back on the other audience afterwards
        member("back", "unsubscribed"),
        member("back", "subscribed", "L2", timestamp_opt="2026-03-01 00:00:00"),
        member("cleaned", "cleaned"),
        member("pending", "pending", timestamp_opt=""),
        member("buyer", "transactional", timestamp_signup="", timestamp_opt=""),
        member("archived", "archived"),
        member("yes", "subscribed", timestamp_opt=""),
    ],
    "mailchimp/segment": [{"id": 5, "list_id": "L1", "name": "Espresso"}],
    "mailchimp/segment_member": [
        {"segment_id": 5, "member_id": "yes"},
        {"segment_id": 6, "member_id": "yes"},
    ],
}  # fmt: skip

MAILS = {
    "mailchimp/member": [member("reader", "subscribed")],
    "mailchimp/campaign": [
        {"id": "C1", "title": "", "subject_line": "Spring", "send_time": "2026-02-01 07:00:00"},
        {"id": "C2", "title": "Draft", "send_time": ""},
    ],
    "mailchimp/campaign_recipient": [
        {"campaign_id": "C1", "member_id": "reader", "list_id": "L1"},
        {"campaign_id": "C2", "member_id": "reader", "list_id": "L1"},
    ],
    "mailchimp/campaign_recipient_activity": [
        {"campaign_id": "C1", "member_id": "reader", "list_id": "L1"} | fields
        for fields in (
            {"action": "open", "timestamp": "2026-02-01 08:00:00"},
            {"action": "open", "timestamp": "2026-02-01 08:00:00"},
            {"action": "click", "timestamp": "2026-02-01 08:01:00", "url": "https://a.example"},
            {"action": "click", "timestamp": "2026-02-01 08:01:00", "url": "https://b.example"},
            {"action": "bounce", "timestamp": "2026-02-02 08:00:00", "bounce_type": "hard"},
            {"action": "bounce", "timestamp": "2026-02-03 08:00:00", "bounce_type": "soft"},
        )
    ],
    "mailchimp/automation_email": [{"id": "W1", "title": "Welcome"}],
    "mailchimp/automation_recipient_activity": [
        {"automation_email_id": "W1", "member_id": "reader", "list_id": "L1", "action": "open",
         "timestamp": "2026-02-04 08:00:00"},
    ],
    "mailchimp/unsubscribe": [
        {"campaign_id": "C1", "member_id": "reader", "list_id": "L1",
         "timestamp": "2026-02-05 08:00:00"},
    ],
}  # fmt: skip

PERMISSIONS = """
    select split_part(email, '@', 1), channel, permission_status, is_permitted
    from crm_core.contact_permissions join crm_core.contacts using (contact_id) order by 1, 2
"""


@pytest.fixture(scope="module")
def built(workshop, engine) -> Iterator[Project]:
    """One project of all the stories, on each engine."""
    yield from built_once(
        workshop,
        together(MEMBERS, MAILS),
        "staging.mailchimp +marts.core",
        engine=engine,
        vars=VARS,
    )


def test_a_person_on_two_audiences_is_one_contact(built):
    assert values(
        built,
        """
        select full_name, language, country, record_count, created_at, is_archived
        from crm_core.contacts where email in ('two@example.com', 'archived@example.com')
        order by email
        """,
    ) == [
        (None, None, None, 1, datetime(2026, 1, 5, 9), True),
        ("Ann Lee", "de", "DE", 2, datetime(2026, 1, 5, 9), False),
    ]
    assert values(
        built,
        """
        select tag from crm_core.contact_tags join crm_core.contacts using (contact_id)
        where email in ('two@example.com', 'yes@example.com') order by email, tag
        """,
    ) == [("news, weekly",), ("espresso",), ("news, weekly",)]


def test_leaving_one_audience_is_leaving_all_until_a_later_yes(built):
    said = {row[0]: row[1:] for row in values(built, PERMISSIONS)}
    assert said == {
        "two": ("email", "withdrawn", False),
        "back": ("email", "granted", True),
        "yes": ("email", "granted", True),
        "pending": ("email", "unknown", False),
        "reader": ("email", "withdrawn", False),
    }


def test_a_cleaned_address_has_bounced_for_good(built):
    assert values(
        built,
        """
        select activity_type, occurred_at
        from crm_core.activities join crm_core.contacts using (contact_id)
        where email = 'cleaned@example.com'
        """,
    ) == [("email_bounced_hard", datetime(2026, 2, 1))]


def test_what_came_of_a_mail(built):
    assert values(
        built,
        """
        select activity_type, occurred_at, detail_name, detail_url
        from crm_core.activities join crm_core.contacts using (contact_id)
        where email = 'reader@example.com' and activity_type like 'email%'
        order by occurred_at, detail_url
        """,
    ) == [
        ("email_sent", datetime(2026, 2, 1, 7), "Spring", None),
        ("email_opened", datetime(2026, 2, 1, 8), "Spring", None),
        ("email_clicked", datetime(2026, 2, 1, 8, 1), "Spring", "https://a.example"),
        ("email_clicked", datetime(2026, 2, 1, 8, 1), "Spring", "https://b.example"),
        ("email_bounced_hard", datetime(2026, 2, 2, 8), "Spring", None),
        ("email_bounced_soft", datetime(2026, 2, 3, 8), "Spring", None),
        ("email_opened", datetime(2026, 2, 4, 8), "Welcome", None),
        ("email_unsubscribed", datetime(2026, 2, 5, 8), "Spring", None),
    ]


def test_what_cannot_be_used_is_listed(built):
    assert [(table, reason) for table, _, _, reason in rejected(built)] == [
        ("email_activity", "duplicate of another row"),
        ("segment_members", "nobody knows of which audience the segment is"),
        ("sent_emails", "nobody knows when the campaign was sent"),
    ]


def test_airbyte_has_tags_and_gdpr_fields_in_the_member(make_project, engine):
    fields = [
        {"marketing_permission_id": "p1", "text": "Email", "enabled": False},
        {"marketing_permission_id": "p2", "text": "Direct Mail", "enabled": True},
    ]
    project = make_project(
        {
            "mailchimp/list_members": [
                member("ann", "subscribed", merge_fields=json.dumps({"FNAME": "Ann"}),
                       tags=json.dumps([{"id": 1, "name": "VIP"}]),
                       marketing_permissions=json.dumps(fields)),
                member("two", "subscribed"),
                member("two", "unsubscribed", "L2"),
            ],
            "mailchimp/email_activity": [
                {"campaign_id": "C1", "list_id": "L1", "email_id": "ann", "action": "open",
                 "timestamp": "2026-02-01T08:00:00+00:00"},
            ],
        },
        engine=engine,
        vars={
            **VARS,
            "mailchimp__connector": "airbyte",
            "mailchimp__leaving_one_list_is_leaving_all": False,
        },
    )  # fmt: skip

    result = project.build("+marts.core", data_tests=False)

    assert result.success, result.message
    assert values(
        project,
        """
        select first_name, tag, activity_type
        from crm_core.contacts join crm_core.contact_tags using (contact_id)
        join crm_core.activities using (contact_id) where activity_type = 'email_opened'
        """,
    ) == [("Ann", "vip", "email_opened")]
    assert values(project, PERMISSIONS) == [
        # subscribed, but the box for e-mail is not ticked
        ("ann", "email", "denied", False),
        ("ann", "post", "granted", True),
        ("two", "email", "granted", True),
    ]


@pytest.mark.slow
def test_members_of_two_columns_are_enough(make_project):
    project = make_project({"mailchimp/member": [{"id": "a", "list_id": "L1"}]}, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert values(project, "select source_contact_id from crm_core.contact_records") == [("a|L1",)]


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_people_are_found(make_project, engine):
    project = make_project(ROOT / "data" / "sample", engine=engine, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "mailchimp")
    assert values(
        project, "select count(*) from crm_core.contact_records where source_system = 'mailchimp'"
    ) == [(len(read_csv(ROOT / "data" / "sample" / "mailchimp" / "member.csv")),)]
