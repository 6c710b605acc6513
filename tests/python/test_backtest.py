"""make backtest: a past date sees nothing of what came after it, which is measured apart."""

from __future__ import annotations

from datetime import date

import backtest
import pytest
import yaml
from project import ROOT, Project, environment

DAY = date(2026, 3, 31)
UNTIL = date(2026, 6, 30)
BEFORE, ON_THE_DAY, AFTER = "2026-03-01 10:00:00", "2026-03-31 23:59:59", "2026-04-01 00:00:01"
LONG_AGO = "2025-01-01 09:00:00"

KNOWN = {
    "contacts": [
        {"contact_id": "1", "email": "ann@example.com", "country": "DE", "created_at": LONG_AGO},
        {"contact_id": "2", "email": "bob@example.com", "country": "DE", "created_at": LONG_AGO},
        {"contact_id": "3", "email": "cem@example.com", "country": "FR", "created_at": None},
    ],
    "orders": [
        {"order_id": "a", "contact_id": "1", "ordered_at": BEFORE, "total_amount": "20.00"},
        {"order_id": "b", "contact_id": "1", "ordered_at": ON_THE_DAY, "total_amount": "30.00"},
        {"order_id": "c", "contact_id": "2", "ordered_at": LONG_AGO, "total_amount": "5.00"},
        {"order_id": "d", "contact_id": "3", "ordered_at": LONG_AGO, "total_amount": "5.00"},
    ],
    "order_items": [{"order_id": "a", "line_number": "1", "product_id": "p", "quantity": "1"}],
    "products": [{"product_id": "p", "product_name": "Crema", "category": "Espresso"}],
    "carts": [
        {"cart_id": "k", "contact_id": "2", "created_at": BEFORE, "total_amount": "9.00",
         "completed_at": None},
    ],
    "deals": [
        {"deal_id": "d", "contact_id": "1", "created_at": BEFORE, "status": "open",
         "closed_at": None},
    ],
    "tags": [{"contact_id": "1", "tag": "early", "tagged_at": BEFORE}],
    "attributes": [
        {"contact_id": "1", "attribute_name": "favourite_roast", "attribute_value": "dark",
         "observed_at": BEFORE},
    ],
    "consent_events": [
        {"contact_id": "1", "channel": "email", "status": "granted", "occurred_at": BEFORE,
         "purpose": "marketing"},
    ],
    "support_tickets": [
        {"ticket_id": "t", "contact_id": "1", "created_at": BEFORE, "closed_at": None},
    ],
    "web_events": [
        {"event_id": "w", "contact_id": "2", "event_name": "login", "occurred_at": BEFORE},
    ],
    "email_events": [
        {"event_id": "m", "contact_id": "2", "event_type": "open", "occurred_at": BEFORE},
    ],
    "survey_responses": [
        {"response_id": "s", "contact_id": "1", "survey_type": "nps", "score": "9",
         "responded_at": BEFORE},
    ],
    "loyalty_events": [
        {"event_id": "l", "contact_id": "1", "event_type": "join", "tier": "silver",
         "occurred_at": BEFORE},
    ],
}  # fmt: skip

# What is in the files some time later: rows of later, and of no date, in every file; what was open
# has closed, and what has no history is another.
LATER = {
    "contacts": [
        {"contact_id": "4", "email": "dan@example.com", "created_at": AFTER},
        {"contact_id": "5", "email": "eve@example.com", "created_at": None, "tags": "undated"},
    ],
    "orders": [
        {"order_id": "e", "contact_id": "2", "ordered_at": AFTER, "total_amount": "999.00"},
        {"order_id": "f", "contact_id": "5", "ordered_at": AFTER, "total_amount": "999.00"},
    ],
    "order_items": [{"order_id": "e", "line_number": "1", "product_id": "q", "quantity": "9"}],
    "products": [{"product_id": "q", "product_name": "Mill", "category": "Grinders"}],
    "carts": [
        {"cart_id": "k2", "contact_id": "1", "created_at": AFTER, "total_amount": "9.00"},
    ],
    "deals": [{"deal_id": "d2", "contact_id": "2", "created_at": AFTER, "status": "open"}],
    "tags": [
        {"contact_id": "2", "tag": "late", "tagged_at": AFTER},
        {"contact_id": "2", "tag": "undated", "tagged_at": None},
    ],
    "attributes": [
        {"contact_id": "1", "attribute_name": "favourite_roast", "attribute_value": "light",
         "observed_at": AFTER},
        {"contact_id": "2", "attribute_name": "favourite_roast", "attribute_value": "undated",
         "observed_at": None},
    ],
    "consent_events": [
        {"contact_id": "1", "channel": "email", "status": "withdrawn", "occurred_at": AFTER,
         "purpose": "marketing"},
        {"contact_id": "2", "channel": "email", "status": "granted", "occurred_at": AFTER,
         "purpose": "marketing"},
    ],
    "support_tickets": [{"ticket_id": "t2", "contact_id": "2", "created_at": AFTER}],
    "web_events": [
        {"event_id": "w2", "contact_id": "1", "event_name": "login", "occurred_at": AFTER},
    ],
    "email_events": [
        {"event_id": "m2", "contact_id": "1", "event_type": "click", "occurred_at": AFTER},
        {"event_id": "m3", "contact_id": "2", "event_type": "bounce", "occurred_at": AFTER},
    ],
    "survey_responses": [
        {"response_id": "s2", "contact_id": "1", "survey_type": "nps", "score": "1",
         "responded_at": AFTER},
    ],
    "loyalty_events": [
        {"event_id": "l2", "contact_id": "1", "event_type": "tier_change", "tier": "gold",
         "occurred_at": AFTER},
    ],
}  # fmt: skip
CHANGED = {
    "contacts": {"lifecycle_stage": "customer", "owner": "Tom", "country": "US", "tags": "now"},
    "carts": {"completed_at": AFTER},
    "deals": {"status": "won", "closed_at": AFTER},
    "support_tickets": {"closed_at": AFTER},
}
# As far as the files can tell; what else is kept for today only is listed by `past`.
SEGMENTS = ["reward_loyal_customers", "reengage_silent_subscribers", "welcome_new_customers"]


def later() -> dict[str, list[dict]]:
    """The raw files some time later."""
    return {
        table: [row | CHANGED.get(table, {}) for row in rows] + LATER[table]
        for table, rows in KNOWN.items()
    }


def undated() -> set[str]:
    """Features of which only today's value is known."""
    models = yaml.safe_load((ROOT / "models/marts/features/_features__models.yml").read_text())
    (model,) = [model for model in models["models"] if model["name"] == "contact_features"]
    return {
        column["name"]
        for column in model["columns"]
        if "past" in column.get("config", {}).get("meta", {})
    }


def look_back(project: Project, *segments: str, **options) -> list[dict]:
    """The backtest of a project, whose features are kept."""
    settings = {
        "CRM_SEGMENTS_DUCKDB": str(project.duckdb_file),
        "CRM_SEGMENTS_RAW": str(project.raw),
        "DBT_TARGET_PATH": str(project.folder / "backtest"),
        "DBT_LOG_PATH": str(project.folder / "logs"),
    }
    if project.server:
        settings |= project.server.environment(project.database)
    with environment(settings):
        return backtest.backtest(
            segments, [DAY], UNTIL, target=project.engine, keep=True, tell=lambda _: None, **options
        )


def features(project: Project) -> dict[str, dict]:
    """Every feature of every contact, as the backtest computed it, by the contact's own id."""
    names = {
        row["contact_id"]: row["source_contact_id"]
        for row in project.query(
            "select contact_id, source_contact_id from crm_core.contact_records"
        )
    }
    found: dict[str, dict] = {}
    for table in ("contact_features", "contact_behaviours", "contact_attribute_values"):
        for row in project.query(f"select * from crm_backtest_features.{table}"):
            name = names[row.pop("contact_id")]
            found.setdefault(name, {}).update(row)
    known = {row["contact_id"] for row in project.query(
        "select contact_id from crm_backtest_features.contact_features")}  # fmt: skip
    return {name: row for name, row in found.items() if name in {names[key] for key in known}}


@pytest.fixture(scope="module")
def project(workshop) -> Project:
    """A company of three, built."""
    project = workshop.project(KNOWN, as_of=UNTIL)
    built = project.build("+segment_backtest +segments", data_tests=False)
    assert built.success, built.message
    return project


@pytest.mark.slow
def test_rules_on_todays_values_are_refused_unless_allowed(project):
    segments = [
        line.split(",")[0]
        for line in (ROOT / "seeds/segments/segment_rules.csv").read_text().splitlines()
        if ",lead_grade," in line
    ]

    with pytest.raises(backtest.CannotBacktestError) as refused:
        look_back(project, segments[0])

    message = " ".join(str(refused.value).split())
    assert f"{segments[0]} reads" in message
    assert "lead_grade" in message
    assert "make backtest UNDATED=allowed" in message


@pytest.mark.slow
def test_what_came_later_does_not_leak_into_a_past_date(project):
    first_rows = look_back(project, *SEGMENTS)
    first = features(project)
    published = project.query("select * from crm_features.contact_features order by contact_id")

    project.write(later())
    built = project.build("+segment_backtest +segments", data_tests=False)
    assert built.success, built.message
    rows = look_back(project, *SEGMENTS)
    second = features(project)

    assert set(first) == set(second) == {"1", "2", "3"}
    differing = {
        (name, column)
        for name, row in first.items()
        for column, value in row.items()
        if column not in undated() and second[name].get(column) != value
    }
    assert differing == set()
    # what the date did see, so that equal is not empty
    assert first["1"]["order_count"] == 2
    assert first["1"]["favourite_roast"] == "dark"
    assert first["1"]["tags"] == ";early;"
    assert (first["1"]["open_deal_count"], first["1"]["open_ticket_count"]) == (1, 1)
    assert (first["1"]["loyalty_tier"], first["1"]["nps_group"]) == ("silver", "promoter")
    assert first["1"]["is_email_permitted"] is True
    assert first["2"]["days_since_last_open_cart"] == 30
    # and today's features see all of it
    today = project.query("select * from crm_features.contact_features order by contact_id")
    assert len(published) == 3
    assert len(today) == 5
    # the later order is an outcome of those who are in no segment
    by_segment = {(row["segment_id"], row["horizon_days"]): row for row in rows}
    assert by_segment["welcome_new_customers", 30]["other_ordered_share"] > 0
    assert {row["other_ordered_share"] for row in first_rows if row["others"]} == {0}


def test_month_ends_are_those_before_the_day():
    assert backtest.month_ends(date(2026, 3, 31), 3) == [
        date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28),
    ]  # fmt: skip
    assert backtest.month_ends(date(2026, 4, 1), 1) == [date(2026, 3, 31)]


@pytest.mark.parametrize(("option", "value"), [("--months", "0"), ("--months", "a year"),
                                               ("--undated", "yes")])  # fmt: skip
def test_an_option_that_cannot_be_meant_is_refused(monkeypatch, capsys, option, value):
    monkeypatch.setattr("sys.argv", ["backtest.py", option, value])

    with pytest.raises(SystemExit):
        backtest.parse_arguments()

    assert "Write" in capsys.readouterr().err
