"""Shopify: its quirks, each as a few raw rows in the shapes that the connectors land them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import polars
import pytest
from conftest import REFERENCE_DATA
from project import ROOT, Project
from systems.raw_rows import built_once, rejected, values
from systems.truth import assert_people_are_found

VARS = {"crm_sources": ["shopify"]}
CREATED = "2026-01-05 09:00:00"


def order(key, total, **fields) -> dict:
    """An order of Fivetran's REST layout; paid unless said."""
    return {"id": key, "total_price": total, "currency": "EUR", "financial_status": "paid",
            "created_at": CREATED, "customer_id": 1} | fields  # fmt: skip


def line(key, order_id, **fields) -> dict:
    return {"id": key, "order_id": order_id, "product_id": 81, "quantity": 2, "price": 10} | fields


# ---- Fivetran, REST layout

REST = {
    "shopify/customer": [
        {"id": 1, "email": "ann@rest.example", "accepts_marketing": True,
         "accepts_marketing_updated_at": "2025-02-01 10:00:00", "default_address_id": 12,
         "created_at": CREATED, "updated_at": CREATED},
        # the same person again: a bot, an import, a second checkout
        {"id": 2, "email": "Ann@Rest.example", "accepts_marketing": False, "created_at": CREATED},
        {"id": 3, "email": "ben@rest.example", "accepts_marketing": False,
         "accepts_marketing_updated_at": "2025-03-01 10:00:00", "created_at": CREATED},
        # the new word counts where there is one
        {"id": 4, "email": "cleo@rest.example", "accepts_marketing": True,
         "email_marketing_consent_state": "unsubscribed", "created_at": CREATED},
        {"id": 5, "email": "dan@rest.example", "email_marketing_consent_state": "not_subscribed",
         "sms_marketing_consent_state": "subscribed",
         "sms_marketing_consent_consent_updated_at": "2025-04-01 10:00:00",
         "created_at": CREATED, "_fivetran_deleted": True},
    ],
    "shopify/customer_address": [
        {"id": 11, "customer_id": 1, "city": "Bonn", "country_code": "DE"},
        {"id": 12, "customer_id": 1, "city": "Graz", "country_code": "AT", "zip": "8010",
         "phone": "+43 316 123456"},
    ],
    "shopify/customer_tag": [
        {"customer_id": 1, "index": 1, "value": "VIP; gold"},
        {"customer_id": 1, "index": 2, "value": "wholesale"},
    ],
    "shopify/order": [
        order(100, "50.00", processed_at="2024-05-01 12:00:00", total_discounts="5.00",
              subtotal_price="40.00", total_tax="3.00", checkout_token="tok1",
              total_shipping_price_set=json.dumps({"shop_money": {"amount": "7.00"}}),
              landing_site_base_url="/a?utm_source=ignored&utm_campaign=sale+may%20day#x"),
        order(101, "20.00", customer_id=None, email="Guest@Rest.example", source_name="pos",
              buyer_accepts_marketing=True),
        order(102, "30.00", test=True),
        order(103, "31.00", financial_status="voided"),
        order(104, "32.00", cancelled_at="2026-01-06 09:00:00"),
        order(105, "33.00", financial_status="pending"),
        order(106, "60.00", financial_status="partially_refunded"),
        order(107, "61.00", financial_status="refunded"),
        order(108, "62.00", financial_status="partially_refunded"),
        order(109, "63.00", financial_status="refunded"),
        order(110, "64.00", _fivetran_deleted=True),
        order(111, "65.00", customer_id=99, email=None),
        order(112, "oops"),
    ],
    "shopify/order_line": [
        line(1001, 100, total_discount="2.50"),
        line(1002, 100, quantity=1, price="22.50", gift_card=True),
        line(1003, 106, quantity=3, price="15.00"),
        line(1004, 106, quantity="-1"),
    ],
    "shopify/order_discount_code": [
        {"order_id": 100, "index": 1, "code": "SPRING"},
        {"order_id": 100, "index": 2, "code": "FRIEND"},
    ],
    "shopify/order_url_tag": [
        {"order_id": 100, "key": "utm_source", "value": "google"},
        {"order_id": 100, "key": "utm_medium", "value": "cpc"},
        {"order_id": 100, "key": "gclid", "value": "x"},
    ],
    "shopify/refund": [
        {"id": 500, "order_id": 106}, {"id": 501, "order_id": 106},
        {"id": 502, "order_id": 107}, {"id": 503, "order_id": 108},
    ],
    "shopify/order_line_refund": [
        # 15 + 3 tax of goods, of which 4 were kept; then 15 + 3 with 5 of shipping
        {"id": 601, "refund_id": 500, "order_line_id": 1003, "quantity": 1, "subtotal": 15,
         "total_tax": 3},
        {"id": 602, "refund_id": 501, "order_line_id": 1003, "quantity": 1, "subtotal": 15,
         "total_tax": 3},
        {"id": 603, "refund_id": 500, "order_line_id": 1003, "quantity": 1, "subtotal": "much"},
    ],
    "shopify/order_adjustment": [
        {"id": 701, "refund_id": 500, "amount": 3, "tax_amount": 1, "kind": "refund_discrepancy"},
        {"id": 702, "refund_id": 501, "amount": -5, "kind": "shipping_refund"},
        {"id": 703, "refund_id": 502, "amount": -61, "kind": "refund_discrepancy"},
    ],
    "shopify/transaction": [
        {"id": 801, "order_id": 108, "refund_id": 503, "kind": "refund", "status": "success",
         "amount": 12},
        {"id": 802, "order_id": 108, "refund_id": 503, "kind": "refund", "status": "failure",
         "amount": 50},
        {"id": 803, "order_id": 108, "kind": "sale", "status": "success", "amount": 62},
    ],
    "shopify/product": [
        {"id": 81, "title": "Espresso", "product_type": "Coffee", "vendor": "Halde",
         "status": "active"},
        {"id": 82, "title": "Mug", "status": "draft"},
        {"id": 83, "title": "Cup", "status": "active", "_fivetran_deleted": True},
    ],
    "shopify/product_variant": [
        {"id": 91, "product_id": 81, "sku": "E-250", "price": "10.00"},
        {"id": 92, "product_id": 81, "sku": "E-1000", "price": "36.00"},
        {"id": 93, "product_id": 82, "sku": "M", "price": "-1"},
    ],
    "shopify/abandoned_checkout": [
        {"id": 901, "token": "tok1", "email": "ann@rest.example", "currency": "eur",
         "total_price": 45, "created_at": "2024-05-01 11:00:00"},
        {"id": 902, "token": "tok2", "customer_id": 3, "currency": "EUR", "total_price": 46,
         "created_at": "2026-06-01 11:00:00"},
        {"id": 903, "token": "tok3", "created_at": CREATED, "_fivetran_deleted": True},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def rest(workshop, engine) -> Iterator[Project]:
    """A shop in Fivetran's REST layout, up to the core, on each engine."""
    yield from built_once(workshop, REST, "staging.shopify +marts.core", engine=engine, vars=VARS)


def test_an_order_counts_by_its_status_and_only_when_it_is_real(rest):
    assert values(
        rest,
        """
        select source_order_id, order_status, is_test, is_revenue, net_revenue
        from crm_core.orders order by source_order_id
        """,
    ) == [
        ("100", "completed", False, True, Decimal("50.0000")),
        ("101", "completed", False, True, Decimal("20.0000")),
        ("102", "completed", True, False, Decimal("0.0000")),
        ("103", "cancelled", False, False, Decimal("0.0000")),
        ("104", "cancelled", False, False, Decimal("0.0000")),
        ("105", "pending", False, False, Decimal("0.0000")),
        ("106", "completed", False, True, Decimal("23.0000")),
        ("107", "refunded", False, False, Decimal("0.0000")),
        ("108", "completed", False, True, Decimal("50.0000")),
        ("109", "refunded", False, False, Decimal("0.0000")),
        ("110", "cancelled", False, False, Decimal("0.0000")),
    ]


def test_what_was_paid_back_is_lines_less_corrections_or_else_the_money_that_moved(rest):
    assert values(
        rest,
        """
        select source_order_id, refunded_amount from crm_staging.stg_shopify__orders
        where refunded_amount > 0 order by 1
        """,
    ) == [
        ("106", Decimal("37.0000")),
        ("107", Decimal("61.0000")),
        ("108", Decimal("12.0000")),
        ("109", Decimal("63.0000")),  # its refund was never landed, the status tells
    ]


def test_an_order_is_described_by_what_led_to_it(rest):
    assert values(
        rest,
        """
        select ordered_at, subtotal_amount, discount_amount, tax_amount, shipping_amount,
            utm_source, utm_medium, utm_campaign, coupon_code
        from crm_staging.stg_shopify__orders where source_order_id = '100'
        """,
    ) == [
        (datetime(2024, 5, 1, 12), Decimal("45.0000"), Decimal("5.0000"), Decimal("3.0000"),
         Decimal("7.0000"), "google", "cpc", "sale may day", "FRIEND;SPRING"),
    ]  # fmt: skip


def test_a_guest_is_a_contact_by_address_and_accounts_of_one_address_are_one(rest):
    assert values(
        rest,
        """
        select contacts.email, contacts.is_guest, contacts.is_archived, contacts.record_count,
            count(orders.order_key)
        from crm_core.contacts as contacts
        left join crm_core.orders as orders using (contact_id)
        group by 1, 2, 3, 4 order by 1
        """,
    ) == [
        ("ann@rest.example", False, False, 2, 10),
        ("ben@rest.example", False, False, 1, 0),
        ("cleo@rest.example", False, False, 1, 0),
        ("dan@rest.example", False, True, 1, 0),
        ("guest@rest.example", True, False, 1, 1),
    ]
    assert values(
        rest,
        """
        select reason from crm_core.rejected_records
        where stage = 'identity' and record_id = 'shopify:111'
        """,
    ) == [("names no contact that is known and no usable e-mail address",)]
    assert values(
        rest,
        "select city, country, postal_code, phone from crm_core.contacts"
        " where email = 'ann@rest.example'",
    ) == [("Graz", "AT", "8010", "+43316123456")]
    assert values(rest, "select tag from crm_core.contact_tags order by tag") == [
        ("vip; gold",),
        ("wholesale",),
    ]


def test_consent_is_the_newest_word_and_silence_is_unknown(rest):
    assert values(
        rest,
        """
        select email, channel, permission_status, is_permitted, decided_at
        from crm_core.contact_permissions join crm_core.contacts using (contact_id)
        where permission_status != 'implied' order by 1, 2
        """,
    ) == [
        ("ann@rest.example", "email", "granted", True, datetime(2025, 2, 1, 10)),
        ("ben@rest.example", "email", "denied", False, datetime(2025, 3, 1, 10)),
        ("cleo@rest.example", "email", "denied", False, None),
        # he said yes, and has been deleted since
        ("dan@rest.example", "sms", "granted", False, datetime(2025, 4, 1, 10)),
        ("guest@rest.example", "email", "granted", True, datetime(2026, 1, 5, 9)),
    ]


def test_lines_carry_their_own_discount_and_what_came_back(rest):
    assert values(
        rest,
        """
        select order_item_key, product_key, unit_price, discount_amount, line_amount,
            refunded_quantity
        from crm_staging.stg_shopify__order_items where rejection is null order by 1
        """,
    ) == [
        ("shopify:1001", "shopify:81", Decimal("10.0000"), Decimal("2.5000"),
         Decimal("17.5000"), Decimal("0.0000")),
        # a gift card says nothing about what somebody likes
        ("shopify:1002", None, Decimal("22.5000"), Decimal("0.0000"), Decimal("45.0000") / 2,
         Decimal("0.0000")),
        ("shopify:1003", "shopify:81", Decimal("15.0000"), Decimal("0.0000"),
         Decimal("45.0000"), Decimal("3.0000")),
    ]  # fmt: skip
    assert values(
        rest,
        """
        select product_name, sku, unit_price, is_active from crm_staging.stg_shopify__products
        order by source_product_id
        """,
    ) == [
        ("Espresso", None, Decimal("10.0000"), True),
        ("Mug", "M", None, False),
        ("Cup", None, None, False),
    ]


def test_a_checkout_that_became_an_order_is_recovered(rest):
    assert values(
        rest,
        """
        select cart_key, email, is_recovered, completed_at, currency
        from crm_core.carts join crm_core.contacts using (contact_id) order by 1
        """,
    ) == [
        ("shopify:901", "ann@rest.example", True, datetime(2024, 5, 1, 12), "EUR"),
        ("shopify:902", "ben@rest.example", False, None, "EUR"),
    ]


def test_faults_are_listed_in_the_tables_that_only_add_to_others_too(rest):
    assert rejected(rest) == [
        ("carts", "903", "is_deleted", "deleted in its system"),
        ("joined_tables", "order_line_refund 603", "subtotal", "is not a number"),
        ("joined_tables", "product_variant 93", "price", "is not a number of at least 0"),
        ("order_items", "1004", "quantity", "is not a number of at least 0"),
        ("orders", "112", "total_price", "is not a number"),
    ]


def test_a_cancelled_order_counts_when_the_variable_says_so(make_project):
    project = make_project(
        {
            "shopify/customer": [{"id": 1, "email": "ann@rest.example"}],
            "shopify/order": [order(104, "32.00", cancelled_at="2026-01-06 09:00:00")],
        },
        vars=VARS | {"shopify__cancelled_orders_count": True},
    )
    result = project.build("+orders", data_tests=False)
    assert result.success, result.message
    assert values(project, "select net_revenue from crm_core.orders") == [(Decimal("32.0000"),)]


# ---- Fivetran, GraphQL layout

GRAPHQL = {
    "shopify/customer": [
        {"id": 1, "email": "ann@graphql.example", "email_marketing_consent_state": "SUBSCRIBED",
         "email_marketing_consent_opt_in_level": "CONFIRMED_OPT_IN",
         "email_marketing_consent_updated_at": "2025-02-01 10:00:00"},
        {"id": 2, "email": None, "email_marketing_consent_state": "REDACTED"},
        {"id": 3, "email": "pat@graphql.example", "email_marketing_consent_state": "PENDING",
         "email_marketing_consent_updated_at": "2025-02-01 10:00:00"},
    ],
    "shopify/customer_address": [
        {"id": 11, "customer_id": 1, "is_default": False, "city": "Bonn", "country_code": "DE"},
        {"id": 12, "customer_id": 1, "is_default": True, "city": "Graz", "country_code": "AT"},
    ],
    "shopify/order": [
        {"id": 100, "customer_id": 1, "created_at": CREATED, "currency_code": "USD",
         "total_price_set_shop_amount": "55.00", "total_price_set_pres_amount": "51.00",
         "subtotal_price_set_shop_amount": "50.00", "total_discounts_set_shop_amount": "2.00",
         "total_shipping_price_set_shop_amount": "5.00", "display_financial_status": "PAID",
         "display_fulfillment_status": "FULFILLED", "test": False},
        {"id": 101, "customer_id": 1, "created_at": CREATED, "currency_code": "USD",
         "total_price_set_shop_amount": "44.00", "display_financial_status": "PARTIALLY_REFUNDED",
         "test": False},
    ],
    "shopify/order_line": [
        {"id": 1001, "order_id": 100, "product_id": 81, "quantity": 3,
         "original_total_set_shop_amount": "30.00", "total_discount_set_shop_amount": "2.00",
         "is_gift_card": False},
    ],
    "shopify/refund": [
        {"id": 500, "order_id": 101, "total_refunded_set_shop_amount": "14.00"},
    ],
    "shopify/order_line_refund": [
        {"id": 601, "refund_id": 500, "order_line_id": 1001, "quantity": 1,
         "subtotal_set_shop_amount": "99.00"},
    ],
    "shopify/customer_visit": [
        {"id": 1, "order_id": 100, "type": "first", "utm_parameters_source": "blog"},
        {"id": 2, "order_id": 100, "type": "last", "utm_parameters_source": "news",
         "utm_parameters_medium": "email", "utm_parameters_campaign": "june"},
    ],
    "shopify/abandoned_checkout": [
        {"id": 901, "customer_id": 1, "created_at": CREATED, "completed_at": "2026-01-05 10:00:00",
         "total_price_set_shop_amount": "20.00", "total_price_set_shop_currency_code": "USD"},
        {"id": 902, "created_at": CREATED, "total_price_set_shop_amount": "21.00",
         "total_price_set_shop_currency_code": "USD"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def graphql(workshop, engine) -> Iterator[Project]:
    """A shop in Fivetran's GraphQL layout, up to the core, on each engine."""
    yield from built_once(
        workshop, GRAPHQL, "staging.shopify +marts.core", engine=engine, vars=VARS
    )


def test_graphql_amounts_are_those_of_the_shop_and_lines_have_totals(graphql):
    assert values(
        graphql,
        """
        select source_order_id, currency, total_amount, subtotal_amount, shipping_amount,
            refunded_amount, order_status, utm_source, utm_medium, utm_campaign
        from crm_staging.stg_shopify__orders order by 1
        """,
    ) == [
        ("100", "USD", Decimal("55.0000"), Decimal("52.0000"), Decimal("5.0000"),
         Decimal("0.0000"), "paid", "news", "email", "june"),
        ("101", "USD", Decimal("44.0000"), None, None, Decimal("14.0000"),
         "partially_refunded", None, None, None),
    ]  # fmt: skip
    assert values(
        graphql,
        """
        select quantity, unit_price, line_amount, refunded_quantity
        from crm_staging.stg_shopify__order_items
        """,
    ) == [(Decimal("3.0000"), Decimal("10.0000"), Decimal("28.0000"), Decimal("1.0000"))]


def test_graphql_words_are_in_capitals_and_a_redacted_person_is_to_be_erased(graphql):
    assert values(
        graphql,
        """
        select contact_record_key, consent_status, evidence
        from crm_staging.stg_shopify__consent_events order by 1
        """,
    ) == [
        ("shopify:1", "subscribed", "customer, confirmed_opt_in"),
        ("shopify:2", "redacted", "customer"),
        ("shopify:3", "pending", "customer"),
    ]
    assert values(
        graphql,
        """
        select contact_record_key, attribute_name, attribute_value
        from crm_staging.stg_shopify__contact_attributes
        """,
    ) == [("shopify:2", "erasure_requested", "true")]
    assert values(
        graphql, "select city from crm_staging.stg_shopify__contacts where source_contact_id = '1'"
    ) == [("Graz",)]


def test_graphql_checkouts_name_a_customer_and_not_an_address(graphql):
    assert values(
        graphql,
        """
        select cart_key, email, is_recovered from crm_core.carts
        join crm_core.contacts using (contact_id)
        """,
    ) == [("shopify:901", "ann@graphql.example", True)]


# ---- Airbyte

AIRBYTE_VARS = VARS | {"shopify__connector": "airbyte"}


def airbyte_order(key, total, **fields) -> dict:
    return {"id": key, "created_at": "2026-01-05T10:00:00+01:00", "total_price": total,
            "updated_at": "2026-01-05T10:00:00+01:00", "currency": "EUR",
            "financial_status": "paid", "customer": {"id": 1, "email": "ann@airbyte.example"},
            "line_items": [], "refunds": [], "discount_codes": [], "test": False,
            } | fields  # fmt: skip


AIRBYTE = {
    "shopify/customers": [
        {"id": 1, "email": "ann@airbyte.example", "tags": "VIP, gold member ,",
         "email_marketing_consent": {"state": "subscribed", "opt_in_level": "single_opt_in",
                                     "consent_updated_at": "2025-02-01T23:30:00-05:00"},
         "sms_marketing_consent": {"state": "unsubscribed", "consent_updated_at": None},
         "default_address": {"id": 12, "city": "Graz", "country_code": "AT",
                             "province": "Styria", "company": "Ann KG"},
         "updated_at": "2025-02-02T00:00:00+01:00"},
        # an older version, appended by an earlier sync
        {"id": 1, "email": "ann.old@airbyte.example", "updated_at": "2025-01-02T00:00:00+01:00"},
    ],
    "shopify/orders": [
        airbyte_order(100, 50.0, landing_site="/?utm_source=google&utm_medium=cpc",
                      discount_codes=[{"code": "SPRING", "amount": "5.00"}],
                      line_items=[{"id": 1001, "product_id": 81, "quantity": 2, "price": "10.00",
                                   "total_discount": "1.00", "gift_card": False},
                                  {"id": 1002, "product_id": None, "quantity": 1,
                                   "price": "31.00"}]),
        # the older version had a line that was edited away, and no refund
        airbyte_order(101, 60.0, line_items=[{"id": 1003, "quantity": 1, "price": "60.00"},
                                             {"id": 1004, "quantity": 9, "price": "9.00"}]),
        airbyte_order(101, 60.0, updated_at="2026-01-09T10:00:00+01:00",
                      financial_status="partially_refunded",
                      line_items=[{"id": 1003, "quantity": 2, "price": "30.00"}],
                      refunds=[{"id": 500,
                                "refund_line_items": [{"id": 601, "line_item_id": 1003,
                                                       "quantity": 1, "subtotal": 25.2,
                                                       "total_tax": 4.8}],
                                "order_adjustments": [{"id": 701, "amount": "-4.10",
                                                       "tax_amount": "-0.90"}],
                                "transactions": [{"id": 801, "kind": "refund",
                                                  "status": "success", "amount": "99.00"}]}]),
        # deleted: a row with an id and nothing else, the last whole row beside it or not
        airbyte_order(102, 70.0),
        {"id": 102, "deleted_at": "2026-01-07T10:00:00+01:00", "deleted_message": "Order deleted"},
        {"id": 103, "deleted_at": "2026-01-07T10:00:00+01:00"},
        # a fault inside an array, and a cell that is no array
        airbyte_order(104, 80.0, line_items=[{"id": 1005, "quantity": "two", "price": "40.00"}]),
        airbyte_order(105, 90.0, line_items="[{broken", current_total_price=80.5),
        airbyte_order(106, 10.0, customer=None, contact_email="guest@airbyte.example"),
    ],
    "shopify/customer_journey_summary": [
        {"order_id": 101, "customer_journey_summary": {
            "first_visit": {"utm_parameters": {"source": "blog"}},
            "last_visit": {"utm_parameters": {"source": "news", "medium": "email"}}}},
    ],
    "shopify/products": [
        {"id": 81, "title": "Espresso", "product_type": "Coffee", "vendor": "Halde",
         "status": "active", "updated_at": "2025-01-01T00:00:00Z"},
        {"id": 81, "deleted_at": "2026-01-01T00:00:00Z"},
    ],
    "shopify/product_variants": [{"id": 91, "product_id": 81, "sku": "E-250", "price": "10.00"}],
    "shopify/abandoned_checkouts": [
        {"id": 901, "token": "t", "created_at": "2026-01-05T10:00:00+01:00", "total_price": "20.5",
         "currency": "EUR", "customer": {"id": 1, "email": "ann@airbyte.example"}},
    ],
}  # fmt: skip


def as_landed(tables: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The tables with nested values as JSON text, as Airbyte puts them into one column."""
    return {
        table: [
            {name: json.dumps(value) if isinstance(value, (dict, list)) else value
             for name, value in row.items()}
            for row in rows
        ]
        for table, rows in tables.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def airbyte(workshop, engine) -> Iterator[Project]:
    """A shop as Airbyte lands it, up to the core, on each engine."""
    yield from built_once(
        workshop,
        as_landed(AIRBYTE),
        "staging.shopify +marts.core",
        engine=engine,
        vars=AIRBYTE_VARS,
    )


def test_airbyte_objects_are_read_field_by_field(airbyte):
    assert values(
        airbyte,
        """
        select email, city, region, country, company_name, tags
        from crm_staging.stg_shopify__contacts where rejection is null
        """,
    ) == [("ann@airbyte.example", "Graz", "Styria", "AT", "Ann KG", "VIP; gold member ;")]
    assert values(airbyte, "select tag from crm_core.contact_tags order by tag") == [
        ("gold member",),
        ("vip",),
    ]
    assert values(
        airbyte,
        """
        select channel, consent_status, occurred_at from crm_staging.stg_shopify__consent_events
        order by 1
        """,
    ) == [("email", "subscribed", datetime(2025, 2, 2, 4, 30)), ("sms", "unsubscribed", None)]


def test_airbyte_arrays_are_tables_of_the_newest_version(airbyte):
    assert values(
        airbyte,
        """
        select order_item_key, order_key, product_key, quantity, line_amount, refunded_quantity
        from crm_staging.stg_shopify__order_items where rejection is null order by 1
        """,
    ) == [
        ("shopify:1001", "shopify:100", "shopify:81", Decimal("2.0000"), Decimal("19.0000"),
         Decimal("0.0000")),
        ("shopify:1002", "shopify:100", None, Decimal("1.0000"), Decimal("31.0000"),
         Decimal("0.0000")),
        ("shopify:1003", "shopify:101", None, Decimal("2.0000"), Decimal("60.0000"),
         Decimal("1.0000")),
    ]  # fmt: skip
    assert values(
        airbyte,
        """
        select source_order_id, order_status, refunded_amount, utm_source, utm_medium, coupon_code
        from crm_staging.stg_shopify__orders where rejection is null order by 1
        """,
    ) == [
        ("100", "paid", Decimal("0.0000"), "google", "cpc", "SPRING"),
        ("101", "partially_refunded", Decimal("35.0000"), "news", "email", None),
        ("102", "deleted", Decimal("0.0000"), None, None, None),
        ("104", "paid", Decimal("0.0000"), None, None, None),
        ("105", "paid", Decimal("9.5000"), None, None, None),
        ("106", "paid", Decimal("0.0000"), None, None, None),
    ]
    assert values(
        airbyte,
        """
        select email, sum(net_revenue) from crm_core.orders join crm_core.contacts
        using (contact_id) group by 1 order by 1
        """,
    ) == [
        ("ann@airbyte.example", Decimal("235.5000")),
        ("guest@airbyte.example", Decimal("10.0000")),
    ]


def test_airbyte_tombstones_and_faults_are_listed(airbyte):
    assert rejected(airbyte) == [
        ("contacts", "1", "id", "older version of a row"),
        ("order_items", "1005", "quantity", "is not a number of at least 0"),
        ("orders", "101", "id", "older version of a row"),
        ("orders", "102", "deleted_at", "deleted in its system; only the id is left"),
        ("orders", "103", "deleted_at", "deleted in its system; only the id is left"),
        ("orders", "105", "line_items", "is not JSON"),
        ("products", "81", "deleted_at", "deleted in its system; only the id is left"),
    ]
    assert values(
        airbyte,
        "select product_name, is_active from crm_staging.stg_shopify__products"
        " where rejection is null",
    ) == [("Espresso", False)]


def test_nested_columns_may_be_structs_and_lists(make_project):
    frame = polars.DataFrame(
        {
            "id": [100],
            "created_at": [datetime(2026, 1, 5, 9)],
            "total_price": [19.0],
            "financial_status": ["paid"],
            "customer": [{"id": 1, "email": "ann@airbyte.example"}],
            "line_items": [[{"id": 1001, "product_id": 81, "quantity": 2, "price": "9.50"}]],
        }
    )
    project = make_project(
        {
            "shopify/customers": [{"id": 1, "email": "ann@airbyte.example"}],
            "shopify/orders.parquet": frame,
        },
        vars=AIRBYTE_VARS,
    )
    result = project.build("stg_shopify__orders stg_shopify__order_items +stg_shopify__orders")
    assert result.success, result.message
    assert values(
        project,
        "select contact_record_key, email, total_amount from crm_staging.stg_shopify__orders",
    ) == [("shopify:1", "ann@airbyte.example", Decimal("19.0000"))]
    assert values(
        project, "select product_key, line_amount from crm_staging.stg_shopify__order_items"
    ) == [("shopify:81", Decimal("19.0000"))]


# ---- what may be absent, several shops, settings

LEAST = {
    "shopify/customer": [{"id": 1}],
    "shopify/order": [
        {"id": 100, "created_at": CREATED, "total_price": 20, "financial_status": "refunded"},
        {"id": 101, "created_at": CREATED, "total_price": 21, "financial_status": "paid"},
    ],
}


@pytest.mark.slow
def test_two_tables_of_the_required_columns_are_enough(make_project, engine):
    project = make_project(LEAST, engine=engine, vars=VARS)
    result = project.build()
    assert result.success, result.message
    assert values(
        project,
        """
        select source_order_id, currency, refunded_amount from crm_staging.stg_shopify__orders
        order by 1
        """,
    ) == [("100", "EUR", Decimal("20.0000")), ("101", "EUR", Decimal("0.0000"))]


def test_two_shops_are_kept_apart_by_the_name_of_the_instance(make_project):
    shop = {
        "customer": [{"id": 1, "email": "ann@two.example"}],
        "order": [order(100, "20.00")],
        "refund": [{"id": 500, "order_id": 100}],
    }
    other = {
        "customer": [{"id": 1, "email": "ben@two.example"}],
        "order": [order(100, "30.00", currency="USD")],
        "order_adjustment": [{"id": 1, "refund_id": 500, "amount": -4}],
    }
    project = make_project(
        {f"{name}/{table}": rows for name, tables in (("shopify", shop), ("outlet", other))
         for table, rows in tables.items()},
        vars=VARS | {"shopify__instances": {"eu": "raw_shopify", "us": "raw_outlet"},
                     "crm_sources": ["shopify"]},
    )  # fmt: skip
    result = project.build("staging.shopify +orders +contacts", data_tests=False)
    assert result.success, result.message
    assert values(
        project,
        """
        select order_key, email, currency, refunded_amount from crm_core.orders
        join crm_core.contacts using (contact_id) order by 1
        """,
    ) == [
        ("shopify/eu:100", "ann@two.example", "EUR", Decimal("0.0000")),
        ("shopify/us:100", "ben@two.example", "USD", Decimal("0.0000")),
    ]


def test_a_connector_that_nobody_knows_stops_the_build(make_project):
    project = make_project(LEAST, vars=VARS | {"shopify__connector": "airbite"})
    result = project.build("stg_shopify__contacts")
    assert not result.success
    assert result.message == (
        "The variable shopify__connector is 'airbite'. Known for this system: fivetran, airbyte."
    )


# ---- the sample, and tables as a connector really lands them


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_revenue_is_true_to_the_cent(make_project, engine):
    project = make_project(ROOT / "data" / "sample", engine=engine, vars=VARS)
    result = project.build()
    assert result.success, result.message

    with (ROOT / "data" / "truth" / "order_truth.csv").open() as file:
        truth = {row["order_id"]: row for row in csv.DictReader(file) if row["system"] == "shopify"}
    built = values(
        project, "select source_order_id, net_amount, is_revenue from crm_core.orders order by 1"
    )
    assert [
        (key, Decimal(row["net_amount"]), row["is_revenue"] == "true")
        for key, row in sorted(truth.items())
        if row["is_revenue"] == "true"
    ] == [row for row in built if row[2]]
    assert len(built) == len(truth)
    assert_people_are_found(project, "shopify")


SHAPES = REFERENCE_DATA / "connector_shapes" / "shopify"


@pytest.mark.reference_data
@pytest.mark.parametrize(
    ("files", "contacts", "orders"),
    [
        (
            {
                "customer": "customer",
                "customer_tag": "customer_tag",
                "order": "order",
                "order_line": "order_line",
                "order_line_refund": "order_line_refund",
                "refund": "refund",
                "transaction": "transaction",
            },
            4,
            8,
        ),
        ({"customer": "gql_customer", "order": "gql_order"}, 10, 9),
    ],
    ids=["rest", "graphql"],
)
def test_tables_of_a_real_connector_are_read(make_project, files, contacts, orders):
    project = make_project(
        {f"shopify/{table}": SHAPES / f"shopify_{file}_data.csv" for table, file in files.items()},
        vars=VARS,
    )
    result = project.build("staging.shopify +rejected_records", data_tests=False)
    assert result.success, result.message
    assert values(project, "select count(*) from crm_staging.stg_shopify__contacts") == [
        (contacts,)
    ]
    assert values(
        project,
        """
        select count(*), count(order_key), count(ordered_at), count(total_amount), count(currency)
        from crm_staging.stg_shopify__orders
        """,
    ) == [(orders,) * 5]
    assert rejected(project) == []
