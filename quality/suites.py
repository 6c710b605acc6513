"""What is expected of a table: one suite per system and entity, and per published table.

Nothing here is asserted by a dbt test: those say what must hold of any data, these compare with
the last landing that was good. Of a table without one only its keys are judged.
"""

from __future__ import annotations

import great_expectations as gx
import great_expectations.expectations as gxe

from quality.database import Table

# How far a landing may be from the last good one.
FEWER_ROWS = 0.5
MORE_ROWS = 3.0
MORE_NULLS = 0.1
FURTHER_MEAN = 0.5
OTHER_WORDS = 0.02
# Kullback-Leibler divergence of the words' shares: 0 is the same, 0.1 a change one sees.
OTHER_SHARES = 0.1
# A few rows move any share: not judged.
FEW_ROWS = 50

# The column that names a row, in the tables whose staging model reads them by it. Published tables
# are not here: dbt tests their keys.
KEYS = {
    "csv/contacts": "contact_id",
    "csv/companies": "company_id",
    "csv/orders": "order_id",
    "csv/products": "product_id",
    "csv/deals": "deal_id",
    "hubspot/contact": "id",
    "hubspot/company": "id",
    "hubspot/deal": "deal_id",
    "salesforce/contact": "id",
    "salesforce/lead": "id",
    "salesforce/account": "id",
    "salesforce/opportunity": "id",
    "shopify/customer": "id",
    "shopify/order": "id",
    "shopify/product": "id",
    "klaviyo/person": "id",
    "klaviyo/event": "id",
    "mailchimp/campaign": "id",
    "stripe/charge": "id",
    "stripe/customer": "id",
    "woocommerce/customers": "id",
    "woocommerce/orders": "id",
    "zendesk/ticket": "id",
    "zendesk/user": "id",
}
# Rows may land twice: staging keeps the newest and lists the others. More than a few are a fault
# of the loader.
UNIQUE_KEYS = 0.95


def suite(table: Table, last: dict | None) -> gx.ExpectationSuite:
    """The expectations of a table, given the profile of its last good landing."""
    expected = []
    if table.door == "landed" and table.label in KEYS:
        key = KEYS[table.label]
        expected += [
            gxe.ExpectColumnValuesToBeUnique(column=key, mostly=UNIQUE_KEYS),
            gxe.ExpectColumnValuesToNotBeNull(column=key, mostly=UNIQUE_KEYS),
        ]
    if last:
        expected += rows_expected(last)
        for column, before in last["columns"].items():
            expected += column_expected(column, before, last["rows"])
    return gx.ExpectationSuite(name=f"{table.door} {table.label}", expectations=expected)


def rows_expected(last: dict) -> list:
    """About as many rows as before."""
    return [
        gxe.ExpectTableRowCountToBeBetween(
            min_value=int(last["rows"] * FEWER_ROWS),
            max_value=int(last["rows"] * MORE_ROWS) + FEW_ROWS,
        )
    ]


def column_expected(column: str, before: dict, rows: int) -> list:
    """A column that is there, filled as before, not older, with the same words and mean."""
    expected = [gxe.ExpectColumnToExist(column=column)]
    if rows < FEW_ROWS:
        return expected
    filled = 1 - before["nulls"]
    if filled > MORE_NULLS:
        expected.append(
            gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=round(filled - MORE_NULLS, 4))
        )
    if "newest" in before:
        expected.append(gxe.ExpectColumnMaxToBeBetween(column=column, min_value=before["newest"]))
    if "words" in before:
        expected += [
            gxe.ExpectColumnValuesToBeInSet(
                column=column, value_set=list(before["words"]), mostly=1 - OTHER_WORDS
            ),
            gxe.ExpectColumnKLDivergenceToBeLessThan(
                column=column,
                partition_object={
                    "values": list(before["words"]),
                    "weights": list(before["words"].values()),
                },
                threshold=OTHER_SHARES,
                # room for a new word: which words there may be is the value set's matter
                tail_weight_holdout=0.01,
            ),
        ]
    if before.get("mean"):
        slack = abs(before["mean"]) * FURTHER_MEAN
        expected.append(
            gxe.ExpectColumnMeanToBeBetween(
                column=column, min_value=before["mean"] - slack, max_value=before["mean"] + slack
            )
        )
    return expected
