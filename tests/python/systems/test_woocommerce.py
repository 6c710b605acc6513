"""WooCommerce: its quirks, each as a few raw rows as Airbyte lands them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from project import ROOT, Project
from systems.raw_rows import built_once, rejected, values
from systems.truth import assert_people_are_found

VARS = {"crm_sources": ["woocommerce"], "woocommerce__timezone": "Europe/Berlin"}


def order(key, total, status="processing", **fields) -> dict:
    """An order; money is text, arrays are JSON text, as they are landed."""
    row = {"id": key, "status": status, "currency": "EUR", "total": total, "customer_id": 1,
           "date_created": "2026-01-05T10:00:00", "date_created_gmt": "2026-01-05T09:00:00",
           "billing": {"email": "ann@woo.example"}, "line_items": [], "refunds": [],
           "coupon_lines": [], "meta_data": []} | fields  # fmt: skip
    return {
        name: json.dumps(value) if isinstance(value, (dict, list)) else value
        for name, value in row.items()
    }


RAW = {
    "woocommerce/customers": [
        {"id": 1, "email": "ann@woo.example", "first_name": "Ann", "last_name": None,
         "is_paying_customer": True, "date_created_gmt": "2025-01-01T08:00:00",
         "billing": json.dumps({"last_name": "Huber", "company": "Huber KG", "city": "Graz",
                                "state": "ST", "country": "AT", "postcode": "08010",
                                "phone": "+43 316 123456", "email": "billing@woo.example"})},
        {"id": 2, "email": "new@woo.example", "is_paying_customer": False, "billing": "{}",
         "date_created_gmt": None, "date_created": "2025-07-01T08:00:00"},
    ],
    "woocommerce/orders": [
        order(100, "55.50", total_tax="5.50", shipping_total="4.00", discount_total="6.00",
              created_via="checkout",
              coupon_lines=[{"id": 1, "code": "spring"}, {"id": 2, "code": "friend"}],
              meta_data=[{"id": 7, "key": "_wc_order_attribution_utm_source", "value": "google"},
                         {"id": 8, "key": "_wc_order_attribution_utm_medium", "value": "cpc"},
                         {"id": 9, "key": "_plugin", "value": {"a": [1, 2]}}],
              line_items=[{"id": 1, "product_id": 81, "sku": "E-250", "quantity": 4,
                           "subtotal": "52.00", "total": "46.00", "price": 11.5},
                          {"id": 2, "product_id": 0, "quantity": 0, "total": "1.00"},
                          {"id": 3, "product_id": 81, "quantity": "none", "total": "1.00"}]),
        # a guest; no time in UTC, so the site's counts: winter and summer
        order(101, "20.00", customer_id=0, billing={"email": "Guest@Woo.example"},
              date_created_gmt=None, date_created="2026-01-05T00:30:00"),
        order(102, "21.00", date_created_gmt=None, date_created="2025-07-05T00:30:00"),
        order(103, "30.00", status="completed", refunds=[{"id": 1, "total": "-10.00"},
                                                         {"id": 2, "total": "-2.50"}]),
        order(104, "31.00", status="refunded", refunds=[{"id": 3, "total": "-31.00"}]),
        order(105, "32.00", status="refunded"),
        order(106, "33.00", status="wc-completed"),
        order(107, "34.00", status="wc-on-hold"),
        order(108, "35.00", status="pending"),
        order(109, "36.00", status="failed"),
        order(110, "37.00", status="trash"),
        order(111, "38.00", status="checkout-draft", customer_id=0, billing={}),
        order(112, "39.00", status="shipped-by-plugin"),
        # appended versions: of the newer one, its lines too
        order(113, "40.00", status="pending", date_modified_gmt="2026-01-05T09:00:00",
              line_items=[{"id": 4, "quantity": 1, "total": "40.00"},
                          {"id": 5, "quantity": 1, "total": "9.00"}]),
        order(113, "41.00", date_modified_gmt="2026-01-06T09:00:00",
              line_items=[{"id": 4, "quantity": 1, "total": "41.00"}]),
        order(114, "free"),
        order(115, "42.00", refunds=[{"id": 4, "total": "some"}]),
    ],
    "woocommerce/products": [
        {"id": 81, "name": "Espresso", "sku": "E-250", "price": "", "regular_price": "13.00",
         "status": "publish", "categories": json.dumps([{"id": 30, "name": "Single origin"},
                                                        {"id": 9, "name": "Coffee"}])},
        {"id": 82, "name": "Mug", "price": "8.00", "status": "draft", "categories": "[]"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def built(workshop, engine) -> Iterator[Project]:
    """One project of all the stories, on each engine."""
    yield from built_once(
        workshop, RAW, "staging.woocommerce +marts.core", engine=engine, vars=VARS
    )


def test_statuses_refunds_and_text_money_make_the_revenue(built):
    assert values(
        built,
        """
        select source_order_id, order_status, net_revenue from crm_core.orders order by 1
        """,
    ) == [
        ("100", "completed", Decimal("55.5000")),
        ("101", "completed", Decimal("20.0000")),
        ("102", "completed", Decimal("21.0000")),
        ("103", "completed", Decimal("17.5000")),
        ("104", "refunded", Decimal("0.0000")),
        ("105", "refunded", Decimal("0.0000")),
        ("106", "completed", Decimal("33.0000")),
        ("107", "pending", Decimal("0.0000")),
        ("108", "pending", Decimal("0.0000")),
        ("109", "cancelled", Decimal("0.0000")),
        ("110", "cancelled", Decimal("0.0000")),
        ("112", "other", Decimal("0.0000")),
        ("113", "completed", Decimal("41.0000")),
        ("115", "completed", Decimal("42.0000")),
    ]


def test_customer_0_is_a_guest_and_the_site_s_time_is_not_utc(built):
    assert values(
        built,
        """
        select source_order_id, contact_record_key, email, ordered_at
        from crm_staging.stg_woocommerce__orders where source_order_id in ('100', '101', '102')
        order by 1
        """,
    ) == [
        ("100", "woocommerce:1", "ann@woo.example", datetime(2026, 1, 5, 9)),
        ("101", None, "Guest@Woo.example", datetime(2026, 1, 4, 23, 30)),
        ("102", "woocommerce:1", "ann@woo.example", datetime(2025, 7, 4, 22, 30)),
    ]
    assert values(
        built,
        """
        select email, last_name, company_name, city, region, country, postal_code, phone,
            lifecycle_stage, created_at
        from crm_staging.stg_woocommerce__contacts order by 1
        """,
    ) == [
        ("ann@woo.example", "Huber", "Huber KG", "Graz", "ST", "AT", "08010", "+43 316 123456",
         "customer", datetime(2025, 1, 1, 8)),
        ("new@woo.example", None, None, None, None, None, None, None, None,
         datetime(2025, 7, 1, 6)),
    ]  # fmt: skip


def test_arrays_in_an_order_are_lines_coupons_and_where_it_came_from(built):
    assert values(
        built,
        """
        select order_item_key, order_key, product_key, quantity, unit_price, discount_amount,
            line_amount
        from crm_staging.stg_woocommerce__order_items where rejection is null order by 1
        """,
    ) == [
        ("woocommerce:1", "woocommerce:100", "woocommerce:81", Decimal("4.0000"),
         Decimal("13.0000"), Decimal("6.0000"), Decimal("46.0000")),
        ("woocommerce:2", "woocommerce:100", None, Decimal("0.0000"), None, Decimal("0.0000"),
         Decimal("1.0000")),
        ("woocommerce:4", "woocommerce:113", None, Decimal("1.0000"), Decimal("41.0000"),
         Decimal("0.0000"), Decimal("41.0000")),
    ]  # fmt: skip
    assert values(
        built,
        """
        select subtotal_amount, discount_amount, utm_source, utm_medium, utm_campaign,
            coupon_code, channel
        from crm_staging.stg_woocommerce__orders where source_order_id = '100'
        """,
    ) == [
        (Decimal("52.0000"), Decimal("6.0000"), "google", "cpc", None, "friend;spring", "checkout")
    ]
    assert values(
        built,
        """
        select product_name, category, unit_price, is_active
        from crm_staging.stg_woocommerce__products order by source_product_id
        """,
    ) == [
        ("Espresso", "Coffee", Decimal("13.0000"), True),
        ("Mug", None, Decimal("8.0000"), False),
    ]


def test_an_order_never_paid_is_a_cart(built):
    assert values(built, "select cart_key, is_recovered from crm_core.carts order by 1") == [
        ("woocommerce:108", False),
        ("woocommerce:109", False),
    ]
    # nobody's: neither account nor address
    assert values(
        built,
        "select contact_record_key, email from crm_staging.stg_woocommerce__carts"
        " where cart_key = 'woocommerce:111'",
    ) == [(None, None)]


def test_faults_are_listed_wherever_they_lie(built):
    assert rejected(built) == [
        ("joined_tables", "order_refund 4", "total", "is not a number"),
        ("order_items", "3", "quantity", "is not a number of at least 0"),
        ("orders", "113", "id", "older version of a row"),
        ("orders", "114", "total", "is not a number"),
    ]


@pytest.mark.slow
def test_orders_of_the_required_columns_are_enough(make_project, engine):
    project = make_project(
        {
            "woocommerce/orders": [
                {"id": 1, "status": "completed", "total": "10.00",
                 "date_created": "2026-01-05T10:00:00"},
            ]
        },
        engine=engine,
        vars={"crm_sources": ["woocommerce"]},
    )  # fmt: skip
    result = project.build()
    assert result.success, result.message
    assert values(
        project,
        "select total_amount, refunded_amount, ordered_at from crm_staging.stg_woocommerce__orders",
    ) == [(Decimal("10.0000"), Decimal("0.0000"), datetime(2026, 1, 5, 10))]


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_revenue_is_true_to_the_cent(make_project, engine):
    project = make_project(
        ROOT / "data" / "sample", engine=engine, vars={"crm_sources": ["woocommerce"]}
    )
    result = project.build()
    assert result.success, result.message

    with (ROOT / "data" / "truth" / "order_truth.csv").open() as file:
        truth = [
            (row["order_id"], Decimal(row["net_amount"]))
            for row in csv.DictReader(file)
            if row["system"] == "woocommerce" and row["is_revenue"] == "true"
        ]
    assert sorted(truth) == values(
        project,
        "select source_order_id, net_amount from crm_core.orders where is_revenue order by 1",
    )
    assert_people_are_found(project, "woocommerce")
