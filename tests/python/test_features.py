"""Every feature of every contact against the plain Python reference: on the sample company, and on
small companies that hypothesis invents, whose days lie on the edges of the windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from feature_tables import core_tables, differences, reference_seeds
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from project import SAMPLE_AS_OF, Project
from reference.features import contact_features

AS_OF = date.fromisoformat(SAMPLE_AS_OF)


def built_features(project: Project) -> dict[str, dict]:
    """contact_features as it was built, by contact."""
    rows = project.query("select * from crm_features.contact_features")
    return {row["contact_id"]: row for row in rows}


def test_every_feature_of_the_sample_agrees(sample: Project):
    expected = contact_features(core_tables(sample), reference_seeds(), AS_OF)
    assert len(expected) > 2000
    assert differences(expected, built_features(sample)) == []


def test_the_reference_leaves_no_measured_feature_out(sample: Project):
    """What is only passed on from contacts need not be computed twice; all else must be."""
    passed_on = {
        *("contact_id", "as_of_on", "region", "city", "language", "gender", "company_name"),
        *("industry", "job_title", "source_channel", "utm_source", "utm_medium", "utm_campaign"),
        *("job_seniority", "job_function", "lifecycle_stage", "lead_status", "owner"),
    }
    expected = contact_features(core_tables(sample), reference_seeds(), AS_OF)
    assert set(next(iter(expected.values()))) | passed_on == set(
        next(iter(built_features(sample).values()))
    )


def test_a_past_date_sees_nothing_of_what_came_after(workshop, sample: Project):
    """The sample as of a day two years into its story, from the same files."""
    past = date(2025, 2, 28)
    project = workshop.project(sample.raw, as_of=past)
    result = project.build("+contact_features", data_tests=False)
    assert result.success, result.message
    # what is known of a permission is core's to say; it has seen the date too
    expected = contact_features(core_tables(project), reference_seeds(), past)
    assert 500 < len(expected) < len(built_features(sample))
    assert differences(expected, built_features(project)) == []


# ---- invented companies

# days before the as-of date; below zero is what nobody may see
DAYS = st.one_of(
    st.sampled_from([0, 1, -1, -40, 6, 7, 14, 21, 22, 29, 30, 31, 42, 43, 59, 60, 61]),
    st.sampled_from([89, 90, 91, 179, 180, 181, 182, 364, 365, 366, 400, 800]),
    st.integers(-5, 800),
)
AMOUNTS = st.one_of(
    st.sampled_from([Decimal("10.00"), Decimal("19.99"), Decimal("0.01")]),
    st.integers(1, 500_000).map(lambda cents: Decimal(cents) / 100),
)
HOURS = st.integers(0, 23)


def maybe(strategy, most: int = 3):
    """A few of something, often none."""
    return st.lists(strategy, max_size=most)


ORDER = st.fixed_dictionaries(
    {
        "days": DAYS,
        "hour": HOURS,
        "total": AMOUNTS,
        "refunded": st.sampled_from(["none", "none", "none", "part", "all"]),
        "discount": st.sampled_from([None, Decimal(0), Decimal("1.50")]),
        "status": st.sampled_from(["completed", "completed", "completed", "cancelled", "pending"]),
        "is_test": st.sampled_from([False, False, False, True]),
        "categories": st.lists(st.sampled_from(["tea", "coffee", "cups", None]), max_size=3),
    }
)
CONTACT = st.fixed_dictionaries(
    {
        "created": st.one_of(st.none(), DAYS),
        "born": st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2027, 1, 1))),
        "tags": st.lists(st.sampled_from(["vip", "b2b", "press"]), unique=True),
        # the simplest company hypothesis thinks of: all alike, one order each
        "orders": st.one_of(st.lists(ORDER, min_size=1, max_size=6), st.just([])),
        "steady": st.one_of(st.none(), st.tuples(DAYS, st.integers(1, 90), st.integers(3, 5))),
        "carts": maybe(st.tuples(DAYS, HOURS, AMOUNTS, st.one_of(st.none(), DAYS)), 2),
        "emails": maybe(
            st.tuples(
                DAYS,
                st.sampled_from(
                    ["sent", "delivered", "opened", "clicked", "bounced", "unsubscribed"]
                ),
            ),
            6,
        ),
        "pages": maybe(st.tuples(DAYS, st.sampled_from(["page_view", "login", "product_viewed"]))),
        "tickets": maybe(st.tuples(DAYS, st.one_of(st.none(), DAYS)), 2),
        "surveys": maybe(
            st.tuples(DAYS, HOURS, st.sampled_from(["nps", "csat"]), st.integers(0, 5))
        ),
        "loyalty": maybe(
            st.tuples(DAYS, st.sampled_from(["visit", "join", "tier_change"]), st.just("gold"))
        ),
        "deals": maybe(
            st.tuples(
                DAYS,
                AMOUNTS,
                st.sampled_from(["open", "won", "lost"]),
                st.one_of(st.none(), DAYS),
            ),
            2,
        ),
        "consents": maybe(
            st.tuples(
                DAYS,
                st.sampled_from(["email", "sms", "phone"]),
                st.sampled_from(["granted", "denied", "withdrawn"]),
            ),
            2,
        ),
    }
)
COMPANY = st.lists(CONTACT, min_size=25, max_size=40)

# an example is a whole build: few of them, always the same, never made smaller
INVENTED = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@given(company=COMPANY)
@settings(INVENTED, max_examples=3)
def test_every_feature_of_an_invented_company_agrees(workshop, company: list[Mapping]):
    assert disagreements(workshop, company, "duckdb") == []


@pytest.mark.slow
@pytest.mark.postgres
@given(company=COMPANY)
@settings(INVENTED, max_examples=2)
def test_every_feature_of_an_invented_company_agrees_on_postgres(workshop, company: list[Mapping]):
    assert disagreements(workshop, company, "postgres") == []


def disagreements(workshop, company: list[Mapping], engine: str) -> list[str]:
    """What a build of an invented company and the reference do not agree on."""
    raw, core = written_down(company)
    project = workshop.project(raw, engine=engine)
    result = project.build("+contact_features +contact_records", data_tests=False)
    assert result.success, result.message

    expected = contact_features(core, reference_seeds(), AS_OF)
    names = {
        row["contact_id"]: row["source_contact_id"]
        for row in project.query(
            "select contact_id, source_contact_id from crm_core.contact_records"
        )
    }
    found = {names[contact]: row for contact, row in built_features(project).items()}
    workshop.release(project)
    return differences(expected, found)


def written_down(company: list[Mapping]) -> tuple[dict, dict]:
    """An invented company twice: as raw files, and as the core tables that these must become."""
    return Ledger(company).pages()


class Ledger:
    """Writes each thing that happened into the raw file and into the core table."""

    def __init__(self, company: list[Mapping]) -> None:
        self.raw: dict[str, list[dict]] = {}
        self.core: dict[str, list[dict]] = {
            name: []
            for name in (
                *("contacts", "orders", "order_items", "activities", "carts", "deals"),
                *("contact_permissions", "contact_tags"),
            )
        }
        self.said: dict[tuple, list[tuple]] = {}
        for number, contact in enumerate(company):
            self.write_contact(f"{number:03}", contact)
        self.decide_permissions()

    def pages(self) -> tuple[dict, dict]:
        """The raw files, and the core tables."""
        # at least a header, so that no company is without orders
        self.raw.setdefault("orders", "order_id,contact_id,ordered_at,total_amount\n")
        return self.raw, self.core

    def add(self, file: str, **columns) -> str:
        """One more line of a raw file, with a key; returns the key."""
        lines = self.raw.setdefault(file, [])
        key = f"{len(lines):05}"
        lines.append({KEYS.get(file, "key"): key, **columns} if file in KEYS else columns)
        return key

    def did(self, contact: str, activity_type: str, at: datetime, key: str, **rest) -> None:
        """One more activity."""
        self.core["activities"].append(
            {
                "contact_id": contact,
                "activity_type": activity_type,
                "occurred_at": at,
                "occurred_on": at.date(),
                "activity_key": key,
                "value": None,
                "detail_name": None,
                **rest,
            }
        )

    def write_contact(self, name: str, contact: Mapping) -> None:
        created = None if contact["created"] is None else moment(contact["created"], 12)
        self.raw.setdefault("contacts", []).append(
            {
                "contact_id": name,
                "email": f"person.{name}@example.com",
                "country": "DE",
                "birth_date": contact["born"],
                "created_at": created,
                "tags": ";".join(contact["tags"]) or None,
            }
        )
        self.core["contacts"].append(
            {
                "contact_id": name,
                "email": f"person.{name}@example.com",
                "phone": None,
                "country": "DE",
                "birth_on": contact["born"],
                "created_at": created,
                "is_archived": False,
                "is_guest": False,
            }
        )
        for tag in contact["tags"]:
            self.core["contact_tags"].append({"contact_id": name, "tag": tag, "tagged_at": None})

        orders = list(contact["orders"])
        if contact["steady"]:
            last, gap, times = contact["steady"]
            plain = {"hour": 9, "refunded": "none", "discount": None, "status": "completed"}
            plain |= {"is_test": False, "categories": ["tea"], "total": Decimal(20)}
            orders += [{**plain, "days": last + gap * time} for time in range(times)]
        for order in orders:
            self.write_order(name, order)

        for days, hour, amount, completed in contact["carts"]:
            self.write_cart(name, moment(days, hour), amount, completed)
        for days, event in contact["emails"]:
            at = moment(days, 8)
            key = self.add("email_events", contact_id=name, event_type=event, occurred_at=at)
            kind = "bounced_hard" if event == "bounced" else event
            self.did(name, f"email_{kind}", at, key)
            if event == "unsubscribed":
                self.said.setdefault((name, "email"), []).append((at, "withdrawn"))
        for days, event in contact["pages"]:
            at = moment(days, 10)
            key = self.add("web_events", contact_id=name, event_name=event, occurred_at=at)
            self.did(name, "page_viewed" if event == "page_view" else f"web_{event}", at, key)
        for days, closed in contact["tickets"]:
            self.write_ticket(name, days, closed)
        for days, hour, kind, score in contact["surveys"]:
            at = moment(days, hour)
            key = self.add(
                "survey_responses", contact_id=name, responded_at=at, survey_type=kind, score=score
            )
            self.did(name, f"survey_{kind}_answered", at, key, value=Decimal(score))
        for days, event, tier in contact["loyalty"]:
            at = moment(days, 15)
            key = self.add(
                "loyalty_events", contact_id=name, occurred_at=at, event_type=event, tier=tier
            )
            kinds = {"visit": "store_visited", "join": "loyalty_joined"}
            detail = None if event == "visit" else tier
            self.did(name, kinds.get(event, "tier_changed"), at, key, detail_name=detail)
        for days, amount, status, closed in contact["deals"]:
            self.write_deal(name, days, amount, status, closed)
        for days, channel, status in contact["consents"]:
            at = moment(days, 11)
            self.add(
                "consent_events",
                contact_id=name,
                channel=channel,
                status=status,
                occurred_at=at,
                purpose="marketing",
            )
            self.did(name, f"consent_{status}", at, "")
            self.said.setdefault((name, channel), []).append((at, status))

    def write_order(self, name: str, order: Mapping) -> None:
        at = moment(order["days"], order["hour"])
        part = (order["total"] / 2).quantize(Decimal("0.01"))
        refunded = {"none": Decimal(0), "part": part, "all": order["total"]}[order["refunded"]]
        key = self.add(
            "orders",
            contact_id=name,
            ordered_at=at,
            total_amount=order["total"],
            refunded_amount=refunded,
            discount_amount=order["discount"],
            status=order["status"],
            is_test=order["is_test"],
            currency="EUR",
        )
        net = order["total"] - refunded
        is_revenue = order["status"] == "completed" and not order["is_test"] and net > 0
        row = {
            "contact_id": name,
            "ordered_at": at,
            "ordered_on": at.date(),
            "is_revenue": is_revenue,
            "is_test": order["is_test"],
            "net_revenue": net if is_revenue else Decimal(0),
            "refunded_amount": refunded,
            "discount_amount": order["discount"],
        }
        self.core["orders"].append(row)
        if not order["is_test"]:
            self.did(name, "order_placed" if is_revenue else "order_other", at, key)
        for place, category in enumerate(order["categories"]):
            amount = Decimal(place + 1)
            self.add(
                "order_items",
                order_id=key,
                product_id=f"p-{category}",
                quantity=1,
                unit_price=amount,
                line_amount=amount,
            )
            self.core["order_items"].append(
                {
                    "contact_id": name,
                    "product_name": f"Some {category}",
                    "category": category,
                    "ordered_on": at.date(),
                    "is_revenue": is_revenue,
                    "net_revenue": amount,
                }
            )
            products = self.raw.setdefault("products", [])
            product = {
                "product_id": f"p-{category}",
                "product_name": f"Some {category}",
                "category": category,
            }
            if product not in products:
                products.append(product)

    def write_cart(self, name: str, at: datetime, amount: Decimal, completed: int | None) -> None:
        done = None if completed is None else moment(completed, 23)
        key = self.add(
            "carts",
            contact_id=name,
            created_at=at,
            total_amount=amount,
            currency="EUR",
            completed_at=done,
        )
        self.did(name, "cart_created", at, key)
        self.core["carts"].append(
            {
                "contact_id": name,
                "created_at": at,
                "created_on": at.date(),
                "is_recovered": done is not None,
                "completed_at": done,
                "total_amount_reporting": amount,
            }
        )

    def write_ticket(self, name: str, days: int, closed: int | None) -> None:
        at = moment(days, 9)
        done = None if closed is None else moment(closed, 17)
        key = self.add("support_tickets", contact_id=name, created_at=at, closed_at=done)
        self.did(name, "ticket_opened", at, key)
        if done:
            self.did(name, "ticket_closed", done, key)

    def write_deal(
        self, name: str, days: int, amount: Decimal, status: str, closed: int | None
    ) -> None:
        at = moment(days, 9)
        done = None if closed is None or status == "open" else moment(closed, 17)
        key = self.add(
            "deals",
            contact_id=name,
            created_at=at,
            amount=amount,
            currency="EUR",
            stage="Proposal",
            status=status,
            closed_at=done,
        )
        self.did(name, "deal_opened", at, key)
        if status != "open":
            self.did(name, f"deal_{status}", done or at, key)
        self.core["deals"].append(
            {
                "contact_id": name,
                "deal_key": key,
                "stage": "Proposal",
                "created_on": at.date(),
                "closed_on": done.date() if done else None,
                "deal_status": status,
                "amount_reporting": amount,
            }
        )

    def has_bounced(self, name: str) -> bool:
        """Whether the last e-mail that arrived did so before the last that came back."""
        mails = [
            (row["occurred_at"], row["activity_type"])
            for row in self.core["activities"]
            if row["contact_id"] == name and row["occurred_at"].date() <= AS_OF
        ]
        arrived = ("email_delivered", "email_opened", "email_clicked")
        bounces = [at for at, kind in mails if kind == "email_bounced_hard"]
        arrivals = [at for at, kind in mails if kind in arrived]
        return bool(bounces) and (not arrivals or max(arrivals) <= max(bounces))

    def decide_permissions(self) -> None:
        """The newest word up to the as-of date counts; at the same moment a no beats a yes."""
        for (name, channel), words in self.said.items():
            seen = [(at, status != "granted") for at, status in words if at.date() <= AS_OF]
            is_dead = channel == "email" and self.has_bounced(name)
            if seen:
                self.core["contact_permissions"].append(
                    {
                        "contact_id": name,
                        "channel": channel,
                        "purpose": "marketing",
                        "is_permitted": not max(seen)[1] and not is_dead,
                    }
                )


KEYS = {
    "orders": "order_id",
    "order_items": "order_item_id",
    "carts": "cart_id",
    "email_events": "event_id",
    "web_events": "event_id",
    "support_tickets": "ticket_id",
    "survey_responses": "response_id",
    "loyalty_events": "event_id",
    "deals": "deal_id",
}


def moment(days: int, hour: int) -> datetime:
    """An hour (UTC) so many days before the as-of date."""
    return datetime(AS_OF.year, AS_OF.month, AS_OF.day, hour) - timedelta(days=days)
