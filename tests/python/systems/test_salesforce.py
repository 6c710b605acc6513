"""Salesforce: its quirks, each as a few raw rows in the shape that a connector lands them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from conftest import REFERENCE_DATA
from project import ROOT, Project
from sample.world import build_world
from systems.raw_rows import built_once, rejected, together, values
from systems.truth import assert_people_are_found, assert_won_deals_are_the_revenue

VARS = {"crm_sources": ["salesforce"]}
CREATED = "2026-01-05 09:00:00"


def contact(key, email, **fields) -> dict:
    return {"id": key, "email": email, "created_date": CREATED, **fields}


def opportunity(key, **fields) -> dict:
    return {"id": key, "stage_name": "Prospecting", "close_date": "2026-03-01",
            "created_date": CREATED, **fields}  # fmt: skip


def role(key, opportunity_id, contact_id, **fields) -> dict:
    return {"id": key, "opportunity_id": opportunity_id, "contact_id": contact_id, **fields}


def task(key, **fields) -> dict:
    return {"id": key, "created_date": CREATED, "is_closed": True, **fields}


def individual(key, **flags) -> dict:
    names = ("has_opted_out_profiling", "has_opted_out_processing", "should_forget")
    return {"id": key} | dict.fromkeys(names, False) | flags


def consent(key, party, point, status, **fields) -> dict:
    return {"id": key, "party_id": party, "contact_point_type": point,
            "privacy_consent_status": status, "capture_date": CREATED, **fields}  # fmt: skip


PEOPLE = {
    "salesforce/contact": [
        contact("003Ann", "ann@people.example", account_id="001Ann", owner_id="005Olga",
                mobile_phone="+49 170 1234567", phone="+49 40 123456", has_opted_out_of_email=True),
        contact("003Old", "ann.old@people.example", is_deleted=True, master_record_id="003Ann"),
        contact("003Older", "ann.older@people.example", is_deleted=True,
                master_record_id="003Old"),
        contact("003Pia", None, account_id="001Pia"),
    ],
    "salesforce/lead": [
        contact("00QAnn", "ann.form@people.example", is_converted=True,
                converted_contact_id="003Ann", status="Closed - Converted"),
        contact("00QBen", "ben@people.example", status="Open - Not Contacted", company="Ben Ltd"),
    ],
    "salesforce/account": [
        {"id": "001Ann", "name": "Ann Ltd", "website": "https://www.ann.example/en"},
        {"id": "001Pia", "name": "Pia Lund", "is_person_account": True,
         "person_contact_id": "003Pia", "person_email": "pia@people.example",
         "first_name": "Pia", "last_name": "Lund"},
    ],
    "salesforce/user": [{"id": "005Olga", "name": "Olga Sales"}],
    "salesforce/opportunity": [
        opportunity("006Pia", account_id="001Pia", is_closed=True, is_won=True, amount=100),
    ],
    "salesforce/case": [{"id": "500Pia", "account_id": "001Pia", "created_date": CREATED}],
}  # fmt: skip

VERSIONS = {
    "salesforce/contact": [
        # history mode: the last of three versions is current; then: deleted, so none is
        contact("003H", "h1@versions.example", _fivetran_active=False,
                _fivetran_start="2026-01-01 00:00:00"),
        contact("003H", "h2@versions.example", _fivetran_active=False,
                _fivetran_start="2026-02-01 00:00:00"),
        contact("003H", "h3@versions.example", _fivetran_active=True,
                _fivetran_start="2026-03-01 00:00:00"),
        contact("003I", "i@versions.example", _fivetran_active=False,
                _fivetran_start="2026-02-01 00:00:00"),
        # appended: the newer change counts, and the same row twice is one
        contact("003J", "j1@versions.example", system_modstamp="2026-01-01 00:00:00"),
        contact("003J", "j2@versions.example", system_modstamp="2026-01-02 00:00:00"),
        contact("003J", "j2@versions.example", system_modstamp="2026-01-02 00:00:00"),
        # a connection whose naming was changed: each row has one spelling or the other
        contact("003K", "k@versions.example", HasOptedOutOfEmail=True, UTM_Source__c="news"),
        contact("003L", "l@versions.example", has_opted_out_of_email=True),
    ],
    "salesforce/case": [
        {"id": "500H", "contact_id": "003H", "created_date": CREATED},
        {"id": "500I", "contact_id": "003H", "created_date": CREATED, "is_deleted": True,
         "master_record_id": "500H"},
        {"id": "500J", "created_date": CREATED},
    ],
    "salesforce/opportunity": [opportunity("006J", is_deleted=True)],
}  # fmt: skip

DEALS = {
    "salesforce/contact": [
        contact("003Q", "q@deals.example"), contact("003R", "r@deals.example"),
    ],
    "salesforce/account": [{"id": "001Deals", "name": "Deals Ltd"}],
    "salesforce/opportunity": [
        opportunity("006A", account_id="001Deals", amount=1200.5, probability=60,
                    currency_iso_code="USD", is_closed=False, is_won=False),
        opportunity("006B", is_closed=True, is_won=True, close_date="2026-02-03"),
        opportunity("006C", is_closed=True, is_won=False, close_date="2026-02-04"),
        opportunity("006D", account_id="001Deals", stage_name="Closed Lost"),
    ],
    "salesforce/opportunity_contact_role": [
        role("1", "006A", "003Q", created_date="2026-01-01 00:00:00"),
        role("2", "006A", "003R", is_primary=True, created_date="2026-01-02 00:00:00"),
        role("3", "006B", "003R", created_date="2026-01-02 00:00:00"),
        role("4", "006B", "003Q", created_date="2026-01-01 00:00:00"),
        role("5", "006C", "003Q", is_deleted=True),
        role("6", "006C", "003R"),
    ],
}  # fmt: skip

DONE = {
    "salesforce/contact": [
        contact("003T", "t@done.example", email_bounced_date="2026-03-01 07:00:00"),
    ],
    "salesforce/lead": [
        contact("00QT", "t.lead@done.example", is_converted=True, converted_contact_id="003T"),
    ],
    "salesforce/task": [
        task("00T1", who_id="003T", task_subtype="Call", call_type="Outbound",
             completed_date_time="2026-02-01 10:00:00", call_disposition="Left voicemail"),
        task("00T2", who_id="00QT", task_subtype="Email", activity_date="2026-02-02"),
        task("00T3", who_id="003T", task_subtype="Call", is_closed=False,
             activity_date="2027-02-02", status="Not Started"),
        task("00T4", who_id="003T", task_subtype="Task", type="Meeting",
             activity_date="2026-02-03"),
        task("00T5"),
        task("00T6", who_id="003T", is_deleted=True),
    ],
    "salesforce/event": [
        {"id": "00U1", "who_id": "003T", "created_date": CREATED,
         "start_date_time": "2026-02-04 13:00:00"},
        {"id": "00U2", "who_id": "003T", "created_date": CREATED, "is_child": True,
         "start_date_time": "2026-02-04 13:00:00"},
        {"id": "00U3", "who_id": "003T", "created_date": CREATED, "type": "Demo",
         "activity_date": "2026-02-05"},
    ],
    "salesforce/campaign": [{"id": "701A", "name": "Trade fair Hamburg"}],
    "salesforce/campaign_member": [
        {"id": "00v1", "campaign_id": "701A", "contact_id": "003T", "lead_id": "00QT",
         "status": "Attended", "has_responded": True, "first_responded_date": "2026-02-06",
         "created_date": CREATED},
        {"id": "00v2", "campaign_id": "701B", "lead_id": "00QT", "has_responded": False,
         "created_date": CREATED},
    ],
    "salesforce/case": [
        {"id": "500T", "contact_id": "003T", "created_date": CREATED, "is_closed": True,
         "status": "Done and dusted", "closed_date": "2026-01-06 10:00:00", "origin": "Phone",
         "type": "Question", "reason": "Other"},
        {"id": "500U", "supplied_email": "T@Done.example", "created_date": CREATED},
    ],
}  # fmt: skip

PRIVACY = {
    "salesforce/contact": [
        contact("003S1", "silent@privacy.example", do_not_call=False,
                has_opted_out_of_email=False),
        contact("003S2", "nocalls@privacy.example", do_not_call=True),
        contact("003S3", "noprofile@privacy.example", individual_id="0PK1"),
        contact("003S4", "forget@privacy.example", individual_id="0PK2"),
        contact("003S5", "nothing@privacy.example", individual_id="0PK3"),
        contact("003S6", "said@privacy.example", individual_id="0PK4"),
    ],
    "salesforce/lead": [contact("00QS7", "lead@privacy.example", individual_id="0PK1")],
    "salesforce/individual": [
        individual("0PK1", has_opted_out_profiling=True),
        individual("0PK2", should_forget=True),
        individual("0PK3", has_opted_out_processing=True),
        individual("0PK4"),
    ],
    "salesforce/data_use_purpose": [{"id": "0ZW1", "name": "Service"}],
    "salesforce/contact_point_type_consent": [
        consent("1", "0PK4", "Email", "OptIn", effective_to="2026-06-01 00:00:00"),
        consent("2", "0PK4", "Phone", "OptIn", data_use_purpose_id="0ZW1"),
        consent("3", "0PK4", "MailingAddress", "OptIn", data_use_purpose_id="0ZW9"),
        consent("4", "0PK4", "Email", "Seen", effective_from="2025-01-01 00:00:00"),
        consent("5", "0PK9", "Email", "OptIn"),
        consent("6", "0PK1", "Phone", "OptOut", data_use_purpose_id="0ZW9"),
    ],
}  # fmt: skip

EVERYWHERE = ("ads", "email", "phone", "post", "sms")
NO = ("denied", False)


@pytest.fixture(scope="module")
def built(workshop, engine) -> Iterator[Project]:
    """One project of all the stories, on each engine."""
    yield from built_once(
        workshop,
        together(PEOPLE, VERSIONS, DEALS, DONE, PRIVACY),
        "staging.salesforce +marts.core",
        engine=engine,
        vars=VARS,
    )


def test_a_person_is_one_contact_whatever_salesforce_holds_of_it(built):
    assert values(
        built,
        """
        select email, lead_status, owner, is_email_opted_out, record_count, phone, company_name
        from crm_core.contacts where email like '%@people.example' order by email
        """,
    ) == [
        ("ann@people.example", "converted", "Olga Sales", True, 4, "+491701234567", "Ann Ltd"),
        ("ben@people.example", "new", None, False, 1, None, "Ben Ltd"),
        ("pia@people.example", None, None, False, 2, None, None),
    ]
    assert values(
        built,
        """
        select records.contact_record_key, records.record_type, records.is_deleted
        from crm_core.contact_records as records join crm_core.contacts using (contact_id)
        where contacts.email in ('ann@people.example', 'pia@people.example')
        order by contacts.email, 1
        """,
    ) == [
        ("salesforce:003Ann", "contact", False),
        ("salesforce:003Old", "contact", True),
        ("salesforce:003Older", "contact", True),
        ("salesforce:00QAnn", "lead", False),
        ("salesforce:001Pia", "contact", False),
        ("salesforce:003Pia", "contact", False),
    ]
    assert values(
        built, "select contact_record_key, identifier_value from crm_staging.stg_salesforce__phones"
    ) == [("salesforce:003Ann", "+49 40 123456")]


def test_what_names_only_a_person_account_finds_the_person(built):
    assert values(
        built,
        """
        select activity_type from crm_core.activities join crm_core.contacts using (contact_id)
        where email = 'pia@people.example' order by 1
        """,
    ) == [("deal_opened",), ("deal_won",), ("order_placed",), ("ticket_opened",)]
    assert values(built, "select company_name from crm_core.companies order by 1") == [
        ("Ann Ltd",),
        ("Deals Ltd",),
    ]


def test_of_several_versions_the_newest_is_read_and_the_rest_listed(built):
    assert values(
        built,
        """
        select source_contact_id, email, is_deleted, is_email_opted_out, utm_source
        from crm_staging.stg_salesforce__contacts
        where email like '%@versions.example' and rejection is null order by 1
        """,
    ) == [
        ("003H", "h3@versions.example", False, None, None),
        ("003I", "i@versions.example", True, None, None),
        ("003J", "j2@versions.example", False, None, None),
        ("003K", "k@versions.example", False, True, "news"),
        ("003L", "l@versions.example", False, True, None),
    ]
    assert rejected(built, "record_id in ('003H', '003I', '003J', '003K', '003L')") == [
        ("contacts", "003H", "id", "older version of a row"),
        ("contacts", "003H", "id", "older version of a row"),
        ("contacts", "003J", "id", "duplicate of another row"),
        ("contacts", "003J", "id", "older version of a row"),
    ]


def test_what_was_deleted_or_merged_away_is_listed(built):
    assert rejected(built, "record_id in ('500H', '500I', '500J', '006J')") == [
        ("cases", "500I", "master_record_id", "merged into another case"),
        ("cases", "500J", "contact_id, account_id, contact_email, supplied_email",
         "one of these is required and all are empty"),
        ("deals", "006J", "is_deleted", "deleted in its system"),
    ]  # fmt: skip


def test_an_opportunity_finds_its_contact_and_its_end(built):
    assert values(
        built,
        """
        select source_deal_id, contact_record_key, company_record_key, deal_status, currency,
            amount, probability, expected_close_on, closed_at
        from crm_staging.stg_salesforce__deals
        where source_deal_id in ('006A', '006B', '006C', '006D') order by 1
        """,
    ) == [
        ("006A", "salesforce:003R", "salesforce:001Deals", "open", "USD", Decimal("1200.5000"),
         Decimal("0.6000"), date(2026, 3, 1), None),
        ("006B", "salesforce:003Q", None, "won", "EUR", None, None, date(2026, 2, 3),
         datetime(2026, 2, 3)),
        ("006C", "salesforce:003R", None, "lost", "EUR", None, None, date(2026, 2, 4),
         datetime(2026, 2, 4)),
        ("006D", None, "salesforce:001Deals", "Closed Lost", "EUR", None, None, date(2026, 3, 1),
         None),
    ]  # fmt: skip
    assert values(
        built, "select deal_status from crm_core.deals where source_deal_id = '006D'"
    ) == [("lost",)]


def test_tasks_events_campaigns_cases_and_bounces_are_activities(built):
    assert values(
        built,
        """
        select activity_type, occurred_at, channel, detail_name
        from crm_core.activities join crm_core.contacts using (contact_id)
        where email = 't@done.example' order by 2, 1, 3 nulls first
        """,
    ) == [
        ("task_logged", datetime(2026, 1, 5, 9), None, "Not Started"),
        ("ticket_opened", datetime(2026, 1, 5, 9), None, None),
        ("ticket_opened", datetime(2026, 1, 5, 9), "Phone", "Question"),
        ("ticket_closed", datetime(2026, 1, 6, 10), "Phone", "Question"),
        ("call_logged", datetime(2026, 2, 1, 10), "Outbound", "Left voicemail"),
        ("email_logged", datetime(2026, 2, 2), None, None),
        ("meeting_logged", datetime(2026, 2, 3), None, None),
        ("meeting_logged", datetime(2026, 2, 4, 13), None, None),
        ("meeting_logged", datetime(2026, 2, 5), None, None),
        ("campaign_response_logged", datetime(2026, 2, 6), "inbound",
         "Trade fair Hamburg: Attended"),
        ("email_bounced_hard", datetime(2026, 3, 1, 7), "email", None),
    ]  # fmt: skip
    assert values(built, "select tag from crm_core.contact_tags order by tag") == [
        ("701b",),
        ("trade fair hamburg",),
    ]
    assert rejected(built, "source_table in ('tasks', 'events')") == [
        ("events", "00U2", "is_child", "a copy of another event"),
        ("tasks", "00T5", "who_id, account_id", "one of these is required and all are empty"),
        ("tasks", "00T6", "is_deleted", "deleted in its system"),
    ]


def test_privacy_settings_refuse_and_silence_is_no_consent(built):
    said: dict[str, dict] = {}
    for who, channel, purpose, *decision in values(
        built,
        """
        select split_part(email, '@', 1), channel, purpose, permission_status, is_permitted
        from crm_core.contact_permissions join crm_core.contacts using (contact_id)
        where email like '%@privacy.example'
        """,
    ):
        said.setdefault(who, {})[channel, purpose] = tuple(decision)
    no_profiling = {("phone", "marketing"): NO}
    no_profiling |= {(channel, "profiling"): NO for channel in EVERYWHERE}
    assert said == {
        "nocalls": {("phone", "marketing"): NO},
        "noprofile": no_profiling,
        "lead": no_profiling,
        "nothing": {
            (channel, purpose): NO
            for channel in EVERYWHERE
            for purpose in ("marketing", "profiling")
        },
        "said": {
            ("email", "marketing"): ("withdrawn", False),
            ("phone", "service"): ("granted", True),
        },
    }
    assert rejected(built, "source_table = 'contact_point_consents'") == [
        ("contact_point_consents", "5", "party_id", "names no contact or lead")
    ]


def test_a_consent_that_runs_out_holds_until_then(built):
    assert values(
        built,
        """
        select consent_status, evidence, occurred_at
        from crm_staging.stg_salesforce__contact_point_consents
        where record_id = '1' order by occurred_at
        """,
    ) == [
        ("OptIn", None, datetime(2026, 1, 5, 9)),
        ("withdrawn", "expired", datetime(2026, 6, 1)),
    ]


def test_who_asks_to_be_forgotten_is_named_for_erasure(built):
    assert values(
        built,
        """
        select contact_record_key, attribute_name, attribute_value
        from crm_staging.stg_salesforce__erasure_requests
        """,
    ) == [("salesforce:003S4", "erasure_requested", "true")]


def test_airbyte_tables_keep_the_names_of_the_api(make_project):
    def version(email, extracted):
        return {"Id": "003A", "Email": email, "HasOptedOutOfEmail": True,
                "MailingCountry": "Germany", "CreatedDate": "2026-01-05T09:00:00.000+0000",
                "SystemModstamp": "2026-01-06T09:00:00.000Z",
                "_airbyte_extracted_at": extracted}  # fmt: skip

    project = make_project(
        {
            "salesforce/Contact": [
                version("ann@example.com", "2026-01-07 00:00:00+00"),
                # a formula has changed, which leaves SystemModstamp as it is
                version("ann.new@example.com", "2026-01-08 00:00:00+00"),
            ],
            "salesforce/Opportunity": [
                {"Id": "0061", "CreatedDate": "2026-01-05T09:00:00Z", "Amount": "10.5",
                 "IsWon": True, "IsClosed": True, "CloseDate": "2026-02-01"},
            ],
            "salesforce/OpportunityContactRole": [
                {"Id": "1", "OpportunityId": "0061", "ContactId": "003A", "IsPrimary": True},
            ],
        },
        vars={**VARS, "salesforce__connector": "airbyte"},
    )  # fmt: skip

    result = project.build("+deals +contacts", data_tests=False)

    assert result.success, result.message
    assert values(
        project,
        """
        select email, country, contacts.created_at, is_email_opted_out, deal_status, amount
        from crm_core.contacts join crm_core.deals using (contact_id)
        """,
    ) == [("ann.new@example.com", "DE", datetime(2026, 1, 5, 9), True, "won", Decimal("10.5000"))]


@pytest.mark.slow
def test_two_columns_of_one_table_are_enough(make_project):
    project = make_project(
        {"salesforce/contact": [{"id": "003A", "email": "a@b.example"}]}, vars=VARS
    )

    result = project.build()

    assert result.success, result.message
    assert values(project, "select email from crm_core.contacts") == [("a@b.example",)]


@pytest.mark.reference_data
def test_tables_of_the_real_connector_are_read(make_project):
    shapes = REFERENCE_DATA / "connector_shapes" / "salesforce"
    files = {
        table: shapes / f"sf_{table}_data.csv"
        for table in ("contact", "lead", "account", "opportunity", "user")
    }
    project = make_project(
        {f"salesforce/{table}": path for table, path in files.items()}, vars=VARS
    )

    result = project.build("staging.salesforce")

    assert result.success, result.message
    for table, model in (("contact", "contacts"), ("account", "companies"),
                         ("opportunity", "deals"), ("lead", "leads")):  # fmt: skip
        with files[table].open(newline="", encoding="utf-8-sig") as file:
            lines = len(list(csv.DictReader(file)))
        assert values(project, f"select count(*) from crm_staging.stg_salesforce__{model}") == [
            (lines,)
        ]
        assert values(
            project,
            f"select count(bad_values) from crm_staging.stg_salesforce__{model}",
        ) == [(0,)]
    # every opportunity of the file is in the recycle bin, one of them open
    assert values(
        project,
        """
        select sum(amount), count(closed_at), count(rejection)
        from crm_staging.stg_salesforce__deals
        """,
    ) == [(Decimal("24530001.0000"), 9, 10)]


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_people_are_found(make_project, engine):
    project = make_project(ROOT / "data" / "sample", engine=engine, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "salesforce")
    assert_won_deals_are_the_revenue(project)
    won = [deal.amount for deal in build_world().deals if deal.status == "won"]
    assert values(
        project, "select sum(amount), count(*) from crm_core.deals where deal_status = 'won'"
    ) == [(sum(won), len(won))]
