"""What becomes of input that is wrong: a sentence that says where and what to do, or a row in
rejected_records. Never a stack trace, never a lost row, never a guess."""

from __future__ import annotations

import polars
import pytest

ORDERS = {"orders": "order_id,contact_id,ordered_at,total_amount\n1,1,2026-01-01,10\n"}
CONTACTS = {"contacts": "contact_id,email\n1,ann@example.com\n"}
INPUT_LAYERS = "staging +intermediate.erasure intermediate.conformed"
REJECTED = """
    select source_table, source_row, record_id, column_name, raw_value, reason, is_row_rejected
    from crm_core.rejected_records
    order by source_table, source_row, column_name
"""


def faults(project) -> list[tuple]:
    return [tuple(row.values()) for row in project.query(REJECTED)]


def test_bad_cells_are_listed_and_cost_the_row_only_where_it_needs_them(make_project, engine):
    project = make_project(
        CONTACTS
        | {
            "contacts": (
                "contact_id,email,birth_date,created_at,email_opt_out,updated_at\n"
                "1,ann@example.com,1990-02-30,2026-01-01,yes,2026-01-01\n"
                "2,bob@example.com,03/04/1990,yesterday,perhaps,\n"
                ",nobody@example.com,,,,\n"
                "1,ann@old.example.com,,,,2025-01-01\n"
            ),
            "orders": (
                "order_id,contact_id,email,ordered_at,total_amount,refunded_amount,currency\n"
                "1,1,,2026-01-01,10,0,EUR\n"
                "2,1,,2026-01-01,n/a,,EUR\n"
                '3,1,,2026-01-01,"1,234.50",,EUR\n'
                "4,1,,2026-02-29,10,,EUR\n"
                "5,1,,01/02/2026,10,,EUR\n"
                "6,1,,2026-01-01,10,-4,EUR\n"
                "7,,,2026-01-01,10,,EUR\n"
                "8,999,,2026-01-01,10,,EUR\n"
                "9,999,Guest@Example.com,2026-01-01,10,,EUR\n"
                "1,1,,2026-01-01,10,0,EUR\n"
                "10,,not an address,2026-01-01,10,,EUR\n"
                "11,1,,2026-01-01,NaN,,EUR\n"
                "12,1,,2026-01-01,1e3,,EUR\n"
                "13,1,,0001-01-01,10,,EUR\n"
            ),
            "order_items": (
                "order_item_id,order_id,product_id,quantity\n1,1,P,-3\n2,1,P,two\n3,1,P,3\n"
            ),
        },
        engine=engine,
    )

    result = project.build("+rejected_records +contacts +order_items")

    assert result.success, result.message
    date, moment = (
        "is not a date that exists (ISO 8601)",
        "is not a date and time that exists (ISO 8601)",
    )
    unknown = "names no contact that is known and no usable e-mail address"
    assert faults(project) == [
        ("contacts", 2, "1", "birth_date", "1990-02-30", date, False),
        ("contacts", 3, "2", "birth_date", "03/04/1990", date, False),
        ("contacts", 3, "2", "created_at", "yesterday", moment, False),
        ("contacts", 3, "2", "email_opt_out", "perhaps", "is not a yes or no", False),
        ("contacts", 4, None, "contact_id", None, "is required and empty", True),
        ("contacts", 5, "1", "contact_id", "1", "older version of a row", True),
        ("order_items", 2, "1", "quantity", "-3", "is not a number of at least 0", True),
        ("order_items", 3, "2", "quantity", "two", "is not a number of at least 0", True),
        ("orders", 3, "2", "total_amount", "n/a", "is not a number", True),
        ("orders", 4, "3", "total_amount", "1,234.50", "is not a number", True),
        ("orders", 5, "4", "ordered_at", "2026-02-29", moment, True),
        ("orders", 6, "5", "ordered_at", "01/02/2026", moment, True),
        ("orders", 7, "6", "refunded_amount", "-4", "is not a number of at least 0", False),
        (
            "orders",
            8,
            "7",
            "contact_id, email",
            None,
            "one of these is required and all are empty",
            True,
        ),
        ("orders", 9, "csv:8", "contact_id, email", "csv:999", unknown, True),
        ("orders", 11, "1", "order_id", "1", "duplicate of another row", True),
        ("orders", 12, "csv:10", "contact_id, email", "not an address", unknown, True),
        ("orders", 13, "11", "total_amount", "NaN", "is not a number", True),
        ("orders", 14, "12", "total_amount", "1e3", "is not a number", True),
        ("orders", 15, "13", "ordered_at", "0001-01-01", moment, True),
    ]
    assert project.query("select source_order_id from crm_core.orders order by 1") == [
        {"source_order_id": "1"},
        {"source_order_id": "6"},
        {"source_order_id": "9"},
    ]
    guests = project.query("select email from crm_core.contacts where is_guest")
    assert guests == [{"email": "guest@example.com"}]


def test_lines_that_are_no_rows_are_kept_with_their_number(make_project):
    project = make_project(
        CONTACTS
        | {
            "orders": (
                b"\xef\xbb\xbforder_id,email,ordered_at,total_amount\r\n"  # 1: BOM, CRLF
                b'1,"a;b@example.com",2026-01-01,1\r\n'  # 2: a separator in quotes
                b"2,ann@example.com,2026-01-01\r\n"  # 3: too few columns
                b"3,ann@example.com,2026-01-01,1,extra\r\n"  # 4: too many
                b"4,jos\xe9@example.com,2026-01-01,1\r\n"  # 5: not UTF-8
                b'5,"ann"@example.com,2026-01-01,1\r\n'  # 6: unbalanced quotes
                b"6,ann@example.com,2026-02-30,1\r\n"  # 7: a bad cell, in the right row
                b'7,ann@example.com,2026-01-01,"2"\r\n'  # 8
            )
        }
    )

    result = project.build("+rejected_records", data_tests=False)

    assert result.success, result.message
    assert [(row[1], row[4][:2], row[5]) for row in faults(project) if row[3] is None] == [
        (3, "2,", "too few columns"),
        (4, "3,", "too many columns"),
        (5, "4,", "not UTF-8"),
        (6, "5,", "unbalanced quotes"),
    ]
    assert [(row[1], row[3]) for row in faults(project) if row[3]] == [
        (2, "contact_id, email"),
        (7, "ordered_at"),
    ]


def test_a_file_with_only_a_header_is_an_empty_table(make_project):
    project = make_project(
        CONTACTS | {"orders": "order_id,contact_id,ordered_at,total_amount\n", "carts": "cart_id"}
    )

    with_header = project.build("+orders", data_tests=False)

    # carts has the column it names and lacks two that are required
    assert not with_header.success
    assert "raw_csv.carts (source `csv`) has no column `created_at`" in with_header.message
    project.remove("carts")
    assert project.build("+orders +carts", data_tests=False).success
    assert project.query("select count(*) as n from crm_core.orders") == [{"n": 0}]


def test_an_empty_file_is_no_file(make_project):
    project = make_project(CONTACTS | ORDERS | {"products": b""})

    result = project.build(INPUT_LAYERS, data_tests=False)

    assert result.success, result.message
    assert "products.csv is empty, not even a header line" in result.log

    project.write({"orders": b""})
    result = project.build(INPUT_LAYERS, data_tests=False)
    assert not result.success
    assert "The required table `orders` of source `csv` is missing" in result.message


@pytest.mark.parametrize(
    ("raw", "variables", "sentence"),
    [
        (
            CONTACTS,
            {},
            "The required table `orders` of source `csv` is missing: raw_csv.orders does not "
            "exist. Put a file",
        ),
        (
            ORDERS | {"contacts": "id,email\n1,ann@example.com\n"},
            {},
            "The table raw_csv.contacts (source `csv`) has no column `contact_id`, which is "
            "required. It has: id, email. Add it, or say what it is called: vars: "
            "{csv__column_names: {contacts: {contact_id: 'your column'}}}.",
        ),
        (
            CONTACTS | ORDERS,
            {"csv__column_names": {"contacts": {"email": "E-mail Address"}}},
            "has no column `E-mail Address`, which the variable csv__column_names gives for "
            "`email`",
        ),
        (
            CONTACTS | ORDERS,
            {"csv__extra_columns": ["shoe_size"]},
            "csv__extra_columns names `shoe_size`, but raw_csv.contacts has no such column",
        ),
        (
            ORDERS | {"contacts": "contact_id,email,Email\n1,a@example.com,b@example.com\n"},
            {},
            "names the column 'Email' twice in its header (columns 2 and 3). Rename one",
        ),
        (
            CONTACTS | ORDERS | {"contacts.parquet": polars.DataFrame({"contact_id": ["1"]})},
            {},
            "Two files hold the table 'contacts' of 'csv'",
        ),
        (CONTACTS | ORDERS, {"crm_sources": ["hubspott"]}, "which is no known system. Known: csv"),
        (CONTACTS | ORDERS, {"crm_sources": []}, "must be a list of at least one system"),
        (CONTACTS | ORDERS, {"as_of_date": "30.6.2026"}, "Write it as YYYY-MM-DD"),
        (CONTACTS | ORDERS, {"csv__date_format": "DD/MM"}, "Use iso (2025-12-31), dmy"),
        (CONTACTS | ORDERS, {"csv__timestamp_unit": "h"}, "Use s, ms or us"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_what_cannot_be_read_stops_the_build_with_a_sentence(
    make_project, raw, variables, sentence
):
    # two files of one table need both to be written
    raw = dict(raw)
    parquet = raw.pop("contacts.parquet", None)
    project = make_project(raw, vars=variables)
    if parquet is not None:
        parquet.write_parquet(project.raw / "csv" / "contacts.parquet")

    result = project.build(INPUT_LAYERS, data_tests=False)

    assert not result.success
    assert sentence in result.message
    assert "Traceback" not in result.log


def test_another_folder_needs_another_database(make_project):
    project = make_project(CONTACTS | ORDERS)
    assert project.build(INPUT_LAYERS, data_tests=False).success
    project.raw = project.raw.rename(project.raw.with_name("other"))

    result = project.build(INPUT_LAYERS, data_tests=False)

    assert not result.success
    assert "Two companies must not share ids and history" in result.message


def test_a_file_that_goes_takes_its_table_with_it(make_project):
    project = make_project(CONTACTS | ORDERS | {"tags": "contact_id,tag\n1,vip\n"})
    assert project.build("+contact_tags", data_tests=False).success
    assert project.query("select tag from crm_core.contact_tags") == [{"tag": "vip"}]

    project.remove("tags")

    assert project.build("+contact_tags", data_tests=False).success
    assert project.query("select tag from crm_core.contact_tags") == []
