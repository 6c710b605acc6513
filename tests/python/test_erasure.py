"""Erasure over several days: nothing of the person is left, and nothing comes back unasked."""

from __future__ import annotations

import pytest
from project import Project

ANN = {
    "contact_id": "erasable-1",
    "email": "annabel.erasable@example.com",
    "phone": "+49 30 901820",
    "first_name": "Annabel",
    "last_name": "Erasable",
    "country": "DE",
    "created_at": "2025-01-01",
}
# the same person by phone and name; her mailbox here is one that Mario has too
ANN_AT_HOME = ANN | {"contact_id": "erasable-2", "email": "casa.rossi@example.com"}
MARIO = {
    "contact_id": "mario",
    "email": "casa.rossi@example.com",
    "first_name": "Mario",
    "created_at": "2025-01-01",
}
BOB = {"contact_id": "bob", "email": "bob@example.com", "phone": "call me", "created_at": ""}

# what must be nowhere; the mailbox she shares is Mario's too
PERSONAL = ["annabel", "erasable", "901820", "browser-of-hers"]


def company(*contacts: dict) -> dict:
    """The raw files: what she did by id, by address only, and in a line that is no row."""
    columns = list(ANN)
    lines = [",".join(columns)]
    lines += [",".join(person.get(column, "") for column in columns) for person in contacts]
    return {
        "contacts": "\n".join(lines) + "\nbroken,annabel.erasable@example.com\n",
        "orders": [
            order("o1", "erasable-1", "", "2026-01-01"),
            order("o2-erasable", "", "Annabel.Erasable@example.com", "2026-02-01"),
            order("o3", "bob", "", "2026-03-01"),
            order("o4", "mario", "", "2026-03-01"),
        ],
        "order_items": [
            {"order_item_id": f"{name}-line", "order_id": name, "quantity": "1"}
            for name in ("o1", "o2-erasable", "o3")
        ],
        "email_events": [
            {
                "event_id": "1",
                "email": "annabel.erasable@example.com",
                "event_type": "opened",
                "occurred_at": "2026-06-01 10:00:00",
            }
        ],
        "web_events.parquet": [
            web("w1", "erasable-1", "browser-of-hers"),
            web("w2", None, "browser-of-hers"),
            web("w3", "bob", "another browser"),
        ],
        "tags": [{"contact_id": "erasable-1", "tag": "erasable tag"}],
        "consent_events": [
            {
                "contact_id": name,
                "channel": "email",
                "status": "granted",
                "occurred_at": "2026-01-01 10:00:00",
                "source": "form",
            }
            for name in ("erasable-1", "bob")
        ],
    }


def order(name: str, contact: str, email: str, at: str) -> dict:
    """An order of 10."""
    return {
        "order_id": name,
        "contact_id": contact,
        "email": email,
        "ordered_at": at,
        "total_amount": "10",
    }


def web(name: str, contact: str | None, browser: str) -> dict:
    """A page viewed."""
    return {
        "event_id": name,
        "contact_id": contact,
        "anonymous_id": browser,
        "event_name": "page_view",
        "occurred_at": "2026-06-01 10:00:00",
    }


def found(project: Project, values: list[str]) -> set[str]:
    """Every text column of every table and view that holds one of the values.

    On a server the raw tables are the connector's, and staging views are windows on them.
    """
    columns = project.query("""
        select table_schema, table_name, column_name from information_schema.columns
        where table_schema not in ('information_schema', 'pg_catalog')
            and lower(data_type) in ('varchar', 'text', 'character varying', 'json')
    """)
    tables: dict[str, list[str]] = {}
    for row in columns:
        theirs = row["table_schema"].startswith("raw_") or row["table_schema"] == "crm_staging"
        if project.engine == "duckdb" or not theirs:
            name = f'"{row["table_schema"]}"."{row["table_name"]}"'
            tables.setdefault(name, []).append(row["column_name"])
    assert len(tables) > 80
    holding = set()
    for table, names in tables.items():
        counts = ", ".join(
            "count(*) filter (where "
            + " or ".join(f"lower(\"{name}\") like '%{value}%'" for value in values)
            + f') as "{name}"'
            for name in names
        )
        (row,) = project.query(f"select {counts} from {table}")
        holding |= {f"{table}.{name}" for name, count in row.items() if count}
    return holding


def contacts(project: Project) -> set[str]:
    """The mailboxes and names that there are."""
    return {
        f"{row['email']} {row['first_name'] or ''}".strip()
        for row in project.query("select email, first_name from crm_core.contacts")
    }


@pytest.mark.slow
def test_who_is_erased_is_nowhere_and_stays_away(make_project, engine):
    project = make_project(company(ANN, ANN_AT_HOME, MARIO, BOB), engine=engine)

    def build(day: str) -> None:
        result = project.build(as_of=day)
        assert result.success, result.message

    build("2026-06-20")
    assert contacts(project) == {
        "annabel.erasable@example.com Annabel",
        "casa.rossi@example.com Mario",
        "bob@example.com",
    }
    before = found(project, PERSONAL)
    assert any("rejected_records" in column for column in before)

    # she asks; the request names one address, and her other record goes with it
    request = {"email": "Annabel.Erasable@example.com ", "requested_at": "2026-06-21"}
    project.write({"erasure_requests": [request]})
    build("2026-06-21")
    assert found(project, PERSONAL) == set()
    others = {"casa.rossi@example.com Mario", "bob@example.com"}
    assert contacts(project) == others
    assert {row["order_key"] for row in project.query("select * from crm_core.orders")} == {
        "csv:o3",
        "csv:o4",
    }
    due = project.query("select * from crm_core.erasures_due_at_source")
    assert {row["source_table"] for row in due} >= {"contacts", "orders", "email_events"}

    # the request is done with and gone, and her data lands again, under a new id
    again = ANN | {"contact_id": "new-id", "phone": "", "created_at": ""}
    project.remove("erasure_requests")
    project.write(company(ANN, again, ANN_AT_HOME, MARIO, BOB))
    build("2026-06-22")
    assert found(project, [*PERSONAL, "new-id"]) == set()
    assert contacts(project) == others

    # she comes back: what is dated from that day on is let in, what was before is not
    back = ANN | {"contact_id": "back", "created_at": "2026-06-24", "phone": ""}
    raw = company(ANN, back, ANN_AT_HOME, MARIO, BOB)
    raw["orders"].append(order("o5", "back", "", "2026-06-24"))
    raw["erasure_requests"] = [
        {
            "email": "annabel.erasable@example.com",
            "action": "return",
            "requested_at": "2026-06-23",
        }
    ]
    project.write(raw)
    build("2026-06-24")
    assert contacts(project) == others | {"annabel.erasable@example.com Annabel"}
    assert found(project, ["erasable-1", "erasable-2", "browser-of-hers", "o2-erasable"]) == set()
    theirs = project.query("""
        select order_key from crm_core.orders as o
        inner join crm_core.contacts as c on o.contact_id = c.contact_id
        where c.first_name = 'Annabel'
    """)
    assert theirs == [{"order_key": "csv:o5"}]


def test_who_asked_before_the_first_build_never_enters(make_project, engine):
    """Nothing was built that could say who is who: her other record follows by phone and name."""
    project = make_project(
        company(ANN, ANN_AT_HOME, MARIO, BOB)
        | {"erasure_requests": [{"email": ANN["email"], "requested_at": "2026-06-19"}]},
        engine=engine,
    )
    result = project.build(as_of="2026-06-20")
    assert result.success, result.message

    assert found(project, PERSONAL) == set()
    assert contacts(project) == {"casa.rossi@example.com Mario", "bob@example.com"}
    due = project.query("select * from crm_core.erasures_due_at_source")
    assert {row["source_table"] for row in due} >= {"contacts", "orders", "email_events"}
