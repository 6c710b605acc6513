"""The further shops of the company: orders and carts of their own, by people of the world.

What a further shop sold is in no other system, so that adding up the shops counts nothing
twice. Statuses, refunds and prices follow the same rules as in the main shop.
"""

from datetime import date, timedelta

from .carts import Cart
from .catalogue import basket, favourites
from .orders import Order, new_order
from .people import Person
from .seasons import busy_day, moment
from .settings import AS_OF, stream


def branch_orders(
    system: str, people: list[Person], opened_on: date, count: int, currency: str = ""
) -> list[Order]:
    """Return the orders of a further shop in the order of time, numbered from 1001.

    A shop with one currency takes people who pay in another one too.
    """

    rng = stream(system, "orders")
    orders = []
    for number in range(count):
        person = rng.choice(people)
        first_day = max(opened_on, person.joined_at.date() + timedelta(days=1))
        if first_day > AS_OF:
            continue
        habit = person.habit if person.habit != "never" else "once"
        liked = favourites(rng, habit)
        order = new_order(rng, person, busy_day(rng, first_day), liked, number % 4 == 0, False)
        if currency and order.currency != currency:
            order = _priced(order, currency)
        order.is_test = person.kind == "staff"
        order.channel = "web" if rng.random() < 0.9 else "pos"
        order.as_guest = person.kind != "staff" and bool(person.own_emails) and rng.random() < 0.12
        orders.append(order)
    orders.sort(key=lambda order: (order.ordered_at, order.person.person_id))
    for number, order in enumerate(orders, 1001):
        order.number = number
    return orders


def _priced(order: Order, currency: str) -> Order:
    """Return an order at the prices of a currency, whole: no coupon, nothing sent back."""

    for line in order.lines:
        line.unit_price = line.product.price(currency, order.ordered_at.date())
        line.discount = line.refunded_quantity = 0
    status = "completed" if order.status == "refunded" else order.status
    return Order(
        order.number,
        order.person,
        order.ordered_at,
        currency,
        order.channel,
        order.lines,
        shipping=order.shipping,
        status=status,
        utm=order.utm,
    )


def branch_carts(system: str, people: list[Person], orders: list[Order], count: int) -> list[Cart]:
    """Return the carts of a further shop in the order of time; every third became an order."""

    rng = stream(system, "carts")
    recent = [each for each in orders if (AS_OF - each.ordered_at.date()).days < 365]
    recovered = rng.sample(recent, min(count // 3, len(recent)))
    carts = [
        Cart(
            order.person,
            order.ordered_at - timedelta(minutes=rng.randint(20, 2000)),
            order.subtotal,
            order.currency,
            order,
        )
        for order in recovered
        if not order.is_test
    ]
    while len(carts) < count:
        person = rng.choice(people)
        at = moment(rng, busy_day(rng, AS_OF - timedelta(days=300)), 6, 18)
        if at > person.joined_at:
            goods = basket(rng, favourites(rng, "once"), "once", at.date())
            currency = orders[0].currency
            total = sum(n * product.price(currency, at.date()) for product, n in goods.items())
            carts.append(Cart(person, at, total, currency))
    return sorted(carts, key=lambda cart: (cart.created_at, cart.person.person_id))
