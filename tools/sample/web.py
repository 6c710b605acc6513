"""A year of visits to the web shop, with cookies that do not always know who it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .carts import Cart
from .catalogue import Product, products
from .names import plain
from .orders import UTM, Order
from .people import Person
from .seasons import busy_day, days_before, moment
from .settings import AS_OF, SHOP_URL, stream

GUIDES = (
    ("guide-dial-in", "Dial in your espresso (PDF)"),
    ("guide-brew-ratios", "Brew ratios (PDF)"),
    ("guide-office-coffee", "Coffee for offices: a calculator (PDF)"),
)
REFERRERS = (
    "https://www.google.com/",
    "https://www.instagram.com/",
    "https://duckduckgo.com/",
    "https://www.coffeeblog.example/best-roasters",
)
# How many visits a year people make: by habit.
VISITS = {"never": 1.4, "once": 2.2, "occasional": 3.5, "regular": 6, "devoted": 9, "office": 5}


@dataclass(frozen=True, slots=True)
class WebEvent:
    """One thing that happened in a visit; `person` is the truth, also when unidentified."""

    person: Person | None
    is_identified: bool
    anonymous_id: str
    session_id: str
    occurred_at: datetime
    event_name: str
    path: str
    title: str
    referrer: str = ""
    utm: tuple[str, str, str] = ("", "", "")
    content_id: str = ""

    @property
    def url(self) -> str:
        """The full address of the page."""

        return SHOP_URL + self.path


def _product_page(product: Product) -> tuple[str, str, str]:
    return "product_viewed", f"/products/{product.sku.lower()}", product.name


def _pages(rng: Random, person: Person | None, goal: str) -> list[tuple[str, str, str]]:
    """Return the steps of a visit: event name, path and page title."""

    shop = [each for each in products() if each.is_active]
    weights = [each.popularity for each in shop]
    steps = []
    if rng.random() < 0.55:
        steps.append(("page_view", "/", "Home"))
    if goal == "login" or (goal == "order" and rng.random() < 0.3):
        steps.append(("login", "/account/login", "Log in"))
    if goal == "pricing":
        steps.append(("page_view", "/office-coffee", "Coffee for offices"))
        steps += [("page_view", "/pricing", "Plans and pricing")] * rng.choice((1, 1, 2))
    elif goal == "guide":
        steps.append(("page_view", "/guides", "Guides"))
    else:
        for product in rng.choices(shop, weights, k=rng.choice((1, 1, 2, 3))):
            if rng.random() < 0.35:
                slug = plain(product.category).replace(".", "-")
                steps.append(("page_view", f"/collections/{slug}", product.category))
            steps.append(_product_page(product))
    if goal in ("order", "cart"):
        steps.append(("added_to_cart", "/cart", "Cart"))
        steps.append(("checkout_started", "/checkout", "Checkout"))
    if goal == "order":
        steps.append(("page_view", "/checkout/thank-you", "Thank you"))
    if goal == "browse" and rng.random() < 0.12:
        steps.append(("page_view", "/blog/water-for-coffee", "Water for coffee"))
    return steps


def _visit(
    rng: Random,
    person: Person | None,
    cookie: str,
    end: datetime,
    goal: str,
    utm: tuple[str, str, str],
    identified: bool,
) -> list[WebEvent]:
    steps = _pages(rng, person, goal)
    pauses = [rng.randint(9, 150) for _ in steps]
    at = end - timedelta(seconds=sum(pauses[1:]))
    session = f"{rng.getrandbits(32):08x}"
    referrer = rng.choice(REFERRERS) if utm == ("", "", "") and rng.random() < 0.5 else ""
    events = []
    for number, (name, path, title) in enumerate(steps):
        if number:
            at += timedelta(seconds=pauses[number])
        identified = identified or name == "login"
        events.append(
            WebEvent(
                person,
                identified,
                cookie,
                session,
                at,
                name,
                path,
                title,
                referrer if number == 0 else "",
                utm if number == 0 else ("", "", ""),
            )
        )
    if goal == "guide":
        guide, title = rng.choice(GUIDES)
        events.append(
            WebEvent(
                person,
                bool(person),
                cookie,
                session,
                at + timedelta(seconds=40),
                "content_downloaded",
                f"/guides/{guide}",
                title,
                content_id=guide,
            )
        )
    return events


def _goal(rng: Random, person: Person | None) -> str:
    if person is None:
        return rng.choices(("browse", "pricing", "cart"), (90, 5, 5))[0]
    if person.kind == "business":
        return rng.choices(("pricing", "guide", "browse", "login"), (5, 3, 4, 3))[0]
    return rng.choices(("browse", "login", "guide", "pricing"), (70, 22, 6, 2))[0]


def make_web_events(people: list[Person], orders: list[Order], carts: list[Cart]) -> list[WebEvent]:
    """Return the web events of the last year in the order of time.

    One cookie belongs to one device. Some couples share a device, so that one
    anonymous id is seen with two people.
    """

    rng = stream("web")
    events: list[WebEvent] = []
    cookies: dict[str, str] = {}
    homes: dict[str, str] = {}
    for person in people:
        cookie = f"{rng.getrandbits(40):010x}"
        if person.household_id and rng.random() < 0.3:
            cookie = homes.setdefault(person.household_id, cookie)
        cookies[person.person_id] = cookie
    since = days_before(365)
    for person in people:
        if person.kind in ("staff", "guest"):
            continue
        first = max(since, person.joined_at.date() - timedelta(days=9))
        mean = VISITS[person.habit] * (AS_OF - first).days / 365
        for _ in range(int(rng.expovariate(1 / mean)) if mean > 0 else 0):
            at = moment(rng, busy_day(rng, first))
            known = at > person.joined_at and rng.random() < 0.55
            utm = rng.choices([row[0] for row in UTM], [row[1] for row in UTM])[0]
            goal = _goal(rng, person) if at > person.joined_at else "browse"
            events += _visit(rng, person, cookies[person.person_id], at, goal, utm, known)
    for order in orders:
        if order.channel == "web" and order.ordered_at.date() > since and rng.random() < 0.7:
            events += _visit(
                rng,
                order.person,
                cookies[order.person.person_id],
                order.ordered_at + timedelta(seconds=30),
                "order",
                order.utm,
                not order.as_guest,
            )
    for cart in carts:
        if not cart.recovered_by:
            events += _visit(
                rng,
                cart.person,
                cookies[cart.person.person_id],
                cart.created_at,
                "cart",
                ("", "", ""),
                True,
            )
    for _ in range(1300):
        at = moment(rng, busy_day(rng, since))
        events += _visit(
            rng,
            None,
            f"{rng.getrandbits(40):010x}",
            at,
            _goal(rng, None),
            rng.choice(UTM)[0],
            False,
        )
    return sorted(
        (each for each in events if each.occurred_at.date() <= AS_OF),
        key=lambda each: (each.occurred_at, each.session_id),
    )
