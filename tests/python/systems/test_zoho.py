"""Zoho CRM: its quirks, each as a few raw rows in the shape that a connector lands them."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import polars
import pytest
from project import ROOT, Project
from sample.world import build_world
from systems.bare import bare_tables
from systems.raw_rows import rejected, values
from systems.truth import assert_people_are_found, assert_won_deals_are_the_revenue

VARS = {"crm_sources": ["zoho"]}
CREATED = "2026-01-05T10:00:00+01:00"
CONTACTS = "zoho/incremental_contacts_zoho_crm_stream"
LEADS = "zoho/incremental_leads_zoho_crm_stream"
ACCOUNTS = "zoho/incremental_accounts_zoho_crm_stream"
DEALS = "zoho/incremental_deals_zoho_crm_stream"
POTENTIALS = "zoho/incremental_potentials_zoho_crm_stream"

# 19 digits, told apart by the last one: as a float they are all one number
ONE, TWO, THREE, FOUR, FIVE, SIX = (f"487687600000062400{n}" for n in range(1, 7))
ACME, HOLDING = "4876876000000624101", "4876876000000624102"
LEAD_ONE, LEAD_TWO, LEAD_THREE = (f"487687600000062420{n}" for n in range(1, 4))


def lookup(key, name, **more) -> str:
    return json.dumps({"name": name, "id": key} | more)


def contact(key, email, **fields) -> dict:
    return {"id": key, "Email": email, "Created_Time": CREATED, "Modified_Time": CREATED} | fields


def deal(key, stage, **fields) -> dict:
    return {"id": key, "Stage": stage, "Closing_Date": "2026-03-01", "Created_Time": CREATED,
            "Account_Name": lookup(ACME, "Acme Ltd"), "Contact_Name": lookup(ONE, "Ann Lee"),
            } | fields  # fmt: skip


RAW = {
    CONTACTS: [
        contact(ONE, "ann@zoho.example", First_Name="Ann", Last_Name="Lee",
                Account_Name=lookup(ACME, "Acme Ltd"), Email_Opt_Out=False,
                Owner=lookup("9", "Olga Sales", email="olga@us.example"), Mailing_City="Pune",
                Mailing_Zip="0411001", Mailing_Country="India", Date_of_Birth="1990-02-03",
                # half past five in the morning of 1 March in Pune
                Created_Time="2026-03-01T05:29:00+05:30",
                Tag=json.dumps([{"name": "VIP", "id": "7"}, {"name": "Fair", "id": "8"}])),
        # flattened beside the others: an id without a name
        contact(TWO, "bob@zoho.example", account_id=ACME, owner_name="Olaf Sales",
                Email_Opt_Out=True, Unsubscribed_Mode="Consent form",
                Unsubscribed_Time="2026-02-28T23:30:00-05:00", Tag=json.dumps(["VIP"])),
        # the lookup's name is all there is; put on the list again
        contact(THREE, "cem@zoho.example", Account_Name="Cem & Sons", Email_Opt_Out=False,
                Unsubscribed_Time=CREATED, Tag="[]"),
        # a number in JSON, not a text
        contact(FOUR, "dee@zoho.example", Account_Name=f'{{"id": {HOLDING}, "name": "Holding"}}',
                Record_Status__s="Trash"),
        contact(FIVE, "eve@zoho.example", Account_Name=lookup(ACME, "Acme Ltd")),
        contact(FIVE, "eve.new@zoho.example", Modified_Time="2026-02-05T10:00:00+01:00",
                Tag=json.dumps([{"name": "late", "id": "9"}])),
    ],
    LEADS + ".parquet": polars.DataFrame(
        {
            # as a number of a warehouse
            "id": [int(LEAD_ONE), int(LEAD_TWO), int(LEAD_THREE)],
            "Email": ["ann.lead@zoho.example", "flo@zoho.example", "gus@zoho.example"],
            "Company": ["Acme", "Flo KG", None],
            "Lead_Status": ["Contacted", "Junk Lead", "Pre-Qualified"],
            "Lead_Source": ["Trade Show", "External Referral", None],
            "$converted": [True, False, True],
            "Converted_Detail": [json.dumps({"contact": ONE, "account": ACME, "deal": None}),
                                 None, lookup(ACME, "no contact")],
            "Email_Opt_Out": [None, True, None],
            "Unsubscribed_Time": [None, "2026-02-01T08:00:00Z", None],
            "Unsubscribed_Mode": [None, "Manual", None],
            "Created_Time": [CREATED, CREATED, CREATED],
        }
    ),
    ACCOUNTS: [
        {"id": ACME, "Account_Name": "Acme Ltd", "Website": "https://acme.example",
         "Parent_Account": lookup(HOLDING, "Holding"), "Employees": "50",
         "Account_Type": "Customer", "Annual_Revenue": "1000000", "Created_Time": CREATED},
        {"id": HOLDING, "Account_Name": "Holding", "Employees": "many"},
    ],
    DEALS: [
        deal("1", "Closed Won", Amount="100.50", Probability=100, Deal_Name="Beans",
             Pipeline="Standard"),
        deal("2", "Closed Lost to Competition", Probability=0,
             Pipeline=json.dumps({"name": "Resale", "id": "3"})),
        # no probability: the stage tells; and the other way round
        deal("3", "Closed-Lost to Competition"), deal("4", "Gewonnen", Probability=100),
        deal("5", "Verloren", Probability=0), deal("6", "Negotiation/Review", Probability=60),
        deal("7", "Closed Elsewhere", Probability=50),
        deal("8", "Closed Won", Account_Name=None, Contact_Name=None, account_id=ACME,
             contact_id=TWO, Currency="usd"),
    ],
    POTENTIALS: [
        {"id": "1", "Potential_Name": "Old beans", "Stage": "Negotiation/Review",
         "Created_Time": CREATED, "Contact_Name": lookup(ONE, "Ann Lee")},
        {"id": "20", "Potential_Name": "Old machine", "Stage": "Closed Won", "Amount": "20",
         "Closing_Date": "2019-05-01", "Created_Time": "2019-04-01T09:00:00+02:00",
         "Contact_Name": lookup(ONE, "Ann Lee")},
    ],
}  # fmt: skip


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def built(request, workshop) -> Project:
    """One project of all the stories, on each engine."""
    project = workshop.project(RAW, engine=request.param, vars=VARS)
    result = project.build("staging.zoho +marts.core", data_tests=False)
    assert result.success, result.message
    yield project
    workshop.release(project)


def test_a_lookup_is_json_or_flattened_or_only_a_name(built):
    assert values(
        built,
        """
        select source_contact_id, company_record_key, company_name, owner
        from crm_staging.stg_zoho__contacts where rejection is null order by 1
        """,
    ) == [
        (ONE, f"zoho:{ACME}", None, "Olga Sales"),
        (TWO, f"zoho:{ACME}", None, "Olaf Sales"),
        (THREE, None, "Cem & Sons", None),
        (FOUR, f"zoho:{HOLDING}", None, None),
        (FIVE, None, None, None),
    ]


def test_ids_of_19_digits_stay_exact(built):
    assert values(
        built,
        "select contact_record_key from crm_core.contact_records order by 1",
    ) == [(f"zoho:{key}",) for key in (ONE, TWO, THREE, FOUR, FIVE, LEAD_ONE, LEAD_TWO,
                                       LEAD_THREE)]  # fmt: skip


def test_times_with_an_offset_are_utc(built):
    # half an hour before midnight in UTC
    assert values(
        built,
        """
        select created_at, birth_on, city, postal_code, country
        from crm_core.contacts where email = 'ann@zoho.example'
        """,
    ) == [(datetime(2026, 1, 5, 9), date(1990, 2, 3), "Pune", "0411001", "IN")]
    assert values(
        built,
        f"""
        select created_at from crm_core.contact_records where source_contact_id = '{ONE}'
        """,
    ) == [(datetime(2026, 2, 28, 23, 59),)]


def test_a_converted_lead_is_the_contact_it_became(built):
    assert values(
        built,
        """
        select source_contact_id, merged_into_record_key, lead_status, lifecycle_stage
        from crm_staging.stg_zoho__leads order by 1
        """,
    ) == [
        (LEAD_ONE, f"zoho:{ONE}", "converted", None),
        (LEAD_TWO, None, "Junk Lead", "lead"),
        (LEAD_THREE, None, "converted", None),
    ]
    assert values(
        built,
        """
        select email, record_count, lead_status, source_channel, company_name
        from crm_core.contacts where record_count = 2 or lead_status = 'unqualified' order by 1
        """,
    ) == [
        ("ann@zoho.example", 2, "converted", "offline", "Acme Ltd"),
        ("flo@zoho.example", 1, "unqualified", "referral", "Flo KG"),
    ]


def test_accounts_are_companies(built):
    assert values(
        built,
        """
        select source_company_id, parent_record_key, company_name, employee_count, annual_revenue
        from crm_staging.stg_zoho__companies order by 1
        """,
    ) == [
        (ACME, f"zoho:{HOLDING}", "Acme Ltd", 50, Decimal("1000000.0000")),
        (HOLDING, None, "Holding", None, None),
    ]


def test_stages_and_else_the_probability_say_what_is_won(built):
    assert values(
        built,
        """
        select source_deal_id, contact_record_key, company_record_key, pipeline, deal_status,
            currency, closed_at
        from crm_staging.stg_zoho__deals where rejection is null
        order by cast(source_deal_id as integer)
        """,
    ) == [
        (key, f"zoho:{who}", f"zoho:{ACME}" if company else None, pipeline, status, currency,
         closed)
        for key, who, company, pipeline, status, currency, closed in [
            ("1", ONE, True, "Standard", "won", "EUR", datetime(2026, 3, 1)),
            ("2", ONE, True, "Resale", "lost", "EUR", datetime(2026, 3, 1)),
            ("3", ONE, True, None, "lost", "EUR", datetime(2026, 3, 1)),
            ("4", ONE, True, None, "won", "EUR", datetime(2026, 3, 1)),
            ("5", ONE, True, None, "lost", "EUR", datetime(2026, 3, 1)),
            ("6", ONE, True, None, "open", "EUR", None),
            ("7", ONE, True, None, "Closed Elsewhere", "EUR", datetime(2026, 3, 1)),
            ("8", TWO, True, None, "won", "USD", datetime(2026, 3, 1)),
            ("20", ONE, False, None, "won", "EUR", datetime(2019, 5, 1)),
        ]
    ]  # fmt: skip
    # what was won, by somebody and for an amount, is what was sold
    assert values(
        built,
        """
        select count(*) from crm_core.orders
        where is_revenue and order_key in (
            select deal_key from crm_core.deals where deal_status = 'won'
        )
        """,
    ) == [(2,)]


def test_potentials_are_the_deals_of_older_connections(built):
    assert values(
        built,
        """
        select source_deal_id, deal_name, amount from crm_core.deals
        where deal_name is not null order by 1
        """,
    ) == [("1", "Beans", Decimal("100.5000")), ("20", "Old machine", Decimal("20.0000"))]


def test_tags_are_taken_out_of_their_array(built):
    assert values(
        built,
        """
        select contact_record_key, tag from crm_staging.stg_zoho__tags
        where rejection is null order by 1, 2
        """,
    ) == [
        (f"zoho:{ONE}", "Fair"), (f"zoho:{ONE}", "VIP"), (f"zoho:{TWO}", "VIP"),
        (f"zoho:{FIVE}", "late"),
    ]  # fmt: skip


def test_an_opt_out_denies_and_its_absence_permits_nothing(built):
    assert values(
        built,
        """
        select contact_record_key, consent_status, evidence, occurred_at
        from crm_staging.stg_zoho__unsubscribes order by 1
        """,
    ) == [
        (f"zoho:{TWO}", "unsubscribed", "Consent form", datetime(2026, 3, 1, 4, 30)),
        (f"zoho:{LEAD_TWO}", "unsubscribed", "Manual", datetime(2026, 2, 1, 8)),
    ]
    assert values(
        built,
        """
        select email, channel, purpose, permission_status, is_permitted
        from crm_core.contact_permissions join crm_core.contacts using (contact_id) order by 1
        """,
    ) == [
        ("bob@zoho.example", "email", "marketing", "denied", False),
        ("flo@zoho.example", "email", "marketing", "denied", False),
    ]


def test_what_cannot_be_used_is_listed(built):
    assert rejected(built) == [
        ("companies", HOLDING, "employees", "is not a whole number of at least 0"),
        ("contacts", FIVE, "id", "older version of a row"),
        ("deals", "1", "id", "is in Deals too, the newer name of Potentials"),
    ]
    assert values(
        built, "select raw_value from crm_core.unmapped_values order by 1"
    ) == [("closed elsewhere",)]  # fmt: skip
    assert values(
        built,
        f"select is_deleted from crm_core.contact_records where source_contact_id = '{FOUR}'",
    ) == [(True,)]


def test_fivetran_flattens_the_lookups(make_project):
    project = make_project(
        {
            "zoho/contact": [
                {"id": ONE, "email": "ann@zoho.example", "account_id": ACME, "last_name": "Lee",
                 "account_name": "Acme Ltd", "owner_name": "Olga", "email_opt_out": True,
                 "created_time": "2026-01-05 09:00:00"},
                {"id": TWO, "email": "bob@zoho.example", "_fivetran_deleted": True},
            ],
            "zoho/account": [{"id": ACME, "account_name": "Acme Ltd"}],
            "zoho/deal": [
                {"id": "1", "deal_name": "Beans", "stage": "Closed Won", "amount": "9.5",
                 "closing_date": "2026-02-01", "account_id": ACME, "contact_id": ONE,
                 "created_time": "2026-01-05 09:00:00"},
            ],
        },
        vars=VARS | {"zoho__connector": "fivetran"},
    )  # fmt: skip

    result = project.build("+deals +contacts +companies", data_tests=False)

    assert result.success, result.message
    assert values(
        project,
        """
        select email, contacts.company_name, is_email_opted_out, deal_status, amount
        from crm_core.contacts left join crm_core.deals using (contact_id) order by 1
        """,
    ) == [
        ("ann@zoho.example", "Acme Ltd", True, "won", Decimal("9.5000")),
        ("bob@zoho.example", None, False, None, None),
    ]


def test_what_is_not_required_may_be_missing(make_project, engine):
    tables = bare_tables("zoho", "airbyte")
    del tables[POTENTIALS]  # the deal of the same id
    project = make_project(tables, engine=engine, vars=VARS)

    result = project.build("staging.zoho +marts.core", data_tests=False)

    assert result.success, result.message
    assert set(tables) == {CONTACTS, LEADS, ACCOUNTS, DEALS}
    assert rejected(project) == []
    assert values(
        project, "select deal_status, closed_at, amount from crm_staging.stg_zoho__deals"
    ) == [("open", None, None)]


@pytest.mark.slow
def test_contacts_alone_are_enough(make_project):
    project = make_project({CONTACTS: f"id\n{ONE}\n"}, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert len(project.query("select * from crm_features.contact_features")) == 1


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_people_are_found(make_project, engine):
    project = make_project(ROOT / "data" / "sample", engine=engine, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "zoho")
    assert_won_deals_are_the_revenue(project)
    deals = build_world().deals
    assert values(
        project,
        "select deal_status, sum(amount), count(*) from crm_core.deals group by 1 order by 1",
    ) == [
        (status, sum(mine), len(mine))
        for status in ("lost", "open", "won")
        if (mine := [deal.amount for deal in deals if deal.status == status])
    ]
