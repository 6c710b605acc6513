"""What the sample's truth says of the people of a system, held against what was built."""

from __future__ import annotations

import csv
from decimal import Decimal

from project import ROOT, Project
from systems.raw_rows import values

# The kinds of duplicates that an address or the system's own word gives away.
TOLD_BY_ADDRESS = ("lead", "email_case", "gmail_alias", "name_typo", "second_list")


def record_people(*systems: str) -> list[dict[str, str]]:
    """The truth about the contact records of some systems."""
    with (ROOT / "data" / "truth" / "record_people.csv").open() as file:
        return [row for row in csv.DictReader(file) if row["system"] in systems]


def true_revenue(*systems: str) -> dict[str, Decimal]:
    """Net revenue by currency, as the truth of some systems has it."""
    revenue: dict[str, Decimal] = {}
    with (ROOT / "data" / "truth" / "order_truth.csv").open() as file:
        for row in csv.DictReader(file):
            if row["system"] in systems and row["is_revenue"] == "true":
                net = revenue.get(row["currency"], Decimal(0)) + Decimal(row["net_amount"])
                revenue[row["currency"]] = net
    return revenue


def won_deals() -> dict[str, Decimal]:
    """Amounts of the deals won by currency: the sales of a CRM that knows no shop. The sample's
    CRMs hold the same deals, which its plain files list as they are."""
    won: dict[str, Decimal] = {}
    with (ROOT / "data" / "sample" / "csv" / "deals.csv").open() as file:
        for row in csv.DictReader(file):
            if row["status"] == "won":
                won[row["currency"]] = won.get(row["currency"], Decimal(0)) + Decimal(row["amount"])
    return won


def assert_won_deals_are_the_revenue(project: Project) -> None:
    """To the cent, and nothing else is."""
    assert values(
        project,
        """
        select currency, sum(net_amount) from crm_core.orders where is_revenue
        group by 1 order by 1
        """,
    ) == sorted(won_deals().items())


def contact_ids(project: Project) -> dict[tuple[str, str], str]:
    """The contact of each record, by system and the system's own id."""
    rows = values(
        project, "select source_system, source_contact_id, contact_id from crm_core.contact_records"
    )
    return {(system, key): contact for system, key, contact in rows}


def assert_people_are_found(project: Project, *systems: str) -> None:
    """Every record is there; what an address or a merge gives away is one contact, and a
    contact never holds two people, but for those who share an address."""
    truth, contacts = record_people(*systems), contact_ids(project)
    assert truth, f"no truth about {systems}: run python -m tools.sample"
    missing = [row for row in truth if (row["system"], row["source_contact_id"]) not in contacts]
    assert missing == []

    def contact(row: dict[str, str], key: str = "source_contact_id") -> str:
        return contacts[row["system"], row[key]]

    own = {}
    for row in truth:
        if row["variant"] == "original" and row["email_kind"] == "own":
            own.setdefault(row["person_id"], contact(row))
    apart = [
        row
        for row in truth
        if row["person_id"] in own
        and row["email_kind"] == "own"
        and row["variant"] in ("original", *TOLD_BY_ADDRESS)
        and contact(row) != own[row["person_id"]]
    ]
    assert apart == []
    unmerged = [
        row for row in truth if row["merged_into"] and contact(row) != contact(row, "merged_into")
    ]
    assert unmerged == []

    people: dict[str, set[str]] = {}
    for row in truth:
        if row["email_kind"] not in ("shared", "role"):
            people.setdefault(contact(row), set()).add(row["person_id"])
    assert [each for each in people.values() if len(each) > 1] == []
