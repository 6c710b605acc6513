"""A real shop's order lines through the whole build, and every customer recomputed.

The recomputation shares no code with the converter or the models: sales, credits and sums are
polars and a loop of its own, the map of groups is written out.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import online_retail
import polars as pl
import pytest
from conftest import REFERENCE_DATA
from project import Project

LINES = REFERENCE_DATA / "online_retail_half" / "order_lines.csv.gz"
AS_OF = date(2011, 12, 10)

GROUPS = {
    5: "new_customers potential_loyalists potential_loyalists champions champions",
    4: "promising potential_loyalists potential_loyalists loyal_customers loyal_customers",
    3: "about_to_sleep about_to_sleep need_attention loyal_customers loyal_customers",
    2: "hibernating hibernating at_risk at_risk cant_lose",
    1: "hibernating hibernating at_risk at_risk cant_lose",
}

pytestmark = [pytest.mark.slow, pytest.mark.reference_data]


@pytest.fixture(scope="module")
def shop(workshop, tmp_path_factory) -> Project:
    """The order lines converted as docs/real_orders.md says, and built."""
    folder = tmp_path_factory.mktemp("online_retail")
    online_retail.write_contract(online_retail.sort_out(online_retail.read_lines(LINES)), folder)
    project = workshop.project(
        folder,
        as_of=AS_OF,
        vars={
            "csv__timezone": "Europe/London",
            "default_currency": "GBP",
            "reporting_currency": "GBP",
        },
    )
    result = project.build("+contact_features +contact_records +rejected_records", data_tests=False)
    assert result.success, result.message
    return project


@pytest.fixture(scope="module")
def lines() -> pl.DataFrame:
    """The order lines of known customers, as they come."""
    return (
        pl.read_csv(LINES, infer_schema_length=0)
        .with_row_index("line")
        .filter(pl.col("customer_id").is_not_null())
        .with_columns(
            pl.col("quantity").cast(pl.Int64),
            # thousandths of a pound: the finest price there is
            (pl.col("unit_price").cast(pl.Decimal(18, 3)) * 1000).cast(pl.Int64).alias("price"),
            pl.col("stock_code").str.to_uppercase(),
        )
        .sort("invoice_at", "line")
    )


@pytest.fixture(scope="module")
def expected(lines: pl.DataFrame) -> dict[str, dict]:
    """{customer: recency, frequency, monetary, scores, group} of those who bought."""
    credited = credits_by_line(lines)
    orders = (
        lines.filter(~pl.col("invoice_no").str.starts_with("C") & (pl.col("quantity") > 0))
        .join(credited, on="line", how="left")
        .with_columns(
            ((pl.col("quantity") - pl.col("credited").fill_null(0)) * pl.col("price")).alias("net")
        )
        .group_by("customer_id", "invoice_no")
        .agg(pl.col("net").sum(), pl.col("invoice_at").min())
        .filter(pl.col("net") > 0)
        .with_columns(
            # revenue is kept to the penny, an order at a time, halves up
            ((pl.col("net") + 5) // 10).alias("pence"),
            # London is at UTC or an hour ahead, and no order is placed at that hour
            pl.col("invoice_at").str.slice(0, 10).str.to_date().alias("ordered_on"),
        )
    )
    customers = orders.group_by("customer_id").agg(
        (pl.lit(AS_OF) - pl.col("ordered_on").max()).dt.total_days().alias("recency"),
        pl.len().cast(pl.Int64).alias("frequency"),
        pl.col("pence").sum().alias("monetary"),
    )
    columns = []
    for metric in ("recency", "frequency", "monetary"):
        # value <= rank, in fifths of the value, so that nothing is rounded
        passed = pl.sum_horizontal(
            [
                (pl.col(metric) * 5 > fifths).cast(pl.Int64)
                for fifths in quintiles_in_fifths(customers[metric])
            ]
        )
        columns.append((5 - passed if metric == "recency" else 1 + passed).alias(f"{metric}_score"))
    return {
        row["customer_id"]: {
            **row,
            "monetary": Decimal(row["monetary"]) / 100,
            "rfm_group": GROUPS[row["recency_score"]].split()[row["frequency_score"] - 1],
        }
        for row in customers.with_columns(columns).iter_rows(named=True)
    }


def credits_by_line(lines: pl.DataFrame) -> pl.DataFrame:
    """[line, credited]: pieces of each sale that were taken back later, the latest sale first."""
    credited: dict[int, int] = {}
    for _, group in lines.group_by("customer_id", "stock_code", "price", maintain_order=True):
        rows = group.select("line", "invoice_no", "quantity").rows()
        for place, (_, invoice, quantity) in enumerate(rows):
            missing = -quantity if invoice.startswith("C") else 0
            for line, sale, sold in reversed(rows[:place]):
                if sold > 0 and not sale.startswith("C"):
                    taken = min(missing, sold - credited.get(line, 0))
                    credited[line] = credited.get(line, 0) + taken
                    missing -= taken
    return pl.DataFrame(
        {"line": list(credited), "credited": list(credited.values())},
        schema={"line": lines.schema["line"], "credited": pl.Int64},
    )


def quintiles_in_fifths(values: pl.Series) -> list[int]:
    """Five times the 20, 40, 60 and 80 % continuous quantiles: whole numbers."""
    ordered = values.sort()
    quintiles = []
    for fifth in (1, 2, 3, 4):
        rank = Fraction(fifth * (len(ordered) - 1), 5)
        below = ordered[int(rank)]
        above = ordered[min(int(rank) + 1, len(ordered) - 1)]
        quintiles.append(int(5 * (below + (rank - int(rank)) * (above - below))))
    return quintiles


def test_every_customer_has_the_recomputed_scores(shop: Project, expected: dict[str, dict]):
    found = {
        row["customer_id"]: row
        for row in shop.query(
            """
            select
                records.source_contact_id as customer_id,
                scores.recency_days as recency,
                scores.order_count as frequency,
                scores.monetary_value as monetary,
                scores.recency_score,
                scores.frequency_score,
                scores.monetary_score,
                scores.rfm_group
            from crm_features.rfm_scores as scores
            inner join crm_core.contact_records as records
                on scores.contact_id = records.contact_id
            """
        )
    }
    assert len(expected) > 2000
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


def test_every_customer_is_a_contact_and_the_others_are_prospects(
    shop: Project, lines: pl.DataFrame, expected: dict[str, dict]
):
    customers = lines["customer_id"].n_unique()
    rows = shop.query(
        "select rfm_group, count(*) as contacts from crm_features.contact_features group by 1"
    )
    groups = {row["rfm_group"]: row["contacts"] for row in rows}
    assert sum(groups.values()) == customers
    assert groups["prospects"] == customers - len(expected)


def test_orders_of_nobody_known_are_kept_with_the_reason(shop: Project):
    """One line in rejected_records for each invoice without a customer that sold something."""
    invoices = (
        pl.read_csv(LINES, infer_schema_length=0)
        .filter(
            pl.col("customer_id").is_null()
            & ~pl.col("invoice_no").str.starts_with("C")
            & (pl.col("quantity").cast(pl.Int64) > 0)
            & (pl.col("unit_price").cast(pl.Float64) > 0)
        )["invoice_no"]
        .n_unique()
    )
    rejected = shop.query(
        "select count(*) as n from crm_core.rejected_records "
        "where source_table = 'orders' and is_row_rejected"
    )
    assert rejected == [{"n": invoices}]


def test_every_line_is_accounted_for():
    lines = online_retail.read_lines(LINES)
    shop = online_retail.sort_out(lines)
    assert sum(shop.fate.values()) == len(lines) == 210_261
    assert sum(shop.value.values()) == sum(line.quantity * line.price for line in lines)
    assert shop.taken_off == sum(line.returned * line.price for line in shop.sold)
