"""A system's tables may be in another schema and have other names and columns."""

from __future__ import annotations

from decimal import Decimal

import duckdb
from systems.raw_rows import values


def test_schema_tables_and_columns_may_have_other_names(make_project):
    project = make_project(
        {},
        vars={
            "crm_sources": ["stripe"],
            "stripe__schema": "payments",
            "stripe__tables": {"charge": "charge_view"},
            "stripe__column_names": {"charge": {"amount": "cents"}},
        },
    )
    with duckdb.connect(str(project.duckdb_file)) as connection:
        connection.execute("""
            create schema payments;
            create table payments.charges as
            select 'ch_1' as id, 1250 as cents, 'eur' as currency, 'succeeded' as status,
                timestamp '2026-01-05 09:00:00' as created;
            create view payments.charge_view as select * from payments.charges
        """)

    result = project.build("stg_stripe__charges", data_tests=False)

    assert result.success, result.message
    assert values(
        project, "select order_key, total_amount from crm_staging.stg_stripe__charges"
    ) == [("stripe:ch_1", Decimal("12.5000"))]
