"""The generic contract: what may be absent, how cells are read, what the variables change."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import polars
import pytest

CONTACTS = "contact_id,email\n1,ann@example.com\n"
ORDERS = "order_id,contact_id,ordered_at,total_amount\n1,1,2026-01-01,10\n"


def test_two_files_of_the_required_columns_are_enough(make_project, engine):
    project = make_project({"contacts": CONTACTS, "orders": ORDERS}, engine=engine)

    result = project.build("+marts.core", data_tests=False)

    assert result.success, result.message
    assert project.query("select order_status, is_revenue, net_revenue from crm_core.orders") == [
        {"order_status": "completed", "is_revenue": True, "net_revenue": Decimal("10.0000")}
    ]


def test_cells_are_read_as_the_contract_says(make_project, engine):
    project = make_project(
        {
            "contacts": (
                "contact_id, E-Mail ,postal_code,phone,is_deleted,created_at,birth_date,tags\n"
                "007,\u00a0ann@example.com\u200b,'01067,'+49 351 1,Y,2026-01-01T08:00:00+05:30,"
                "1990-05-17T00:00:00Z, a ; b;;\n"
                "8,  ,,,0,2026-01-01 08:00,1990-05-17,\n"
                "9,,,,,2026-01-01,,\n"
                "10,,,,,2026-01-01T08:00:00.250Z,,\n"
                "11,,,,,2026-01-01 08:00:00 -0330,,\n"
            ),
            "orders": ORDERS,
        },
        engine=engine,
        vars={
            "csv__column_names": {"contacts": {"email": "E-Mail"}},
            "csv__timezone": "Asia/Shanghai",
        },
    )

    result = project.build("+stg_csv__contacts +contact_tags", data_tests=False)

    assert result.success, result.message
    rows = project.query("""
        select source_contact_id, email, postal_code, phone, is_deleted, created_at, birth_on,
            bad_values
        from crm_staging.stg_csv__contacts order by source_row
    """)
    assert [tuple(row.values()) for row in rows] == [
        (
            "007",
            "ann@example.com",
            "01067",
            "+49 351 1",
            True,
            datetime(2026, 1, 1, 2, 30),
            date(1990, 5, 17),
            None,
        ),
        ("8", None, None, None, False, datetime(2026, 1, 1, 0, 0), date(1990, 5, 17), None),
        ("9", None, None, None, False, datetime(2025, 12, 31, 16, 0), None, None),
        ("10", None, None, None, False, datetime(2026, 1, 1, 8, 0, 0, 250000), None, None),
        ("11", None, None, None, False, datetime(2026, 1, 1, 11, 30), None, None),
    ]
    assert project.query("select tag from crm_core.contact_tags order by tag") == [
        {"tag": "a"},
        {"tag": "b"},
    ]


@pytest.mark.parametrize(
    ("variables", "cell", "expected"),
    [
        ({"csv__date_format": "dmy"}, "5.1.2026 14:05", datetime(2026, 1, 5, 14, 5)),
        ({"csv__date_format": "mdy"}, "1/31/2026", datetime(2026, 1, 31)),
        ({"csv__date_format": "dmy"}, "31/02/2026", None),
        ({"csv__date_format": "dmy"}, "2026-01-05", datetime(2026, 1, 5)),
        ({"csv__timestamp_unit": "s"}, "1767225600", datetime(2026, 1, 1)),
        ({"csv__timestamp_unit": "ms"}, "1767225600250", datetime(2026, 1, 1, 0, 0, 0, 250000)),
    ],
)
def test_variables_say_how_dates_are_written(make_project, variables, cell, expected):
    project = make_project(
        {
            "contacts": f"contact_id,created_at\n1,{cell}\n",
            "orders": ORDERS.replace("2026-01-01", cell),
        },
        vars=variables,
    )

    result = project.build("stg_csv__contacts", data_tests=False)

    assert result.success, result.message
    assert project.query("select created_at from crm_staging.stg_csv__contacts") == [
        {"created_at": expected}
    ]


def test_other_separator_currency_and_extra_columns(make_project, engine):
    project = make_project(
        {
            "contacts": ("contact_id,tags,Shoe Size,source_system\n1,a|b,42,Epic CRM\n2,,,\n"),
            "orders": (
                "order_id,contact_id,ordered_at,total_amount,currency,source_system\n"
                "1,1,2026-01-01,11.65,,Epic CRM\n2,2,2026-01-01,10,eur,\n"
            ),
        },
        engine=engine,
        vars={
            "csv__multi_value_separator": "|",
            "csv__extra_columns": ["Shoe Size"],
            "default_currency": "USD",
        },
    )

    result = project.build("+contact_tags +contact_attributes +orders", data_tests=False)

    assert result.success, result.message
    assert project.query(
        "select order_key, currency, net_revenue from crm_core.orders order by 1"
    ) == [
        {"order_key": "csv:2", "currency": "EUR", "net_revenue": Decimal("10.0000")},
        {"order_key": "epic_crm:1", "currency": "USD", "net_revenue": Decimal("10.0000")},
    ]
    assert project.query(
        "select attribute_name, attribute_value from crm_core.contact_attributes"
    ) == [{"attribute_name": "shoe size", "attribute_value": "42"}]
    assert len(project.query("select tag from crm_core.contact_tags")) == 2


def test_typed_parquet_keeps_its_values(make_project, engine):
    project = make_project(
        {
            "contacts.parquet": polars.DataFrame(
                {"contact_id": [1.0, 2.0, None], "created_at": [datetime(2026, 1, 1, 8)] * 3}
            ),
            "orders.parquet": polars.DataFrame(
                {
                    "order_id": [1, 2, 3],
                    "contact_id": [1, 2, 2],
                    "ordered_at": polars.Series(
                        [datetime(2026, 1, 1, 8)] * 3, dtype=polars.Datetime("us", "UTC")
                    ),
                    "total_amount": [10.5, float("nan"), 3.0],
                }
            ),
        },
        engine=engine,
        vars={"csv__timezone": "Asia/Shanghai"},
    )

    result = project.build("+rejected_records +orders +contact_records", data_tests=False)

    assert result.success, result.message
    assert project.query(
        "select contact_record_key, created_at from crm_core.contact_records order by 1"
    ) == [
        {"contact_record_key": "csv:1", "created_at": datetime(2026, 1, 1, 0)},
        {"contact_record_key": "csv:2", "created_at": datetime(2026, 1, 1, 0)},
    ]
    assert project.query(
        "select order_key, contact_record_key, ordered_at, total_amount from crm_core.orders"
        " order by 1"
    ) == [
        {
            "order_key": "csv:1",
            "contact_record_key": "csv:1",
            "ordered_at": datetime(2026, 1, 1, 8),
            "total_amount": Decimal("10.5000"),
        },
        {
            "order_key": "csv:3",
            "contact_record_key": "csv:2",
            "ordered_at": datetime(2026, 1, 1, 8),
            "total_amount": Decimal("3.0000"),
        },
    ]
    assert [
        (row["source_table"], row["column_name"])
        for row in project.query(
            "select source_table, column_name from crm_core.rejected_records order by 1"
        )
    ] == [("contacts", "contact_id"), ("orders", "total_amount")]


def test_conflicting_rows_of_one_key_stop_the_build(make_project):
    project = make_project(
        {
            "contacts": CONTACTS,
            "orders": ORDERS + "1,1,2026-01-01,11\n",
        }
    )

    result = project.build("+rejected_records")

    assert not result.success
    assert any("conflict" in name for name in result.failed), result.failed
