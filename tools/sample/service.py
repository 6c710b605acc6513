"""What people ask and answer: support tickets and surveys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .orders import Order
from .people import Person
from .seasons import moment
from .settings import AS_OF, stream

CATEGORIES = (
    ("delivery", 36),
    ("product question", 22),
    ("billing", 14),
    ("machine repair", 12),
    ("return", 10),
    ("account", 6),
)
PRAISE = (
    "Great beans, fast delivery.",
    "Always fresh; the Kontor is my favourite",
    'My colleagues say: "best office coffee ever"',
    "Friendly people in the shop ☕",
    "Very good advice on grinders, thank you",
)
BLAME = (
    "Parcel came late; two bags were torn",
    "Too expensive since the new prices",
    "Machine broke after 3 months, still waiting",
    "The roast is too dark, for me at least",
    "Nobody answers the phone",
)
NEUTRAL = ("Good coffee, packaging could be better", "Okay", "Fine, but shipping costs too much")


@dataclass(frozen=True)
class Ticket:
    """One support case."""

    person: Person
    created_at: datetime
    category: str
    channel: str
    priority: str
    status: str
    closed_at: datetime | None
    csat: int | None


@dataclass(frozen=True)
class Answer:
    """One answered survey."""

    person: Person
    responded_at: datetime
    survey_type: str
    score: int
    score_max: int
    comment: str


def _working_time(rng: Random, start: datetime, hours: float) -> datetime:
    """Return a time of day, not of night, about some hours after another time."""

    day = (start + timedelta(hours=hours)).date()
    return moment(rng, max(day, start.date() + timedelta(days=1)), 7, 18)


def _ticket(rng: Random, order: Order) -> Ticket:
    created = _working_time(rng, order.ordered_at, hours=rng.expovariate(1 / 90))
    category = rng.choices([row[0] for row in CATEGORIES], [row[1] for row in CATEGORIES])[0]
    closed = _working_time(rng, created, hours=rng.lognormvariate(3.2, 1.1))
    status, score = "closed" if rng.random() < 0.7 else "solved", None
    if closed.date() > AS_OF or rng.random() < 0.03:
        closed, status = None, rng.choice(("open", "open", "pending"))
    elif rng.random() < 0.42:
        score = rng.choices((1, 2, 3, 4, 5), (10, 8, 13, 30, 39))[0]
    return Ticket(
        order.person,
        created,
        category,
        rng.choices(("email", "web", "phone", "chat"), (5, 3, 3, 2))[0],
        rng.choices(("", "low", "normal", "high", "urgent"), (4, 3, 10, 3, 1))[0],
        status,
        closed,
        score,
    )


def make_tickets(orders: list[Order]) -> list[Ticket]:
    """Return the tickets in the order of time; some customers have far more than others."""

    rng = stream("tickets")
    trying = {order.person.person_id: rng.choices((0.5, 4), (9, 1))[0] for order in orders}
    tickets = [
        _ticket(rng, order)
        for order in orders
        if rng.random() < 0.08 * trying[order.person.person_id] and order.person.kind != "staff"
    ]
    tickets = [each for each in tickets if each.created_at.date() <= AS_OF]
    return sorted(tickets, key=lambda each: (each.created_at, each.person.person_id))


def _comment(rng: Random, share: float) -> str:
    if rng.random() < 0.6:
        return ""
    return rng.choice(PRAISE if share > 0.85 else NEUTRAL if share > 0.55 else BLAME)


def make_answers(orders: list[Order], tickets: list[Ticket]) -> list[Answer]:
    """Return survey answers: NPS after orders, CSAT after tickets, some CES, oldest first."""

    rng = stream("surveys")
    answers = []
    for order in orders:
        if rng.random() < 0.085 and order.person.kind != "staff":
            at = _working_time(rng, order.ordered_at, hours=rng.randint(200, 290))
            if order.status in ("cancelled", "refunded"):
                score = rng.randint(0, 7)
            else:
                score = rng.choices(range(11), (2, 1, 1, 2, 2, 4, 5, 12, 19, 26, 26))[0]
            answers.append(Answer(order.person, at, "nps", score, 10, _comment(rng, score / 10)))
    for ticket in tickets:
        if ticket.csat and ticket.closed_at:
            at = _working_time(rng, ticket.closed_at, hours=rng.randint(1, 50))
            if rng.random() < 0.5:
                answers.append(
                    Answer(
                        ticket.person, at, "csat", ticket.csat, 5, _comment(rng, ticket.csat / 5)
                    )
                )
            elif rng.random() < 0.3:
                answers.append(Answer(ticket.person, at, "ces", rng.randint(2, 7), 7, ""))
    answers = [each for each in answers if each.responded_at.date() <= AS_OF]
    return sorted(answers, key=lambda each: (each.responded_at, each.person.person_id))
