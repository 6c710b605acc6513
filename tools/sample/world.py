"""The whole truth in one place."""

from dataclasses import dataclass

from .carts import Cart, make_carts
from .companies import Company, make_companies
from .consents import Consent, Subscription, make_consents
from .mailings import Campaign, MailEvent, make_campaigns, make_mail_events
from .orders import Order, make_orders
from .people import Person, make_people
from .profiles import (
    Attribute,
    Profile,
    Tag,
    make_attributes,
    make_profiles,
    make_tags,
)
from .sales import Activity, Deal, make_activities, make_deals, make_owners
from .service import Answer, Ticket, make_answers, make_tickets
from .store import LoyaltyEvent, SocialEvent, make_loyalty, make_social
from .web import WebEvent, make_web_events


@dataclass(frozen=True)
class World:
    """What really happened. Lists of events are in the order of time.

    Everything points at `Person`, never at a record: which records of a person exist
    where is the business of a `Roster`.
    """

    companies: list[Company]
    people: list[Person]
    orders: list[Order]
    carts: list[Cart]
    consents: list[Consent]
    subscriptions: list[Subscription]
    campaigns: list[Campaign]
    mail_events: list[MailEvent]
    web_events: list[WebEvent]
    tickets: list[Ticket]
    answers: list[Answer]
    loyalty: list[LoyaltyEvent]
    social: list[SocialEvent]
    deals: list[Deal]
    activities: list[Activity]
    owners: list[str]
    profiles: dict[str, Profile]
    tags: list[Tag]
    attributes: list[Attribute]

    @property
    def known_people(self) -> list[Person]:
        """The people of whom some system has a record; the others only order as guests."""

        return [person for person in self.people if person.kind != "guest"]


def build_world() -> World:
    """Make the world. Takes about two seconds and gives the same one every time."""

    companies = make_companies()
    people = make_people(companies)
    orders = make_orders(people)
    carts = make_carts(people, orders)
    consents, subscriptions = make_consents(people)
    campaigns = make_campaigns()
    tickets = make_tickets(orders)
    deals = make_deals(companies)
    known = [person for person in people if person.kind in ("consumer", "business")]
    return World(
        companies=companies,
        people=people,
        orders=orders,
        carts=carts,
        consents=consents,
        subscriptions=subscriptions,
        campaigns=campaigns,
        mail_events=make_mail_events(campaigns, subscriptions),
        web_events=make_web_events(people, orders, carts),
        tickets=tickets,
        answers=make_answers(orders, tickets),
        loyalty=make_loyalty(people, orders),
        social=make_social(people),
        deals=deals,
        activities=make_activities(people, deals),
        owners=make_owners(),
        profiles=make_profiles(people, orders, deals),
        tags=make_tags(known, orders),
        attributes=make_attributes(known),
    )
