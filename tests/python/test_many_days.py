"""Many days of changing input: whatever comes, the history says of every day what was published on
it, and whoever follows the changes ends with the members."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from membership_days import Company, Destination

# each builds a project on several days
pytestmark = pytest.mark.slow

FIRST_DAY = date(2026, 4, 1)
COLUMNS = "segment_id, contact_id, variant, is_primary, is_permitted, is_actionable"


class Story:
    """Changes a company from day to day, at random but the same each time, and checks each day."""

    def __init__(self, company: Company, seed: int) -> None:
        self.company = company
        self.random = random.Random(seed)
        self.born = 0
        self.published: dict[str, set[tuple]] = {}
        self.destination = Destination()
        self.closed: set[tuple] = set()
        company.segment("vip", "order_count >= 3", exclusive_group="value", priority="1")
        company.segment("buyers", "order_count >= 1", exclusive_group="value", priority="2")
        company.segment("letters", "is_email_permitted is_true", holdout_share="0.3")
        shared = {"destination": "hubspot", "channel": "email", "purpose": "marketing"}
        company.syncs = [
            {"segment_id": "vip", "records": "primary", **shared},
            {"segment_id": "buyers", "records": "all", **shared},
            {"segment_id": "letters", "records": "all", **shared},
        ]
        for _ in range(25):
            self.new_person()

    def new_person(self) -> str:
        self.born += 1
        name = f"c{self.born}"
        permitted = self.random.random() < 0.7
        self.company.people[name] = {
            "order_count": self.random.randrange(5),
            "is_email_permitted": permitted,
        }
        self.company.permissions[name, "email", "marketing"] = permitted
        self.add_record(name)
        return name

    def add_record(self, name: str) -> None:
        number = len(self.company.records) + 1
        self.company.records.append(
            {
                "contact_record_key": f"hubspot:{number}",
                "source_contact_id": str(number),
                "contact_id": name,
            }
        )

    def anybody(self) -> str:
        return self.random.choice(sorted(self.company.people))

    # ---- what may happen on a day

    def orders(self, day: date) -> None:
        name = self.anybody()
        self.company.people[name]["order_count"] += 1
        self.company.activities.append((name, str(day), 1))

    def late_order(self, day: date) -> None:
        self.orders(day - timedelta(days=9))

    def returns(self, day: date) -> None:
        self.company.people[self.anybody()]["order_count"] = 0

    def newcomer(self, day: date) -> None:
        self.new_person()

    def consent(self, day: date) -> None:
        name = self.anybody()
        permitted = not self.company.people[name]["is_email_permitted"]
        self.company.people[name]["is_email_permitted"] = permitted
        self.company.permissions[name, "email", "marketing"] = permitted

    def merge(self, day: date) -> None:
        gone, kept = self.anybody(), self.anybody()
        if gone != kept:
            self.company.merges.append((gone, kept, "merge", str(day)))
            left = self.company.people.pop(gone)
            self.company.people[kept]["order_count"] += left["order_count"]
            for record in self.company.records:
                if record["contact_id"] == gone:
                    record["contact_id"] = kept

    def split(self, day: date) -> None:
        name = self.anybody()
        other = self.new_person()
        self.company.people[other] = dict(self.company.people[name])
        self.company.merges.append((name, other, "split", str(day)))

    def gone(self, day: date) -> None:
        """Erased, or left out by a source that failed: no record is there any more."""
        name = self.anybody()
        del self.company.people[name]
        self.company.records = [r for r in self.company.records if r["contact_id"] != name]

    def rule(self, day: date) -> None:
        least = self.random.choice([2, 3, 4])
        self.company.segment(
            "vip", f"order_count >= {least}", exclusive_group="value", priority="1"
        )

    def holdout(self, day: date) -> None:
        share = self.random.choice(["", "0.3", "0.6"])
        self.company.segment("letters", "is_email_permitted is_true", holdout_share=share)

    def by_hand(self, day: date) -> None:
        name, kind = self.anybody(), self.random.choice(["include", "exclude"])
        self.company.overrides = [
            {
                "segment_id": "vip",
                "contact": name,
                "override": kind,
                "reason": "asked",
                "author": "Kim",
                "added_on": str(day),
                "expires_on": str(day + timedelta(days=3)),
            }
        ]

    # ---- days

    def live(self, day: date) -> None:
        """Lets a day happen, runs it (or misses it, or runs it twice), and checks."""
        often = [self.orders] * 5 + [self.late_order, self.returns, self.newcomer, self.consent]
        rarely = [self.merge, self.split, self.gone, self.rule, self.holdout, self.by_hand]
        for _ in range(self.random.choice([0, 0, 1, 2, 4])):
            self.random.choice(often * 2 + rarely)(day)
        chance = self.random.random()
        if chance < 0.15:
            return
        self.run(day)
        if chance > 0.9:
            before = self.company.whole_history()
            self.run(day, full_refresh=chance > 0.95)
            assert self.company.whole_history() == before
            assert self.destination.follow(self.company) == []

    def run(self, day: date, *, full_refresh: bool = False) -> None:
        self.company.day(day, full_refresh=full_refresh)
        self.published[str(day)] = {
            (segment, contact, *standing)
            for (segment, contact), standing in self.company.standing().items()
        }
        self.check_the_past()
        self.destination.follow(self.company)
        assert self.destination.members == self.sent()

    def check_the_past(self) -> None:
        closed = {row for row in self.company.whole_history() if row[12] is not None}
        assert self.closed <= closed
        self.closed = closed
        for day, members in self.published.items():
            then = self.company.query(
                f"select {COLUMNS} from crm_state.segment_membership_history "
                f"where valid_from <= '{day}' and (valid_to is null or valid_to > '{day}')"
            )
            assert set(then) == members
            assert len(then) == len(members)

    def sent(self) -> set[tuple[str, str]]:
        """(segment, record) as they must be known in the destination."""
        expected = set()
        for (segment, contact), standing in self.company.standing().items():
            variant, is_primary, _, _ = standing
            if variant == "holdout" or not is_primary:
                continue
            if not self.company.permissions.get((contact, "email", "marketing")):
                continue
            keys = sorted(
                record["contact_record_key"]
                for record in self.company.records
                if record["contact_id"] == contact
            )
            records = keys[:1] if segment == "vip" else keys
            expected |= {(segment, key.removeprefix("hubspot:")) for key in records}
        return expected


@pytest.fixture(scope="module")
def built_company(engine, request, tmp_path_factory) -> Company:
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    folder = tmp_path_factory.mktemp("company") / "project"
    return Company(folder, engine=engine, server=server)


@pytest.mark.parametrize(("days", "seed"), [(6, 5), pytest.param(60, 6, marks=pytest.mark.slow)])
def test_history_feed_and_destination_agree_after_any_days(built_company, days, seed):
    built_company.start_over()
    story = Story(built_company, seed)
    story.run(FIRST_DAY)
    for number in range(1, days):
        story.live(FIRST_DAY + timedelta(days=number))
    story.run(FIRST_DAY + timedelta(days=days))

    reasons = {row[0] for row in story.company.query(
        "select distinct reason from crm_segments.segment_membership_changes"
    )}  # fmt: skip
    if days == 60:
        assert reasons == {
            "behaviour",
            "rule_changed",
            "identity_merged",
            "identity_split",
            "consent",
            "override",
            "expired",
            "correction",
        }
