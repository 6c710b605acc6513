"""What the shop sells, at which price in which currency, and its coupons."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from .settings import DATA

# Price lists are kept by hand, not converted daily: one factor a currency.
PRICE_LISTS = {"EUR": 1.0, "USD": 1.12, "GBP": 0.88}
POUND_PRICES_SINCE = date(2026, 3, 2)
NEW_PRICES_SINCE = date(2026, 2, 10)  # coffee became dearer


@dataclass(frozen=True)
class Product:
    """One product; `price_eur` is today's list price, net of tax, in cents."""

    product_id: str
    sku: str
    name: str
    category: str
    brand: str
    price_eur: int
    popularity: int
    is_active: bool

    def price(self, currency: str, day: date) -> int:
        """Return the unit price on a day, in cents of a currency."""

        price = self.price_eur * PRICE_LISTS[currency]
        if day < NEW_PRICES_SINCE:
            price *= 0.93
        return int(round(price / 10) * 10)


@cache
def products() -> tuple[Product, ...]:
    """Return the catalogue, as `data/products.csv` lists it."""

    with (DATA / "products.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Product(
                product_id=f"{100 + number}",
                sku=row["sku"],
                name=row["product_name"],
                category=row["category"],
                brand=row["brand"],
                price_eur=round(float(row["price_eur"]) * 100),
                popularity=int(row["popularity"]),
                is_active=row["is_active"] == "true",
            )
            for number, row in enumerate(csv.DictReader(file), 1)
        )


def by_sku(sku: str) -> Product:
    """Return the product of a SKU."""

    return next(each for each in products() if each.sku == sku)


def favourites(rng: Random, habit: str) -> list[Product]:
    """Return the two to four things a person keeps coming back for."""

    weights = [
        each.popularity * (3 if habit == "office" and each.sku.endswith("1000") else 1)
        if each.price_eur < 5000
        else 0
        for each in products()
    ]
    return rng.choices(products(), weights, k=rng.choice((2, 3, 4)))


def basket(rng: Random, liked: list[Product], habit: str, day: date) -> dict[Product, int]:
    """Draw what goes into one order: product and quantity."""

    chosen: dict[Product, int] = {}
    lines = rng.choices((1, 2, 3, 4, 5), (34, 31, 19, 10, 6))[0]
    for _ in range(lines):
        if rng.random() < 0.68:
            product = rng.choice(liked)
        else:
            product = rng.choices(products(), [_appeal(each, day) for each in products()])[0]
        if not product.is_active and day > date(2025, 6, 1):
            continue
        quantity = 1
        if product.price_eur < 5000:
            quantity = rng.choices((1, 2, 3, 4, 6), (62, 24, 7, 5, 2))[0]
        if habit == "office" and product.price_eur < 5000:
            quantity *= rng.choice((2, 3, 4, 6))
        chosen[product] = chosen.get(product, 0) + quantity
    return chosen or {liked[0]: 1}


def _appeal(product: Product, day: date) -> float:
    """Return how likely a product is on a day: gifts and the winter roast have a season."""

    if product.sku == "FIL-WINTER-250":
        return 160 if day.month in (11, 12, 1) else 0
    if product.category in ("Gift sets", "Courses") and day.month in (11, 12):
        return product.popularity * 4
    return product.popularity


def coupon(rng: Random, day: date, first_order: bool, thrifty: bool) -> tuple[str, float]:
    """Return a coupon code with its discount share, or an empty code."""

    keen = 3 if thrifty else 1
    if day.month == 11 and 24 <= day.day <= 30 and rng.random() < 0.35 * keen:
        return "BLACKBEAN20", 0.2
    if first_order and rng.random() < 0.3:
        return "WELCOME10", 0.1
    if day.month in (3, 4) and rng.random() < 0.07 * keen:
        return "SPRING15", 0.15
    if not first_order and rng.random() < 0.035 * keen:
        return "THANKYOU5", 0.05
    return "", 0.0
