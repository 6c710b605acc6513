"""The planted truth, for tests: who is who, what was sold, what is broken."""

from dataclasses import dataclass
from pathlib import Path

from .enrolment import CompanyRecord
from .files import money, write_csv
from .orders import Order
from .roster import Roster
from .world import World


@dataclass(frozen=True)
class Fault:
    """One bad cell. `effect` is `row_rejected` or `value_nulled`.

    `source_row` is the row as a spreadsheet numbers it: in a CSV file the header is row 1,
    in a Parquet file the first record is.
    """

    system: str
    entity: str
    source_row: int
    record_id: str
    column: str
    raw_value: str
    effect: str
    why: str


@dataclass(frozen=True)
class SystemTruth:
    """What one system's files hide: who its records are, whose its orders are, its faults."""

    system: str
    roster: Roster
    companies: list[CompanyRecord]
    orders: list[tuple[str, Order]]
    faults: list[Fault]


def write_truth(world: World, systems: list[SystemTruth], folder: Path) -> None:
    """Write the truth about the world and about each system into a folder as CSV."""

    write_csv(
        folder / "people.csv",
        [
            {
                "person_id": each.person_id,
                "kind": each.kind,
                "first_name": each.first_name,
                "last_name": each.last_name,
                "former_last_name": each.former_last_name,
                "birth_date": each.birth_date,
                "country": each.country,
                "emails": ";".join(each.emails),
                "phones": ";".join(each.phones),
                "household_id": each.household_id,
                "company_id": each.company.company_id if each.company else "",
            }
            for each in world.people
        ],
    )
    write_csv(
        folder / "record_people.csv",
        [
            {
                "system": truth.system,
                "source_contact_id": each.record_id,
                "person_id": each.person.person_id,
                "variant": each.variant,
                "email_kind": each.email_kind,
                "phone_kind": each.phone_kind,
                "merged_into": each.merged_into.record_id if each.merged_into else "",
            }
            for truth in systems
            for each in truth.roster.records
        ],
    )
    write_csv(
        folder / "company_truth.csv",
        [
            {
                "system": truth.system,
                "source_company_id": each.record_id,
                "company_id": each.company.company_id,
                "variant": each.variant,
                "company_name": each.company.name,
                "country": each.company.place.country,
                "industry": each.company.industry,
            }
            for truth in systems
            for each in truth.companies
        ],
    )
    write_csv(
        folder / "order_truth.csv",
        [
            {
                "system": truth.system,
                "order_id": name,
                "person_id": order.person.person_id,
                "currency": order.currency,
                "net_amount": money(order.net),
                "is_revenue": order.is_revenue,
            }
            for truth in systems
            for name, order in truth.orders
        ],
    )
    write_csv(folder / "faults.csv", [vars(fault) for truth in systems for fault in truth.faults])
