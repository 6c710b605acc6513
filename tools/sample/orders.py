"""Three years of orders: who orders when, what, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from .catalogue import NEW_PRICES_SINCE, POUND_PRICES_SINCE, Product, basket, coupon, favourites
from .countries import COUNTRIES
from .people import Person
from .seasons import busy_day, moment, nudged, season
from .settings import AS_OF, STORE_CITIES, stream

REVENUE_STATUSES = ("paid", "completed", "shipped")

# habit: (days between orders, spread between people, chance that an order was the last)
RHYTHMS = {
    "once": (160, 0.5, 0.86),
    "occasional": (95, 0.45, 0.16),
    "regular": (43, 0.3, 0.068),
    "devoted": (23, 0.25, 0.035),
    "office": (32, 0.4, 0.045),
}

UTM = (
    (("", "", ""), 42),
    (("google", "cpc", "brand"), 14),
    (("google", "cpc", "espresso-beans"), 8),
    (("newsletter", "email", "newsletter"), 14),
    (("instagram", "social", "spring-stories"), 9),
    (("instagram", "paid_social", "starter-set"), 6),
    (("coffeeblog", "referral", "review"), 4),
)


@dataclass
class Line:
    """One order line; money in cents, `discount` is what the line itself was reduced by."""

    product: Product
    quantity: int
    unit_price: int
    discount: int = 0
    refunded_quantity: int = 0

    @property
    def amount(self) -> int:
        """What the line adds to the order's subtotal."""

        return self.quantity * self.unit_price - self.discount


@dataclass
class Order:
    """One true order; money in cents of its currency, status as the truth knows it."""

    number: int
    person: Person
    ordered_at: datetime
    currency: str
    channel: str
    lines: list[Line]
    coupon: str = ""
    discount: int = 0
    tax: int = 0
    shipping: int = 0
    refunded: int = 0
    status: str = "completed"
    utm: tuple[str, str, str] = ("", "", "")
    is_test: bool = False
    as_guest: bool = False
    subtotal: int = field(init=False)

    def __post_init__(self) -> None:
        self.subtotal = sum(line.amount for line in self.lines)

    @property
    def total(self) -> int:
        """What was charged when the order was placed."""

        return self.subtotal - self.discount + self.tax + self.shipping

    @property
    def net(self) -> int:
        """What is left after refunds."""

        return self.total - self.refunded

    @property
    def is_revenue(self) -> bool:
        """Whether the order counts as revenue."""

        return self.status in REVENUE_STATUSES and not self.is_test and self.net > 0


def _order_days(rng: Random, person: Person) -> list[date]:
    """Return the days on which a person orders: a first one, then by the own rhythm."""

    gap, spread, last_chance = RHYTHMS[person.habit]
    gap *= rng.lognormvariate(0, spread)
    day = person.joined_at.date()
    if person.kind != "guest" and rng.random() < 0.4:  # first looked around for a while
        day += timedelta(days=int(rng.expovariate(1 / 35)))
    days = []
    while day <= AS_OF:
        days.append(day)
        annoyed = timedelta(0) <= day - NEW_PRICES_SINCE < timedelta(days=100)
        if rng.random() < last_chance * (3 if annoyed else 1):
            break
        pause = gap * rng.lognormvariate(0, 0.35) / season(day) ** 0.5
        day = nudged(rng, day + timedelta(days=max(2, round(pause))))
    return [each for each in days if each <= AS_OF]


def _refund(rng: Random, order: Order) -> None:
    """Give money back for a part of an order, or for all of it."""

    fate = rng.random()
    if fate < 0.012:
        order.refunded = order.total
        for line in order.lines:
            line.refunded_quantity = line.quantity
        if rng.random() < 0.8:  # else the status was never changed
            order.status = "refunded"
    elif fate < 0.034:
        line = rng.choice(order.lines)
        line.refunded_quantity = rng.randint(1, line.quantity)
        share = line.refunded_quantity / line.quantity * line.amount / order.subtotal
        goods = order.total - order.shipping
        order.refunded = min(order.total, round(goods * share))


def _status(rng: Random, day: date) -> str:
    age = (AS_OF - day).days
    if rng.random() < 0.028:
        return "cancelled"
    if rng.random() < (0.3 if age < 3 else 0.006):
        return "pending"
    if age < 6:
        return rng.choice(("paid", "paid", "shipped"))
    return rng.choices(("completed", "shipped", "paid"), (70, 22, 8))[0]


def new_order(
    rng: Random, person: Person, day: date, liked: list[Product], first: bool, thrifty: bool
) -> Order:
    """Draw an order of a day, with what becomes of it; it has no number yet."""

    country = COUNTRIES[person.country]
    currency = country.currency
    if currency == "GBP" and (day < POUND_PRICES_SINCE or rng.random() < 0.5):
        currency = "EUR"
    channel = "web"
    if person.place.city in STORE_CITIES and person.kind == "consumer" and rng.random() < 0.5:
        channel = "store"
    elif person.kind == "business" and rng.random() < 0.3:
        channel = "phone"
    lines = []
    for product, quantity in basket(rng, liked, person.habit, day).items():
        line = Line(product, quantity, product.price(currency, day))
        if quantity >= 6:  # bulk price
            line.discount = round(line.unit_price * quantity * 0.05)
        lines.append(line)
    order = Order(
        0,
        person,
        moment(rng, day, 7 if channel == "web" else 9, 21 if channel == "web" else 18),
        currency,
        channel,
        lines,
    )
    if channel != "store":
        order.coupon, share = coupon(rng, day, first, thrifty)
        order.discount = round(order.subtotal * share)
        order.shipping = 0 if order.subtotal - order.discount >= 4900 else 490
    order.tax = round((order.subtotal - order.discount) * country.tax_percent / 100)
    if channel == "web":
        order.utm = rng.choices([row[0] for row in UTM], [row[1] for row in UTM])[0]
    order.status = _status(rng, day) if channel != "store" else "completed"
    if order.status in REVENUE_STATUSES:
        _refund(rng, order)
    order.as_guest = person.kind == "guest" or (
        channel == "web" and bool(person.own_emails) and rng.random() < 0.035
    )
    return order


def make_orders(people: list[Person]) -> list[Order]:
    """Return all orders in the order of time, numbered from 10001.

    Moves a person's `joined_at` back where needed: nobody orders before being known.
    """

    rng = stream("orders")
    orders = []
    for person in people:
        if person.habit == "never":
            continue
        liked = favourites(rng, person.habit)
        thrifty = rng.random() < 0.15
        own = [
            new_order(rng, person, day, liked, number == 0, thrifty)
            for number, day in enumerate(_order_days(rng, person))
        ]
        if own and own[0].ordered_at < person.joined_at:
            person.joined_at = own[0].ordered_at - timedelta(minutes=4)
        orders.extend(own)
    staff = [person for person in people if person.kind == "staff"]
    for _ in range(7):
        person = rng.choice(staff)
        order = new_order(rng, person, busy_day(rng), favourites(rng, "once"), False, False)
        order.is_test, order.as_guest = True, False
        orders.append(order)
    orders.sort(key=lambda order: (order.ordered_at, order.person.person_id))
    for number, order in enumerate(orders, 10001):
        order.number = number
    return orders
