"""Carts: most that are worth a reminder were left, some were found again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .catalogue import basket, favourites
from .countries import COUNTRIES
from .orders import Order
from .people import Person
from .seasons import busy_day, days_before, moment
from .settings import stream

ABANDONED = 430
RECENT = 44  # left three to seven days before the as-of date


@dataclass(frozen=True)
class Cart:
    """One cart; the total is in cents, before shipping and tax."""

    person: Person
    created_at: datetime
    total: int
    currency: str
    recovered_by: Order | None = None


def _abandoned(rng: Random, person: Person, at: datetime) -> Cart:
    currency = COUNTRIES[person.country].currency
    currency = "EUR" if currency == "GBP" else currency
    habit = "office" if person.habit == "office" else "once"
    goods = basket(rng, favourites(rng, habit), habit, at.date())
    total = sum(n * product.price(currency, at.date()) for product, n in goods.items())
    return Cart(person, at, total, currency)


def make_carts(people: list[Person], orders: list[Order]) -> list[Cart]:
    """Return the carts of the last year in the order of time.

    The recent ones belong to people who ordered nothing since, so that a reminder makes
    sense; elsewhere an order may have followed without the cart.
    """

    rng = stream("carts")
    year_ago = days_before(365)
    carts = [
        Cart(
            order.person,
            order.ordered_at - timedelta(minutes=int(rng.lognormvariate(4.2, 1.5))),
            order.subtotal,
            order.currency,
            order,
        )
        for order in orders
        if order.channel == "web"
        and order.ordered_at.date() > days_before(363)
        and not order.is_test
        and rng.random() < 0.13
    ]
    last_order = {order.person.person_id: order.ordered_at.date() for order in orders}
    visitors = [each for each in people if each.kind not in ("staff", "guest")]
    rested = [
        each
        for each in visitors
        if last_order.get(each.person_id, year_ago) < days_before(10)
        and each.joined_at.date() < days_before(8)
    ]
    for number, person in enumerate(rng.sample(rested, RECENT)):
        carts.append(_abandoned(rng, person, moment(rng, days_before(3 + number % 5))))
    for _ in range(ABANDONED):
        day = busy_day(rng, year_ago, days_before(8))
        carts.append(_abandoned(rng, rng.choice(visitors), moment(rng, day)))
    for day in (0, 0, 1, 1, 1, 2, 2, 2):
        carts.append(_abandoned(rng, rng.choice(rested), moment(rng, days_before(day), 6, 18)))
    kept = [cart for cart in carts if cart.recovered_by or cart.created_at > cart.person.joined_at]
    return sorted(kept, key=lambda cart: (cart.created_at, cart.person.person_id))
