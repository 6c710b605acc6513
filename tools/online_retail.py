"""Turns a shop's order lines, one row a line, into the files of the generic CSV contract.

    python tools/online_retail.py order_lines.csv.gz path/to/folder

The lines are those of the UCI data set "Online Retail"; docs/real_orders.md says what is done with
each kind of line and why. Every line is accounted for in the table printed at the end.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

CURRENCY = "GBP"


@dataclass
class Line:
    """One line of an invoice; `returned` counts the pieces taken back later."""

    number: int
    invoice: str
    product: str
    description: str
    quantity: int
    price: Decimal
    time: str
    customer: str
    country: str
    returned: int = 0


@dataclass
class Shop:
    """What the lines come to: customers and their latest country, the lines sold, and for every
    line read what became of it.
    """

    sold: list[Line] = field(default_factory=list)
    countries: dict[str, str] = field(default_factory=dict)
    fate: Counter = field(default_factory=Counter)
    value: Counter = field(default_factory=Counter)
    taken_off: Decimal = Decimal(0)

    def count(self, fate: str, amount: Decimal = Decimal(0)) -> None:
        """One line met this fate, worth so much."""
        self.fate[fate] += 1
        self.value[fate] += amount


def main() -> int:
    """Reads, converts, writes, prints the account; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lines", type=Path, help="order_lines.csv or .csv.gz")
    parser.add_argument("folder", type=Path, help="gets csv/contacts.csv and the others")
    arguments = parser.parse_args()
    shop = sort_out(read_lines(arguments.lines))
    write_contract(shop, arguments.folder)
    print(account(shop))
    return 0


def read_lines(path: Path) -> list[Line]:
    """The lines of the export in the order of the file. A column that is missing: KeyError."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", newline="", encoding="utf-8") as file:
        return [
            Line(
                number=number,
                invoice=row["invoice_no"],
                product=row["stock_code"].upper(),
                description=row["description"].strip(),
                quantity=int(row["quantity"]),
                price=Decimal(row["unit_price"]),
                time=row["invoice_at"],
                customer=row["customer_id"],
                country=row["country"],
            )
            for number, row in enumerate(csv.DictReader(file), start=2)
        ]


def sort_out(lines: Iterable[Line]) -> Shop:
    """Tells sales from credits and notes, and takes the credits off the sales they belong to.

    A credit does not say which sale it takes back: it is the customer's latest earlier one of
    that product at that price that is not yet taken back, and if that is not enough the one
    before it, and so on.
    """
    shop = Shop()
    open_sales: dict[tuple, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.time, line.number)):
        amount = line.quantity * line.price
        if line.customer:
            shop.countries[line.customer] = line.country
        key = (line.customer, line.product, line.price)
        if line.invoice.startswith("C"):
            matched = take_back(open_sales[key], -line.quantity) if line.customer else 0
            shop.count(credit_fate(matched, -line.quantity), amount)
            shop.taken_off += matched * line.price
        elif not line.invoice.isdigit() or line.price < 0:
            shop.count("adjustment of the books, left out", amount)
        elif line.quantity <= 0 or (line.price == 0 and not line.customer):
            shop.count("note on the stock, left out", amount)
        else:
            shop.sold.append(line)
            if line.customer:
                shop.count("given away" if line.price == 0 else "sold", amount)
                open_sales[key].append(line)
            else:
                shop.count("sold to nobody known", amount)
    return shop


def take_back(sales: list[Line], quantity: int) -> int:
    """Takes pieces back, latest sale first; returns how many there were to take."""
    missing = quantity
    while missing and sales:
        latest = sales[-1]
        taken = min(missing, latest.quantity - latest.returned)
        latest.returned += taken
        missing -= taken
        if latest.returned == latest.quantity:
            sales.pop()
    return quantity - missing


def credit_fate(matched: int, quantity: int) -> str:
    """What became of a credit."""
    if matched == quantity:
        return "credit, taken off sales in full"
    return "credit, taken off sales in part" if matched else "credit without a sale, left out"


def write_contract(shop: Shop, folder: Path) -> None:
    """Writes contacts, orders, order_items and products into folder/csv."""
    invoices: dict[str, list[Line]] = defaultdict(list)
    names: dict[str, Counter] = defaultdict(Counter)
    for line in shop.sold:
        invoices[line.invoice].append(line)
        names[line.product][line.description] += 1

    target = folder / "csv"
    target.mkdir(parents=True, exist_ok=True)
    write(
        target / "contacts.csv",
        ["contact_id", "country"],
        sorted(shop.countries.items()),
    )
    write(
        target / "orders.csv",
        [
            *("order_id", "contact_id", "ordered_at", "total_amount", "refunded_amount"),
            *("currency", "status"),
        ],
        (
            (
                invoice,
                lines[0].customer,
                lines[0].time,
                sum(line.quantity * line.price for line in lines),
                sum(line.returned * line.price for line in lines),
                CURRENCY,
                "completed",
            )
            for invoice, lines in invoices.items()
        ),
    )
    write(
        target / "order_items.csv",
        [
            *("order_item_id", "order_id", "product_id", "quantity", "unit_price"),
            *("line_amount", "refunded_quantity"),
        ],
        (
            (
                f"{invoice}-{place}",
                invoice,
                line.product,
                line.quantity,
                line.price,
                line.quantity * line.price,
                line.returned,
            )
            for invoice, lines in invoices.items()
            for place, line in enumerate(lines, start=1)
        ),
    )
    write(
        target / "products.csv",
        ["product_id", "product_name", "sku"],
        (
            # the name most often given; of equally frequent ones the first in the alphabet
            (product, min(given, key=lambda name: (-given[name], name)), product)
            for product, given in sorted(names.items())
        ),
    )


def write(path: Path, header: list[str], rows: Iterable[tuple]) -> None:
    """Writes one CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def account(shop: Shop) -> str:
    """What became of every line, as a table; amounts in the currency of the lines."""
    rows = [
        f"{fate:<36}{count:>9,}{shop.value[fate]:>16,.2f}"
        for fate, count in sorted(shop.fate.items(), key=lambda item: -item[1])
    ]
    total = f"{'all lines':<36}{sum(shop.fate.values()):>9,}"
    taken = f"{'taken off sales by credits':<36}{'':>9}{shop.taken_off:>16,.2f}"
    return "\n".join([f"{'':<36}{'lines':>9}{CURRENCY:>16}", *rows, total, taken])


if __name__ == "__main__":
    sys.exit(main())
