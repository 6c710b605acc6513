"""Stripe: its quirks as a few raw rows, and that one sale counts once beside a shop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from project import ROOT, Project
from systems.raw_rows import built_once, rejected, values
from systems.truth import assert_people_are_found, true_revenue

VARS = {"crm_sources": ["stripe"]}
CREATED = "2026-01-05 09:00:00"


def charge(key, amount, currency="eur", **fields) -> dict:
    return {"id": key, "customer_id": "cus_1", "amount": amount, "currency": currency,
            "status": "succeeded", "created": CREATED, "livemode": True} | fields  # fmt: skip


def invoice(key, total, **fields) -> dict:
    return {"id": key, "customer_id": "cus_1", "total": total, "currency": "eur",
            "status": "paid", "created": CREATED, "livemode": True} | fields  # fmt: skip


FIVETRAN = {
    "stripe/customer": [
        {"id": "cus_1", "email": "ann@stripe.example", "name": "Ann van der Berg",
         "address_city": "Graz", "address_country": "AT", "created": CREATED},
        {"id": "cus_2", "email": "Ann@Stripe.example", "name": "Ann", "created": CREATED},
        {"id": "cus_3", "email": None, "is_deleted": True, "created": CREATED},
    ],
    "stripe/charge": [
        charge("ch_eur", 1234),
        charge("ch_usd", 5000, "usd", amount_refunded=1250, customer_id="cus_2"),
        charge("ch_jpy", 5000, "jpy"),
        charge("ch_kwd", 5000, "kwd"),
        charge("ch_test", 9900, livemode=False),
        charge("ch_failed", 9900, status="failed"),
        charge("ch_reserved", 9900, captured=False),
        charge("ch_guest", 700, customer_id=None, billing_detail_email="Guest@Stripe.example"),
        charge("ch_invoiced", 8000, invoice_id="in_paid", amount_refunded=500),
        charge("ch_odd", "12.x"),
    ],
    "stripe/invoice": [
        invoice("in_paid", 8000, subtotal=7000, tax=1000,
                status_transitions_paid_at="2026-01-07 09:00:00"),
        invoice("in_open", 4000, status="open"),
        invoice("in_void", 4100, status="void"),
        invoice("in_bad_debt", 4200, status="uncollectible"),
        invoice("in_test", 4300, livemode=False),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def charges(workshop, engine) -> Iterator[Project]:
    """Charges are orders, on each engine."""
    yield from built_once(
        workshop, FIVETRAN, "staging.stripe +marts.core", engine=engine, vars=VARS
    )


@pytest.fixture(scope="module")
def invoices(workshop, engine) -> Iterator[Project]:
    """Invoices, and charges without one, are orders, on each engine."""
    yield from built_once(
        workshop,
        FIVETRAN,
        "staging.stripe +orders",
        engine=engine,
        vars=VARS | {"stripe__order_grain": "invoice"},
    )


def test_amounts_are_in_the_smallest_unit_that_a_currency_has(charges):
    assert values(
        charges,
        """
        select source_order_id, currency, total_amount, refunded_amount
        from crm_staging.stg_stripe__charges
        where source_order_id in ('ch_eur', 'ch_usd', 'ch_jpy', 'ch_kwd') order by 1
        """,
    ) == [
        ("ch_eur", "EUR", Decimal("12.3400"), Decimal("0.0000")),
        ("ch_jpy", "JPY", Decimal("5000.0000"), Decimal("0.0000")),
        ("ch_kwd", "KWD", Decimal("5.0000"), Decimal("0.0000")),
        ("ch_usd", "USD", Decimal("50.0000"), Decimal("12.5000")),
    ]


def test_only_real_money_that_was_taken_is_revenue(charges):
    assert values(
        charges,
        """
        select source_order_id, order_status, is_test, is_revenue
        from crm_core.orders order by 1
        """,
    ) == [
        ("ch_eur", "completed", False, True),
        ("ch_failed", "cancelled", False, False),
        ("ch_guest", "completed", False, True),
        ("ch_invoiced", "completed", False, True),
        ("ch_jpy", "completed", False, True),
        ("ch_kwd", "completed", False, True),
        ("ch_reserved", "pending", False, False),
        ("ch_test", "completed", True, False),
        ("ch_usd", "completed", False, True),
    ]
    assert rejected(charges) == [("charges", "ch_odd", "amount", "is not a number")]


def test_customers_of_one_address_are_one_contact_and_a_guest_is_known_by_the_receipt(charges):
    assert values(
        charges,
        """
        select email, first_name, last_name, city, country, record_count, is_guest, is_archived
        from crm_core.contacts order by email nulls last
        """,
    ) == [
        ("ann@stripe.example", "Ann", "van der Berg", "Graz", "AT", 2, False, False),
        ("guest@stripe.example", None, None, None, None, 1, True, False),
        (None, None, None, None, None, 1, False, True),
    ]


def test_an_invoice_and_its_charge_count_once(charges, invoices):
    sales = """
        select source_order_id, net_amount from crm_core.orders
        where is_revenue and currency = 'EUR' order by 1
    """
    assert values(charges, sales) == [
        ("ch_eur", Decimal("12.3400")),
        ("ch_guest", Decimal("7.0000")),
        ("ch_invoiced", Decimal("75.0000")),
    ]
    assert values(invoices, sales) == [
        ("ch_eur", Decimal("12.3400")),
        ("ch_guest", Decimal("7.0000")),
        ("in_paid", Decimal("75.0000")),
    ]
    assert values(
        invoices,
        """
        select source_order_id, order_status, is_test, ordered_at from crm_core.orders
        where source_order_id like 'in_%' order by 1
        """,
    ) == [
        ("in_bad_debt", "cancelled", False, datetime(2026, 1, 5, 9)),
        ("in_open", "pending", False, datetime(2026, 1, 5, 9)),
        ("in_paid", "completed", False, datetime(2026, 1, 7, 9)),
        ("in_test", "completed", True, datetime(2026, 1, 5, 9)),
        ("in_void", "cancelled", False, datetime(2026, 1, 5, 9)),
    ]


def test_airbyte_counts_seconds_and_keeps_objects_whole(make_project, engine):
    second = 1767603600  # 2026-01-05 09:00:00
    project = make_project(
        {
            "stripe/customers": [
                {"id": "cus_1", "email": "ann@stripe.example", "created": second,
                 "address": json.dumps({"city": "Graz", "country": "AT"})},
            ],
            "stripe/charges": [
                {"id": "ch_1", "customer": None, "invoice": None, "amount": 1000,
                 "currency": "eur", "status": "succeeded", "created": second, "livemode": True,
                 "billing_details": json.dumps({"email": "guest@stripe.example"})},
                {"id": "ch_2", "customer": "cus_1", "invoice": "in_1", "amount": 2000,
                 "currency": "eur", "status": "succeeded", "created": second, "livemode": True},
            ],
            "stripe/invoices": [
                {"id": "in_1", "customer": "cus_1", "total": 2000, "currency": "eur",
                 "status": "paid", "created": second,
                 "status_transitions": json.dumps({"paid_at": second + 60})},
            ],
        },
        engine=engine,
        vars=VARS | {"stripe__connector": "airbyte", "stripe__order_grain": "invoice"},
    )  # fmt: skip
    result = project.build("staging.stripe +orders +contacts", data_tests=False)
    assert result.success, result.message
    assert values(
        project,
        """
        select orders.source_order_id, contacts.email, contacts.city, orders.ordered_at,
            orders.net_revenue
        from crm_core.orders as orders join crm_core.contacts as contacts using (contact_id)
        order by 1
        """,
    ) == [
        ("ch_1", "guest@stripe.example", None, datetime(2026, 1, 5, 9), Decimal("10.0000")),
        ("in_1", "ann@stripe.example", "Graz", datetime(2026, 1, 5, 9, 1), Decimal("20.0000")),
    ]


# ---- beside a shop

SHOP_AND_STRIPE = {
    "woocommerce/orders": [
        {"id": 1, "status": "completed", "total": "12.34", "currency": "EUR", "customer_id": 0,
         "billing": json.dumps({"email": "ann@stripe.example"}),
         "date_created_gmt": "2026-01-04T20:00:00"},
    ],
    "stripe/charge": [charge("ch_1", 1234, customer_id=None, receipt_email="ann@stripe.example")],
}  # fmt: skip


@pytest.fixture(scope="module")
def shop_and_stripe(workshop) -> Iterator[Project]:
    """One order in the shop, its payment in Stripe."""
    yield from built_once(
        workshop, SHOP_AND_STRIPE, "+orders", vars={"crm_sources": ["woocommerce", "stripe"]}
    )


@pytest.mark.parametrize(
    ("variables", "counted", "failed"),
    [
        ({}, {"shop"}, []),
        ({"revenue_sources": ["billing"]}, {"billing"}, []),
        (
            {"revenue_sources": ["shop", "billing"]},
            {"shop", "billing"},
            ["assert_no_sale_counts_twice"],
        ),
        (
            {"revenue_sources": ["shop", "billing"], "revenue_overlap_allowed": True},
            {"shop", "billing"},
            [],
        ),
    ],
    ids=["the shop by default", "as listed", "both are stopped", "both are allowed"],
)
def test_a_sale_of_the_shop_and_its_payment_count_once(shop_and_stripe, variables, counted, failed):
    result = shop_and_stripe.build("orders assert_no_sale_counts_twice", vars=variables)
    assert result.failed == failed, result.message
    assert {
        row[0]
        for row in values(
            shop_and_stripe, "select revenue_class from crm_core.orders where is_revenue"
        )
    } == counted


def test_a_class_that_nobody_knows_stops_the_build(make_project):
    project = make_project(
        SHOP_AND_STRIPE, vars={"crm_sources": ["stripe"], "revenue_sources": ["shops"]}
    )
    result = project.build("stg_stripe__charges")
    assert not result.success
    assert result.message == (
        "revenue_sources is ['shops']. Make it a list of the classes of systems that count "
        "revenue: shop, billing, crm. Empty: the first of them that has any."
    )


# ---- the sample


@pytest.mark.slow
@pytest.mark.parametrize("grain", ["charge", "invoice"])
def test_the_sample_builds_alone_and_its_revenue_is_true_to_the_cent(make_project, engine, grain):
    project = make_project(
        ROOT / "data" / "sample", engine=engine, vars=VARS | {"stripe__order_grain": grain}
    )
    result = project.build()
    assert result.success, result.message
    assert values(
        project,
        "select currency, sum(net_amount) from crm_core.orders where is_revenue"
        " group by 1 order by 1",
    ) == sorted(true_revenue("stripe").items())
    assert_people_are_found(project, "stripe")


@pytest.mark.slow
def test_charges_of_the_required_columns_are_enough(make_project):
    project = make_project(
        {
            "stripe/charge": [
                {"id": "ch_1", "amount": 100, "currency": "eur", "status": "succeeded",
                 "created": CREATED, "receipt_email": "ann@stripe.example"},
            ]
        },
        vars=VARS,
    )  # fmt: skip
    result = project.build()
    assert result.success, result.message
    assert values(project, "select net_revenue, is_test from crm_core.orders") == [
        (Decimal("1.0000"), False)
    ]
