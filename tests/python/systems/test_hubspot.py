"""HubSpot: its quirks, each as a few raw rows in the shape that a connector lands them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import polars
import pytest
from conftest import REFERENCE_DATA
from project import ROOT
from systems.bare import bare_tables
from systems.raw_rows import UNUSABLE_PHONE, built_once, rejected, values
from systems.truth import assert_people_are_found, assert_won_deals_are_the_revenue

FIVETRAN = {"crm_sources": ["hubspot"]}
AIRBYTE = {"crm_sources": ["hubspot"], "hubspot__connector": "airbyte"}
CREATED = "2026-01-05 09:00:00"
NOON = 1767614400000  # 2026-01-05 12:00:00 UTC in milliseconds


def contact(number, email=None, **properties):
    """A row of Fivetran's table contact."""
    return {"id": number, "property_email": email, "property_createdate": CREATED, **properties}


def event(number, kind, recipient="ann@example.com", at="2026-02-01 08:00:00", **columns):
    """A row of Fivetran's table email_event."""
    return {"id": number, "type": kind, "recipient": recipient, "created": at, **columns}


@pytest.fixture(scope="module")
def fivetran(workshop, engine):
    """A small portal as Fivetran lands it, built up to core on each engine."""
    raw = {
        "contact": [
            contact(
                1, "Ann@Example.com",
                property_hs_merged_object_ids="2;3",
                property_hs_additional_emails="ann.old@example.com; ann@work.example;",
                property_firstname="Ann", property_lastname="Lee", property_phone="+49 40 123456",
                property_mobilephone="+49 170 1234567", property_associatedcompanyid=70,
                property_lifecyclestage="customer", property_hs_lead_status="OPEN_DEAL",
                property_hs_analytics_source="PAID_SEARCH", property_hubspot_owner_id=9,
                property_hs_email_optout=False, property_hs_language="de-at",
                property_hubspotscore=42, property_hs_feedback_last_nps_rating="9",
                property_hs_feedback_last_survey_date="2026-03-01 10:00:00",
                property_lastmodifieddate="2026-04-01 09:00:00",
            ),
            contact(2, "ann.two@example.com", property_hs_merged_object_ids="4",
                    property_lifecyclestage="1234567", _fivetran_deleted=True),
            contact(5),
            contact(6, "ben@example.com", property_hs_email_optout=True,
                    property_hs_calculated_merged_vids="60:1577836800000;61:1577836800001"),
            contact(7, "cem@example.com", property_hs_feedback_last_nps_rating="PROMOTER"),
            contact(8, "dot@example.com"),
            contact(9, "eve@example.com"),
        ],
        "contact_merge_audit": [
            {"canonical_vid": 8, "vid_to_merge": 80, "timestamp": CREATED},
        ],
        "company": [
            {"id": 70, "property_name": "Lee Ltd", "property_domain": "work.example",
             "property_hs_merged_object_ids": "71", "property_createdate": CREATED,
             "property_numberofemployees": "12.0"},
            {"id": 71, "property_name": "Lee", "is_deleted": False, "_fivetran_deleted": True},
        ],
        "owner": [
            {"owner_id": 9, "first_name": "Olga", "last_name": "Sales", "email": "o@shop.example"},
        ],
        "deal_pipeline": [{"pipeline_id": "default", "label": "Sales"}],
        "deal_pipeline_stage": [
            {"stage_id": stage, "pipeline_id": "default", "label": label, "is_closed": closed,
             "probability": probability, "closed_won": closed}
            for stage, label, closed, probability in [
                ("appointmentscheduled", "Appointment", False, "0.2"),
                ("closedwon", "Closed won", True, "1.0"),
                ("8812", "Gone", True, "0.0"),
                ("8813", "Shelved", True, "0.4"),
            ]
        ],
        "deal": [
            deal(100, "closedwon", "default", property_amount="900.50",
                 property_closedate="2026-02-10 23:30:00"),
            deal(101, "8812", "default", property_amount=10),
            deal(102, "8813", "default"),
            deal(103, "appointmentscheduled", "default", property_closedate="2026-09-01 00:00:00",
                 property_deal_currency_code="usd", owner_id=9),
            deal(104, "appointmentscheduled", "default", property_hs_is_closed=True,
                 property_hs_is_closed_won=True),
            deal(105, "closedlost", "unknown"),
            deal(106, "closedwon", "default", is_deleted=False, _fivetran_deleted=True),
            deal(107, "closedwon", "default"),
            deal(108, "closedwon", "default"),
        ],
        "deal_contact": [
            {"deal_id": number, "contact_id": who, "category": category, "type_id": kind}
            for number, who, category, kind in [
                (100, 3, "HUBSPOT_DEFINED", 3),
                (100, 3, "USER_DEFINED", 41),
                (101, 1, "HUBSPOT_DEFINED", 3),
                (102, 1, "HUBSPOT_DEFINED", 3),
                (103, 6, "HUBSPOT_DEFINED", 3),
                (103, 7, "HUBSPOT_DEFINED", 3),
                (104, 1, "HUBSPOT_DEFINED", 3),
                (105, 1, "HUBSPOT_DEFINED", 3),
                (106, 1, "HUBSPOT_DEFINED", 3),
                (107, 1, "HUBSPOT_DEFINED", 3),
            ]
        ],
        "deal_company": [
            {"deal_id": 103, "company_id": 71, "type_id": 341, "category": "HUBSPOT_DEFINED"},
            {"deal_id": 103, "company_id": 70, "type_id": 5, "category": "HUBSPOT_DEFINED"},
        ],
        "merged_deal": [{"deal_id": 100, "merged_deal_id": 107}],
        "ticket_pipeline_stage": [
            {"stage_id": "1", "pipeline_id": "0", "is_closed": False, "ticket_state": "OPEN"},
            {"stage_id": "4", "pipeline_id": "0", "is_closed": True, "ticket_state": "CLOSED"},
        ],
        "ticket": [
            ticket(200, "1"),
            ticket(201, "4", property_closed_date="2026-02-03 09:00:00"),
            ticket(202, "1", property_closed_date="2026-02-03 09:00:00"),
            ticket(203, "99", property_closed_date="2026-02-03 09:00:00"),
            ticket(204, "1"),
            ticket(205, "1", _fivetran_deleted=True),
        ],
        "ticket_contact": [
            {"ticket_id": number, "contact_id": 1, "category": "HUBSPOT_DEFINED"}
            for number in (200, 201, 202, 203, 205)
        ],
        "email_campaign": [{"id": 77, "name": "", "subject": "Spring"}],
        "email_event": [
            event("e1", "SENT", email_campaign_id=77),
            event("e2", "DELIVERED"),
            event("e3", "OPEN", filtered_event=True),
            event("e4", "OPEN", "ANN.OLD@example.com", filtered_event=False),
            event("e5", "CLICK"),
            event("e6", "BOUNCE"),
            event("e7", "BOUNCE"),
            event("e8", "BOUNCE"),
            event("e9", "STATUSCHANGE", "cem@example.com"),
            event("e10", "STATUSCHANGE", "dot@example.com"),
            event("e11", "SPAMREPORT", "dot@example.com"),
            event("e12", "DROPPED", "eve@example.com", "2026-04-01 08:00:00"),
            event("e13", "DEFERRED"),
            event("e14", "OPEN", "stranger@example.com"),
            event("e15", "OPEN", None),
        ],
        "email_event_click": [{"id": "e5", "url": "https://shop.example/sale"}],
        "email_event_bounce": [
            {"id": "e6", "category": "UNKNOWN_USER", "status": "5.1.1"},
            {"id": "e7", "category": "MAILBOX_FULL", "status": "5.2.2"},
        ],
        "email_event_status_change": [
            {"id": "e9", "portal_subscription_status": "UNSUBSCRIBED"},
            {"id": "e10", "portal_subscription_status": "SUBSCRIBED"},
        ],
        "email_event_dropped": [{"id": "e12", "drop_reason": "PREVIOUSLY_UNSUBSCRIBED_PORTAL"}],
        "email_subscription": [
            {"id": 11, "name": "Newsletter", "category": "Marketing"},
            {"id": 12, "name": "Help desk", "category": "Service"},
        ],
        "email_subscription_change": [
            change("ann@example.com", "SUBSCRIBED", 11),
            change("dot@example.com", "SUBSCRIBED", 12),
            change("eve@example.com", "SUBSCRIBED", 11),
            change("ben@example.com", "SUBSCRIBED", 11),
            change("nobody@example.com", "SUBSCRIBED", 99),
            change("ann@example.com", "BOUNCED", None, "PORTAL_BOUNCE"),
        ],
        "contact_list": [{"id": 30, "name": "VIPs"}],
        "contact_list_member": [
            {"contact_id": 3, "contact_list_id": 30, "added_at": CREATED},
            {"contact_id": 6, "contact_list_id": 30, "added_at": CREATED,
             "_fivetran_deleted": True},
            {"contact_id": 7, "contact_list_id": 31, "added_at": CREATED},
        ],
        "engagement_call": [
            {"engagement_id": 500, "property_hs_timestamp": "2026-02-01 09:00:00",
             "property_hs_call_direction": "OUTBOUND", "property_hs_call_status": "COMPLETED"},
        ],
        "engagement_meeting": [
            {"engagement_id": 501, "property_hs_createdate": "2026-02-02 09:00:00",
             "property_hs_meeting_outcome": "NO_SHOW"},
            {"engagement_id": 502, "property_hs_createdate": "2026-02-02 09:00:00",
             "property_hs_meeting_outcome": None},
        ],
        "engagement_task": [
            {"engagement_id": 503, "property_hs_timestamp": "2026-02-02 09:00:00",
             "property_hs_task_status": "COMPLETED", "_fivetran_deleted": True},
        ],
        "engagement_contact": [
            {"engagement_id": number, "contact_id": who, "category": category}
            for number, who, category in [
                (500, 1, "HUBSPOT_DEFINED"),
                (500, 1, "USER_DEFINED"),
                (500, 6, "HUBSPOT_DEFINED"),
                (501, 4, "HUBSPOT_DEFINED"),
                (503, 1, "HUBSPOT_DEFINED"),
            ]
        ],
        "form": [{"guid": "f1", "name": "Sample pack"}],
        "contact_form_submission": [
            {"contact_id": 1, "conversion_id": "c1", "form_id": "f1", "title": "Samples",
             "page_url": "https://shop.example/samples", "timestamp": "2026-02-05 09:00:00"},
        ],
    }  # fmt: skip
    yield from built_once(
        workshop,
        {f"hubspot/{name}": rows for name, rows in raw.items()},
        "staging.hubspot +marts.core",
        engine=engine,
        vars=FIVETRAN,
    )


def deal(number, stage, pipeline, **columns):
    """A row of Fivetran's table deal."""
    return {
        "deal_id": number, "deal_pipeline_id": pipeline, "deal_pipeline_stage_id": stage,
        "property_createdate": CREATED, **columns,
    }  # fmt: skip


def ticket(number, stage, **columns):
    """A row of Fivetran's table ticket."""
    return {
        "id": number, "property_hs_pipeline": "0", "property_hs_pipeline_stage": stage,
        "property_createdate": CREATED, **columns,
    }  # fmt: skip


def change(recipient, what, subscription, kind="SUBSCRIPTION_STATUS"):
    """A row of Fivetran's table email_subscription_change."""
    return {
        "recipient": recipient, "change": what, "change_type": kind,
        "email_subscription_id": subscription, "timestamp": "2026-03-01 08:00:00",
        "source": "SOURCE_RECIPIENT",
    }  # fmt: skip


def test_merged_contacts_are_one_person_chains_too(fivetran):
    assert values(fivetran, """
        select records.contact_record_key, people.email, records.is_deleted
        from crm_core.contact_records as records
        join crm_core.contacts as people using (contact_id)
        order by 1
    """) == [
        ("hubspot:1", "ann@example.com", False),
        ("hubspot:2", "ann@example.com", True),
        ("hubspot:3", "ann@example.com", True),
        ("hubspot:4", "ann@example.com", True),
        ("hubspot:5", None, False),
        ("hubspot:6", "ben@example.com", False),
        ("hubspot:60", "ben@example.com", True),
        ("hubspot:61", "ben@example.com", True),
        ("hubspot:7", "cem@example.com", False),
        ("hubspot:8", "dot@example.com", False),
        ("hubspot:80", "dot@example.com", True),
        ("hubspot:9", "eve@example.com", False),
    ]  # fmt: skip
    assert values(fivetran, """
        select merged_into_record_key from crm_staging.stg_hubspot__contacts
        where contact_record_key = 'hubspot:2'
    """) == [("hubspot:1",)]  # fmt: skip


def test_a_contact_is_read_as_it_stands(fivetran):
    assert values(fivetran, """
        select phone, first_name, lifecycle_stage, lead_status, source_channel, owner,
            company_name, language, created_at, record_count
        from crm_core.contacts where email = 'ann@example.com'
    """) == [("+491701234567", "Ann", "customer", "converted", "paid_search", "Olga Sales",
              "Lee Ltd", "de", datetime(2026, 1, 5, 9), 4)]  # fmt: skip
    assert values(fivetran, """
        select identifier_type, identifier_value from crm_staging.stg_hubspot__identifiers
        order by 2
    """) == [
        ("phone", "+49 40 123456"),
        ("email", "ann.old@example.com"),
        ("email", "ann@work.example"),
    ]  # fmt: skip
    assert values(fivetran, """
        select attribute_name, attribute_value, observed_at
        from crm_staging.stg_hubspot__contact_attributes
    """) == [("hubspot_score", "42", datetime(2026, 4, 1, 9))]  # fmt: skip
    assert values(fivetran, """
        select contact_record_key, score, score_max, responded_at
        from crm_staging.stg_hubspot__nps_answers
    """) == [("hubspot:1", Decimal(9), Decimal(10), datetime(2026, 3, 1, 10))]  # fmt: skip
    # a stage of the account's own and a rating in words are told, not guessed
    assert values(fivetran, """
        select raw_value from crm_core.unmapped_values where value_set = 'lifecycle_stage'
    """) == [("1234567",)]  # fmt: skip
    assert values(fivetran, """
        select record_id, raw_value, is_row_rejected from crm_core.rejected_records
        where column_name = 'nps_rating'
    """) == [("7", "PROMOTER", False)]  # fmt: skip


def test_companies(fivetran):
    assert values(fivetran, """
        select source_company_id, employee_count, is_deleted, merged_into_record_key
        from crm_staging.stg_hubspot__companies order by 1
    """) == [("70", 12, False, None), ("71", None, True, "hubspot:70")]  # fmt: skip


def test_deals_know_whether_they_are_won(fivetran):
    assert values(fivetran, """
        select source_deal_id, deal_status, stage, pipeline, probability, amount, currency, owner,
            expected_close_on, closed_at, contact_record_key, company_record_key
        from crm_staging.stg_hubspot__deals where rejection is null order by 1
    """) == [
        ("100", "won", "Closed won", "Sales", Decimal(1), Decimal("900.5"), "EUR", None,
         None, datetime(2026, 2, 10, 23, 30), "hubspot:3", None),
        ("101", "lost", "Gone", "Sales", Decimal(0), Decimal(10), "EUR", None,
         None, None, "hubspot:1", None),
        ("102", "closed", "Shelved", "Sales", Decimal("0.4"), None, "EUR", None,
         None, None, "hubspot:1", None),
        ("103", "open", "Appointment", "Sales", Decimal("0.2"), None, "USD", "Olga Sales",
         date(2026, 9, 1), None, "hubspot:6", "hubspot:70"),
        ("104", "won", "Appointment", "Sales", Decimal("0.2"), None, "EUR", None,
         None, None, "hubspot:1", None),
        ("105", "lost", "closedlost", "unknown", None, None, "EUR", None,
         None, None, "hubspot:1", None),
    ]  # fmt: skip
    assert values(fivetran, """
        select record_id, reason from crm_core.rejected_records
        where source_table = 'deals' order by 1
    """) == [
        ("106", "deleted in its system"),
        ("107", "merged into another deal"),
        ("108", "belongs to no contact and no company"),
    ]  # fmt: skip
    # the deal of a contact that was merged away is the survivor's
    assert values(fivetran, """
        select email, deal_status from crm_core.deals join crm_core.contacts using (contact_id)
        where source_deal_id in ('100', '102') order by source_deal_id
    """) == [("ann@example.com", "won"), ("ann@example.com", "other")]  # fmt: skip


def test_tickets_are_closed_when_their_stage_is(fivetran):
    assert values(fivetran, """
        select source_ticket_id, ticket_status, closed_at
        from crm_staging.stg_hubspot__tickets where rejection is null order by 1
    """) == [
        ("200", "open", None),
        ("201", "closed", datetime(2026, 2, 3, 9)),
        ("202", "open", None),
        ("203", "closed", datetime(2026, 2, 3, 9)),
    ]  # fmt: skip
    assert values(fivetran, """
        select record_id, reason from crm_core.rejected_records
        where source_table = 'tickets' order by 1
    """) == [("204", "belongs to no contact"), ("205", "deleted in its system")]  # fmt: skip


def test_email_events_find_their_contact_by_address(fivetran):
    assert values(fivetran, """
        select email_event_key, event_type, bounce_type, campaign_name, url
        from crm_staging.stg_hubspot__email_events where rejection is null
        order by cast(substr(email_event_key, 10) as integer)
    """) == [
        ("hubspot:e1", "sent", None, "Spring", None),
        ("hubspot:e2", "delivered", None, None, None),
        ("hubspot:e3", "filtered_open", None, None, None),
        ("hubspot:e4", "open", None, None, None),
        ("hubspot:e5", "click", None, None, "https://shop.example/sale"),
        ("hubspot:e6", "bounce", "hard", None, None),
        ("hubspot:e7", "bounce", "soft", None, None),
        ("hubspot:e8", "bounce", None, None, None),
        ("hubspot:e9", "unsubscribed", None, None, None),
        ("hubspot:e10", "statuschange", None, None, None),
        ("hubspot:e11", "spamreport", None, None, None),
        ("hubspot:e12", "dropped", None, None, None),
        ("hubspot:e13", "deferred", None, None, None),
        ("hubspot:e14", "open", None, None, None),
    ]  # fmt: skip
    assert values(fivetran, """
        select activity_type, count(*) from crm_core.activities
        join crm_core.contacts using (contact_id)
        where email = 'ann@example.com' and channel = 'email' and activity_type like 'email%'
        group by 1 order by 1
    """) == [
        ("email_bounced_hard", 2),
        ("email_bounced_soft", 1),
        ("email_clicked", 1),
        ("email_delivered", 1),
        ("email_opened", 1),
        ("email_other", 2),
        ("email_sent", 1),
    ]  # fmt: skip
    assert values(fivetran, """
        select record_id, column_name, reason from crm_core.rejected_records
        where source_table = 'email_events' order by 1
    """) == [
        ("e15", "recipient", "is required and empty"),
        ("hubspot:e14", "contact_id, email", "names no contact that is known"),
    ]  # fmt: skip


def test_consent_is_what_was_said_last_and_fails_closed(fivetran):
    assert values(fivetran, """
        select email, channel, purpose, permission_status, is_permitted
        from crm_core.contact_permissions join crm_core.contacts using (contact_id)
        order by 1, 3
    """) == [
        # she agreed, and her mailbox does not exist: e-mails came back for good
        ("ann@example.com", "email", "marketing", "granted", False),
        # the opt-out flag beats a subscription
        ("ben@example.com", "email", "marketing", "denied", False),
        # unsubscribed by a change of status only
        ("cem@example.com", "email", "marketing", "withdrawn", False),
        # a spam report closes the mailbox, whatever was subscribed to
        ("dot@example.com", "email", "marketing", "withdrawn", False),
        ("dot@example.com", "email", "service", "granted", False),
        # a later e-mail was not sent because of an earlier unsubscription
        ("eve@example.com", "email", "marketing", "denied", False),
    ]  # fmt: skip
    # a subscription nobody can name is not taken for marketing
    assert values(fivetran, """
        select purpose, evidence from crm_staging.stg_hubspot__subscription_changes
        where email = 'nobody@example.com'
    """) == [("subscription 99", "subscription 99, SOURCE_RECIPIENT")]  # fmt: skip


def test_lists_are_tags(fivetran):
    assert values(fivetran, """
        select email, tag from crm_core.contact_tags join crm_core.contacts using (contact_id)
        order by 1
    """) == [("ann@example.com", "vips"), ("cem@example.com", "31")]  # fmt: skip
    assert values(fivetran, """
        select record_id, reason from crm_core.rejected_records
        where source_table = 'list_members'
    """) == [("6|30", "no longer on the list")]  # fmt: skip


def test_an_engagement_is_one_activity_a_contact(fivetran):
    assert values(fivetran, """
        select email, activity_type, channel, detail_name, occurred_at
        from crm_core.activities join crm_core.contacts using (contact_id)
        where activity_type like '%_logged' order by 1, 2
    """) == [
        ("ann@example.com", "call_logged", "OUTBOUND", "COMPLETED", datetime(2026, 2, 1, 9)),
        ("ann@example.com", "meeting_logged", None, "NO_SHOW", datetime(2026, 2, 2, 9)),
        ("ben@example.com", "call_logged", "OUTBOUND", "COMPLETED", datetime(2026, 2, 1, 9)),
    ]  # fmt: skip
    assert values(fivetran, """
        select record_id, reason from crm_core.rejected_records
        where source_table = 'engagements' order by 1
    """) == [("502", "belongs to no contact"), ("503", "deleted in its system")]  # fmt: skip


def test_a_form_is_a_web_event(fivetran):
    assert values(fivetran, """
        select email, activity_type, detail_name, detail_url from crm_core.activities
        join crm_core.contacts using (contact_id) where channel = 'web'
    """) == [("ann@example.com", "web_form_submitted", "Sample pack",
              "https://shop.example/samples")]  # fmt: skip


def airbyte_tables():
    """The same kinds of rows as Airbyte lands them: lists, JSON and milliseconds."""
    extracted = "2026-06-01T00:00:00.000Z"
    return {
        # real columns of numbers and lists, as a typed destination has them
        "contacts.parquet": polars.DataFrame(
            {
                "id": ["1", "2", "5"],
                "properties_email": ["ann@example.com", None, "eve@example.com"],
                "properties_hs_merged_object_ids": [2, None, None],
                "properties_associatedcompanyid": [70.0, None, None],
                "createdAt": ["2026-01-05T09:00:00.123Z", "2026-01-06T09:00:00Z", None],
                "properties_createdate": [None, None, "2026-01-07T09:00:00+01:00"],
                "archived": [False, True, False],
                "companies": [["70"], None, []],
            },
            schema_overrides={"properties_hs_merged_object_ids": polars.Int64},
        ),
        "companies": [{"id": "70", "properties_name": "Lee Ltd", "archived": False}],
        "deals": [
            {"id": "100", "properties_dealstage": "closedwon", "properties_pipeline": "default",
             "properties_createdate": "2026-01-05T09:00:00Z", "properties_amount": "12.50",
             "contacts": '["2"]', "companies": "[70]", "archived": False,
             "_airbyte_extracted_at": extracted},
            {"id": "101", "properties_dealstage": "8812", "properties_pipeline": "default",
             "properties_createdate": "2026-01-05T09:00:00Z", "contacts": '["1", "5"]',
             "archived": False, "_airbyte_extracted_at": "2026-05-01T00:00:00.000Z"},
            # a newer version: other stage, other contact
            {"id": "101", "properties_dealstage": "closedwon", "properties_pipeline": "default",
             "properties_createdate": "2026-01-05T09:00:00Z", "contacts": '["5"]',
             "archived": False, "_airbyte_extracted_at": extracted},
            {"id": "102", "properties_createdate": "2026-01-05T09:00:00Z", "contacts": '["1"]',
             "properties_hs_is_closed_won": "false", "properties_hs_is_closed": "true"},
            {"id": "103", "properties_createdate": "2026-01-05T09:00:00Z", "contacts": "[1"},
        ],
        "deals_archived": [
            {"id": "102", "archived": True, "properties_createdate": "2026-01-05T09:00:00Z"},
            {"id": "104", "archived": True, "properties_createdate": "2026-01-05T09:00:00Z"},
        ],
        "deal_pipelines": [
            {"pipelineId": "default", "label": "Sales", "stages":
             '[{"stageId": "closedwon", "label": "Won", "metadata": '
             '{"isClosed": "true", "probability": "1.0"}}, {"stageId": "8812", "label": "Gone", '
             '"metadata": {"isClosed": "true", "probability": "0.0"}}]'},
        ],
        "ticket_pipelines": [
            {"id": "0", "stages": '[{"id": "4", "metadata": {"ticketState": "CLOSED"}}]'},
        ],
        "tickets": [
            {"id": "200", "properties_hs_pipeline": "0", "properties_hs_pipeline_stage": "4",
             "createdAt": "2026-01-05T09:00:00Z", "updatedAt": "2026-01-07T09:00:00Z",
             "contacts": "[1]"},
        ],
        "campaigns": [{"id": "77", "name": "Spring"}],
        "email_events.parquet": polars.DataFrame(
            {
                "id": ["e1", "e2", "e3"],
                "type": ["CLICK", "BOUNCE", "STATUSCHANGE"],
                "created": [NOON, NOON + 1, NOON + 2],
                "recipient": ["Ann@Example.com", "ann@example.com", "eve@example.com"],
                "emailCampaignId": [77, None, None],
                "url": ["https://shop.example", None, None],
                "category": [None, "UNKNOWN_USER", None],
                "status": [None, "5.1.1", None],
                "portalSubscriptionStatus": [None, None, "UNSUBSCRIBED"],
                "filteredEvent": [False, None, None],
            }
        ),
        "email_subscriptions": [{"id": 11, "name": "Newsletter", "category": "Marketing"}],
        "subscription_changes": [
            {"recipient": "ann@example.com", "timestamp": NOON, "changes":
             '[{"change": "SUBSCRIBED", "changeType": "SUBSCRIPTION_STATUS", '
             '"subscriptionId": 11, "causedByEvent": {"id": "e0"}}, '
             '{"change": "SUBSCRIBED", "changeType": "PORTAL_STATUS", '
             f'"timestamp": {NOON + 1}, "source": "SOURCE_RECIPIENT"}}]'},
        ],
        "engagements_calls": [
            {"id": "500", "properties_hs_timestamp": "2026-02-01T09:00:00Z",
             "contacts": '["1", "5"]', "properties_hs_call_direction": "INBOUND"},
        ],
        "engagements_notes": [{"id": "501", "createdAt": "2026-02-02T09:00:00Z", "contacts": "[]"}],
        "forms": [{"id": "f1", "name": "Sample pack"}],
        "form_submissions": [
            {"submittedAt": NOON, "formId": "f1", "pageUrl": "https://shop.example/samples",
             "values": '[{"name": "firstname", "value": "Eve"}, '
             '{"name": "email", "value": "eve@example.com"}]'},
        ],
    }  # fmt: skip


def test_airbyte_lands_lists_json_and_milliseconds(make_project, engine):
    project = make_project(
        {f"hubspot/{name}": rows for name, rows in airbyte_tables().items()},
        engine=engine,
        vars=AIRBYTE,
    )

    result = project.build("staging.hubspot +marts.core", data_tests=False)

    assert result.success, result.message
    assert values(project, """
        select source_contact_id, merged_into_record_key, company_record_key, is_deleted,
            created_at
        from crm_staging.stg_hubspot__contacts order by 1
    """) == [
        ("1", None, "hubspot:70", False, datetime(2026, 1, 5, 9, 0, 0, 123000)),
        ("2", "hubspot:1", None, True, datetime(2026, 1, 6, 9)),
        ("5", None, None, False, datetime(2026, 1, 7, 8)),
    ]  # fmt: skip
    assert values(project, """
        select source_deal_id, deal_status, stage, pipeline, amount, contact_record_key,
            company_record_key
        from crm_staging.stg_hubspot__deals where rejection is null order by 1
    """) == [
        ("100", "won", "Won", "Sales", Decimal("12.5"), "hubspot:2", "hubspot:70"),
        ("101", "won", "Won", "Sales", None, "hubspot:5", None),
    ]  # fmt: skip
    assert values(project, """
        select record_id, reason, count(*) from crm_core.rejected_records
        where source_table = 'deals' group by 1, 2 order by 1, 2
    """) == [
        ("101", "older version of a row", 1),
        ("102", "deleted in its system", 2),
        ("103", "belongs to no contact and no company", 1),
        ("104", "deleted in its system", 1),
    ]  # fmt: skip
    assert values(project, """
        select source_ticket_id, ticket_status, closed_at
        from crm_staging.stg_hubspot__tickets
    """) == [("200", "closed", datetime(2026, 1, 7, 9))]  # fmt: skip
    assert values(project, """
        select email_event_key, event_type, bounce_type, campaign_name, url, occurred_at
        from crm_staging.stg_hubspot__email_events order by 1
    """) == [
        ("hubspot:e1", "click", None, "Spring", "https://shop.example", datetime(2026, 1, 5, 12)),
        ("hubspot:e2", "bounce", "hard", None, None, datetime(2026, 1, 5, 12, 0, 0, 1000)),
        ("hubspot:e3", "unsubscribed", None, None, None, datetime(2026, 1, 5, 12, 0, 0, 2000)),
    ]  # fmt: skip
    assert values(project, """
        select email, purpose, consent_status, evidence, occurred_at
        from crm_staging.stg_hubspot__subscription_changes order by occurred_at
    """) == [
        ("ann@example.com", "Marketing", "SUBSCRIBED", "subscription Newsletter",
         datetime(2026, 1, 5, 12)),
        ("ann@example.com", "marketing", "SUBSCRIBED", "PORTAL_STATUS, SOURCE_RECIPIENT",
         datetime(2026, 1, 5, 12, 0, 0, 1000)),
    ]  # fmt: skip
    assert values(project, """
        select email, activity_type, channel, occurred_at
        from crm_core.activities join crm_core.contacts using (contact_id)
        where activity_type like '%_logged' or activity_type like 'web%' order by 1, 2
    """) == [
        ("ann@example.com", "call_logged", "INBOUND", datetime(2026, 2, 1, 9)),
        ("eve@example.com", "call_logged", "INBOUND", datetime(2026, 2, 1, 9)),
        ("eve@example.com", "web_form_submitted", "web", datetime(2026, 1, 5, 12)),
    ]  # fmt: skip
    assert values(project, """
        select source_table, record_id, reason from crm_core.rejected_records
        where source_table in ('engagements', 'form_submissions')
    """) == [("engagements", "501", "belongs to no contact")]  # fmt: skip


def test_what_is_not_required_may_be_missing(make_project):
    tables = bare_tables("hubspot", "fivetran")
    del tables["hubspot/archived_deal"], tables["hubspot/merged_deal"]  # would take the deal away
    project = make_project(tables, vars=FIVETRAN)

    result = project.build("staging.hubspot +marts.core", data_tests=False)

    assert result.success, result.message
    assert len(tables) > 30
    assert rejected(project) == []
    assert values(project, "select deal_status, amount from crm_core.deals") == [("open", None)]
    assert values(project, """
        select activity_type, occurred_at from crm_core.activities
        where activity_type = 'call_logged'
    """) == [("call_logged", datetime(2026, 1, 5, 9))]  # fmt: skip
    # no column says who has opted out: nothing is known, so nobody is permitted
    assert values(project, """
        select count(is_email_opted_out) from crm_staging.stg_hubspot__contacts
    """) == [(0,)]  # fmt: skip
    assert values(project, """
        select count(*) from crm_core.contact_permissions where is_permitted
    """) == [(0,)]  # fmt: skip


@pytest.mark.slow
def test_contacts_alone_are_enough(make_project):
    project = make_project({"hubspot/contact": "id\n1\n"}, vars=FIVETRAN)

    result = project.build()

    assert result.success, result.message
    assert len(project.query("select * from crm_features.contact_features")) == 1


def test_two_portals_stay_apart(make_project):
    project = make_project(
        {
            "hubspot_eu/contact": [contact(1, "ann@example.com"), contact(2)],
            "hubspot_us/contact": [contact(1, "ben@example.com"),
                                   contact(3, "ANN@example.com", property_associatedcompanyid=7)],
            "hubspot_us/company": [{"id": 7, "property_name": "Lee Ltd"}],
        },
        vars={
            **FIVETRAN,
            "hubspot__instances": {"eu": "raw_hubspot_eu", "us": "raw_hubspot_us"},
        },
    )  # fmt: skip

    result = project.build("staging.hubspot +contacts +contact_records", data_tests=False)

    assert result.success, result.message
    assert values(project, """
        select contact_record_key, source_instance, email, company_name
        from crm_core.contact_records
        join (select contact_id, email as address, company_name from crm_core.contacts) as people
            using (contact_id)
        order by 1
    """) == [
        ("hubspot/eu:1", "eu", "ann@example.com", "Lee Ltd"),
        ("hubspot/eu:2", "eu", None, None),
        ("hubspot/us:1", "us", "ben@example.com", None),
        ("hubspot/us:3", "us", "ann@example.com", "Lee Ltd"),
    ]  # fmt: skip


@pytest.mark.slow
def test_the_sample_of_hubspot_alone(make_project, engine):
    project = make_project(ROOT / "data" / "sample", engine=engine, vars=FIVETRAN)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "hubspot")
    assert_won_deals_are_the_revenue(project)
    assert values(project, "select deal_status, count(*) from crm_core.deals group by 1") != []
    assert values(project, """
        select reason, count(*) from crm_core.rejected_records group by 1 order by 1
    """) == [(UNUSABLE_PHONE, 9), ("no longer on the list", 5)]  # fmt: skip
    assert project.query("select * from crm_core.unmapped_values") == []


@pytest.mark.reference_data
def test_the_shapes_of_the_connector_are_read(make_project):
    shapes = REFERENCE_DATA / "connector_shapes" / "hubspot"
    tables = {f"hubspot/{path.stem.removesuffix('_data')}": path for path in shapes.glob("*.csv")}
    project = make_project(tables, vars=FIVETRAN)

    result = project.build("staging.hubspot", data_tests=False)

    assert result.success, result.message
    counts = {
        "contacts": 22, "companies": 24, "deals": 44, "tickets": 25, "email_events": 100,
        "list_members": 100, "merged_contacts": 0,
    }  # fmt: skip
    for model, expected in counts.items():
        found = project.query(f"select count(*) as n from crm_staging.stg_hubspot__{model}")
        assert found == [{"n": expected}], model
    assert values(project, """
        select source_contact_id from crm_staging.stg_hubspot__contacts
        where merged_into_record_key = 'hubspot:78971951' order by 1
    """) == [("46897301",), ("76226001",), ("76340251",)]  # fmt: skip
