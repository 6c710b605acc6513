"""The sample company: made the same every time, and holding what was planted.

The files are read here without the project's models, so that a mistake in the generator
and one in a model cannot hide each other.
"""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from sample.enrolment import enrol
from sample.world import build_world

ROOT = Path(__file__).resolve().parents[2]
FILES, TRUTH = ROOT / "data" / "sample" / "csv", ROOT / "data" / "truth"
AS_OF = date(2026, 6, 30)

# Each entity with its key and its times.
ENTITIES = {
    "contacts": ("contact_id", ("created_at", "updated_at")),
    "orders": ("order_id", ("ordered_at",)),
    "order_items": ("order_item_id", ()),
    "products": ("product_id", ()),
    "companies": ("company_id", ("created_at",)),
    "deals": ("deal_id", ("created_at", "closed_at")),
    "carts": ("cart_id", ("created_at", "completed_at")),
    "email_events": ("event_id", ("occurred_at",)),
    "web_events": ("event_id", ("occurred_at",)),
    "support_tickets": ("ticket_id", ("created_at", "closed_at")),
    "survey_responses": ("response_id", ("responded_at",)),
    "loyalty_events": ("event_id", ("occurred_at",)),
    "social_events": ("", ("occurred_at",)),
    "consent_events": ("", ("occurred_at",)),
    "activities": ("activity_id", ("occurred_at",)),
    "tags": ("", ("tagged_at",)),
    "attributes": ("", ("observed_at",)),
}
NUMBERS = {
    "orders": ["total_amount", "subtotal_amount", "discount_amount", "tax_amount",
               "shipping_amount", "refunded_amount"],
    "order_items": ["quantity", "unit_price", "discount_amount", "line_amount",
                    "refunded_quantity"],
    "products": ["unit_price"],
    "companies": ["employee_count", "annual_revenue"],
    "deals": ["amount", "probability"],
    "carts": ["total_amount"],
    "support_tickets": ["csat_score"],
    "survey_responses": ["score", "score_max"],
    "loyalty_events": ["points"],
}  # fmt: skip
DATES = {"contacts": ["birth_date"], "deals": ["expected_close_date"]}


def read(path: Path) -> pd.DataFrame:
    """Return a file with every cell as text, empty cells as empty text."""

    if path.suffix == ".parquet":
        return pq.read_table(path).to_pandas().map(lambda v: "" if pd.isna(v) else str(v))
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {path.stem: read(path) for path in FILES.iterdir()}


@pytest.fixture(scope="module")
def truth() -> dict[str, pd.DataFrame]:
    """The truth about the files of the contract; other systems have tests of their own."""

    tables = {path.stem: read(path) for path in TRUTH.glob("*.csv")}
    return {
        name: table[table["system"] == "csv"].reset_index(drop=True) if "system" in table else table
        for name, table in tables.items()
    }


@pytest.fixture(scope="module")
def loadable(tables, truth) -> dict[str, pd.DataFrame]:
    """The tables without the rows that are broken on purpose."""

    whole = dict(tables)
    faults = truth["faults"]
    for fault in faults[faults["effect"] == "row_rejected"].itertuples():
        whole[fault.entity] = whole[fault.entity].drop(index=place(fault))
    return whole


@pytest.fixture(scope="module")
def people_of(loadable, truth):
    """A function that adds the true person to the rows of a table with contact_id or email."""

    by_record = truth["record_people"].set_index("source_contact_id")["person_id"]
    contacts = loadable["contacts"]
    by_email = dict(
        zip(
            contacts["email"].str.strip().str.lower(),
            contacts["contact_id"].map(by_record),
            strict=True,
        )
    )
    people = truth["people"]
    for person, emails in zip(people["person_id"], people["emails"], strict=True):
        by_email |= dict.fromkeys(emails.split(";"), person)

    def add(rows: pd.DataFrame) -> pd.DataFrame:
        person = rows["contact_id"].map(by_record)
        if "email" in rows:
            person = person.fillna(rows["email"].str.strip().str.lower().map(by_email))
        return rows.assign(person_id=person)

    return add


@pytest.fixture(scope="module")
def revenue(loadable, truth) -> pd.DataFrame:
    """The revenue orders with person and day."""

    orders = truth["order_truth"].merge(loadable["orders"], on="order_id", suffixes=("", "_file"))
    orders = orders[orders["is_revenue"] == "true"]
    return orders.assign(day=pd.to_datetime(orders["ordered_at"]).dt.date)


def place(fault) -> int:
    """Return the index of a fault's row: a CSV file's first record is row 2, below the header."""

    return int(fault.source_row) - (2 if (FILES / f"{fault.entity}.csv").exists() else 1)


def days_ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


# ---------- made the same every time


def test_a_new_run_gives_the_committed_files(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "tools.sample", "--out", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        check=True,
    )
    for old, new in ((FILES, tmp_path / "sample" / "csv"), (TRUTH, tmp_path / "truth")):
        committed = {path.name for path in old.iterdir() if path.suffix != ".md"}
        assert {path.name for path in new.iterdir()} == committed
        for path in new.iterdir():
            if path.suffix == ".parquet":
                assert pq.read_table(path).equals(pq.read_table(old / path.name)), path.name
            else:
                assert path.read_bytes() == (old / path.name).read_bytes(), path.name


def test_every_entity_is_there_and_all_is_small(tables):
    assert set(tables) == set(ENTITIES)
    assert all(len(rows) > 40 for rows in tables.values())
    assert sum(path.stat().st_size for path in FILES.iterdir()) < 3.2e6


# ---------- whole but for the planted faults


def test_exactly_the_planted_cells_are_broken(tables, truth):
    broken = set()
    for entity, rows in tables.items():
        key, times = ENTITIES[entity]
        names = rows[key] if key else rows.index.astype(str)
        for column in NUMBERS.get(entity, []):
            bad = rows[column].ne("") & pd.to_numeric(rows[column], errors="coerce").isna()
            broken |= {(entity, name, column) for name in names[bad]}
        for column in (*times, *DATES.get(entity, [])):
            parsed = pd.to_datetime(rows[column], errors="coerce", utc=True, format="ISO8601")
            bad = rows[column].ne("") & parsed.isna()
            broken |= {(entity, name, column) for name in names[bad]}
        if key:
            broken |= {(entity, name, key) for name in names[names.duplicated() | names.eq("")]}
        if "event_type" in rows:
            broken |= {(entity, n, "event_type") for n in names[rows["event_type"].eq("")]}
    items, orders = tables["order_items"], tables["orders"]
    negative = items["quantity"].astype(int) <= 0
    broken |= {("order_items", name, "quantity") for name in items["order_item_id"][negative]}
    known = set(tables["contacts"]["contact_id"])
    lost = ~orders["contact_id"].isin({*known, ""}) & orders["email"].eq("")
    broken |= {("orders", name, "contact_id") for name in orders["order_id"][lost]}
    faults = truth["faults"]
    assert broken == set(zip(faults["entity"], faults["record_id"], faults["column"], strict=True))


def test_faults_are_where_the_truth_says(tables, truth):
    for fault in truth["faults"].itertuples():
        row = tables[fault.entity].iloc[place(fault)]
        assert row[ENTITIES[fault.entity][0]] == fault.record_id
        assert row[fault.column] == fault.raw_value


def test_the_rejected_version_of_the_doubled_contact_is_the_older_one(tables, truth):
    fault = truth["faults"].query("column == 'contact_id' and entity == 'contacts'").iloc[0]
    rows = tables["contacts"].query("contact_id == @fault.record_id")
    assert len(rows) == 2
    assert rows["updated_at"].idxmin() == place(fault)


def test_nothing_happens_after_the_as_of_date(tables):
    for entity, (_, times) in ENTITIES.items():
        for column in times:
            at = pd.to_datetime(tables[entity][column], errors="coerce", utc=True, format="ISO8601")
            assert at.max().date() <= AS_OF, (entity, column)
    assert tables["deals"]["expected_close_date"].max() > AS_OF.isoformat()


def test_references_lead_somewhere(loadable):
    contacts = {*loadable["contacts"]["contact_id"], ""}
    for entity, rows in loadable.items():
        if "contact_id" in rows and entity != "contacts":
            assert set(rows["contact_id"]) <= contacts, entity
        if entity in ("orders", "carts", "email_events", "support_tickets", "consent_events"):
            assert (rows["contact_id"].ne("") | rows["email"].ne("")).all(), entity
    companies = {*loadable["companies"]["company_id"], ""}
    assert set(loadable["contacts"]["company_id"]) <= companies
    assert set(loadable["deals"]["company_id"]) <= companies
    assert set(loadable["contacts"]["merged_into_contact_id"]) <= contacts
    orders = {*loadable["orders"]["order_id"], ""}
    assert set(loadable["order_items"]["order_id"]) == orders - {""}
    assert set(loadable["carts"]["recovered_order_id"]) <= orders
    assert set(loadable["order_items"]["product_id"]) <= set(loadable["products"]["product_id"])


# ---------- money


def test_orders_add_up_to_the_cent(loadable):
    orders = loadable["orders"].set_index("order_id")
    cents = orders[NUMBERS["orders"]].map(Decimal)
    charged = (
        cents["subtotal_amount"]
        - cents["discount_amount"]
        + cents["tax_amount"]
        + cents["shipping_amount"]
    )
    assert (charged == cents["total_amount"]).all()
    assert (cents["refunded_amount"] <= cents["total_amount"]).all()
    items = loadable["order_items"]
    amounts = items[NUMBERS["order_items"]].map(Decimal)
    assert (
        amounts["line_amount"]
        == amounts["quantity"] * amounts["unit_price"] - amounts["discount_amount"]
    ).all()
    subtotals = amounts["line_amount"].groupby(items["order_id"]).sum()
    assert (subtotals == cents["subtotal_amount"].reindex(subtotals.index)).all()


def test_order_truth_follows_from_status_test_flag_and_refunds(loadable, truth):
    orders = loadable["orders"].merge(truth["order_truth"], on="order_id", validate="one_to_one")
    assert len(orders) == len(loadable["orders"]) == len(truth["order_truth"])
    net = orders["total_amount"].map(Decimal) - orders["refunded_amount"].map(Decimal)
    assert (net == orders["net_amount"].map(Decimal)).all()
    counts = orders["status"].str.lower().isin(["paid", "completed", "shipped"])
    counts &= (orders["is_test"] == "false") & (net > 0)
    assert (counts == (orders["is_revenue"] == "true")).all()
    assert orders["status"].nunique() > orders["status"].str.lower().nunique() == 6
    assert orders.loc[counts, "currency_x"].value_counts().to_dict().keys() == {"EUR", "USD", "GBP"}
    assert 5 <= (orders["is_test"] == "true").sum() <= 20
    partly = orders["refunded_amount"].ne("0.00") & (net > 0)
    assert partly.sum() > 20 and (counts & partly).any()
    assert (orders["refunded_amount"].ne("0.00") & (net == 0)).sum() > 20


def test_orders_look_like_a_shop(revenue):
    spent = revenue["net_amount"].astype(float).groupby(revenue["person_id"]).sum()
    spent = spent.sort_values(ascending=False)
    assert 0.6 < spent.head(len(spent) // 5).sum() / spent.sum() < 0.85
    assert 900 < len(spent) < 1500
    days = pd.to_datetime(revenue["day"])
    months = days.dt.to_period("M").value_counts()
    for year in (2024, 2025):
        busy = months[[f"{year}-11", f"{year}-12"]].mean()
        assert busy > 1.2 * months[[f"{year}-09", f"{year}-10"]].mean()
    assert months["2026-05"] > 1.25 * months["2025-05"]
    weekdays = days.dt.day_of_week.value_counts()
    assert weekdays[0] > 1.15 * weekdays[5]


def test_guest_orders_match_a_contact_or_nobody(loadable, people_of):
    guests = people_of(loadable["orders"].query("contact_id == ''"))
    written = set(loadable["contacts"]["email"].str.strip())
    lower = {email.lower() for email in written}
    same = guests["email"].isin(written)
    other_case = ~same & guests["email"].str.lower().isin(lower)
    nobody = ~guests["email"].str.lower().isin(lower)
    assert same.sum() > 30 and other_case.sum() > 30 and nobody.sum() > 50
    assert guests["person_id"].notna().all()


# ---------- people, records and duplicates


def test_records_and_people_are_as_many_as_said(loadable, truth):
    records = truth["record_people"]
    assert len(records) == 2600 and records["person_id"].nunique() == 2000
    assert set(records["source_contact_id"]) == set(loadable["contacts"]["contact_id"])
    assert (truth["people"]["kind"] == "guest").sum() == 60
    spellings = loadable["contacts"].groupby(
        loadable["contacts"]["contact_id"].map(
            records.merge(truth["people"], on="person_id").set_index("source_contact_id")["country"]
        )
    )["country"]
    assert (spellings.nunique() > 4).all() and len(spellings) >= 6


def test_duplicates_are_what_their_variant_says(loadable, truth):
    records = truth["record_people"].merge(
        loadable["contacts"], left_on="source_contact_id", right_on="contact_id"
    )
    people = truth["people"].set_index("person_id")
    known = set(loadable["contacts"]["email"].str.strip().str.lower())
    digits = records["phone"].str.replace(r"\D", "", regex=True).str[-7:]
    own = records["person_id"].map(people["phones"])
    counts = records["variant"].value_counts()
    for row, tail, phones in zip(records.itertuples(), digits, own, strict=True):
        emails = people.at[row.person_id, "emails"].split(";")
        if row.variant == "email_case":
            assert row.email not in emails and row.email.strip().lower() in emails
        elif row.variant == "gmail_alias":
            assert row.email not in emails
            mailbox = row.email.split("@")[0].split("+")[0].replace(".", "")
            assert mailbox in {each.split("@")[0].replace(".", "") for each in emails}
        elif row.variant in ("phone_format", "second_email", "email_typo", "masked_email"):
            assert tail and any(phone.endswith(tail) for phone in phones.split(";"))
        elif row.variant == "changed_surname":
            assert row.last_name == people.at[row.person_id, "former_last_name"] != ""
        elif row.variant == "name_typo":
            names = people.loc[row.person_id, ["first_name", "last_name"]]
            assert (row.first_name, row.last_name) != tuple(names)
        elif row.variant == "name_and_birth_date":
            assert row.birth_date == people.at[row.person_id, "birth_date"]
            assert row.email.lower() not in emails
        elif row.variant == "crm_merge":
            assert row.merged_into_contact_id == row.merged_into != ""
        if row.email_kind == "mistyped":
            assert row.email not in emails
    assert len(counts) == 13 and counts.min() >= 10
    assert (records["email"].str.strip().str.lower().isin(known) | records["email"].eq("")).all()


def test_one_chain_of_three_merges(truth):
    merged = truth["record_people"].set_index("source_contact_id")
    into = merged["merged_into"][merged["merged_into"] != ""]
    chained = into[into.isin(into.index)]
    assert len(chained) == 1
    assert merged.at[chained.index[0], "person_id"] == merged.at[into[chained.iloc[0]], "person_id"]


def test_different_people_share_addresses_and_phones(loadable, truth):
    records = truth["record_people"].merge(
        loadable["contacts"], left_on="source_contact_id", right_on="contact_id"
    )
    records = records.assign(mailbox=records["email"].str.lower())
    for kind, least in (("shared", 35), ("role", 5), ("placeholder", 3)):
        rows = records[records["email_kind"] == kind]
        assert (rows.groupby("mailbox")["person_id"].nunique() > 1).sum() >= least, kind
    people = truth["people"]
    homes = people[people["household_id"] != ""].groupby("household_id")
    assert len(homes) == 110
    namesakes = homes.apply(lambda home: home.duplicated(["first_name", "last_name"]).any())
    assert namesakes.sum() == 2
    strangers = people[people["household_id"] == ""]
    assert strangers.duplicated(["first_name", "last_name", "country"]).sum() > 3


def test_companies_have_duplicates_and_free_text_industries(loadable, truth):
    companies = truth["company_truth"]
    assert len(companies) == 180 and companies["company_id"].nunique() == 150
    written = loadable["companies"].merge(
        companies, left_on="company_id", right_on="source_company_id", suffixes=("", "_true")
    )
    technology = written[written["industry_true"] == "Technology"]["industry"]
    assert {"Tech", "IT", "Technology"} <= set(technology)
    doubled = written[written["variant"] != "original"]
    twins = doubled.merge(written[written["variant"] == "original"], on="company_id_true")
    assert len(twins) == 30
    assert (twins["company_name_x"] != twins["company_name_y"]).all()
    assert (twins["domain_x"] == twins["domain_y"]).sum() > 10


# ---------- permission


def test_consents_come_and_go(loadable, people_of):
    consents = people_of(loadable["consent_events"])
    assert consents["person_id"].notna().all()
    assert set(consents["status"]) == {"granted", "denied", "withdrawn", "pending"}
    assert {"email", "sms", "phone", "post", "ads"} == set(consents["channel"])
    assert {"EU", "GB", "US", "US-CA"} == set(consents["jurisdiction"])
    email = consents.query("channel == 'email' and purpose == 'marketing'")
    stories = email.sort_values("occurred_at").groupby("person_id")["status"].agg(" ".join)
    assert stories.str.endswith("granted withdrawn").sum() > 40
    assert stories.str.endswith("withdrawn granted").sum() > 5


def test_most_subscribers_agreed_but_not_all(loadable, people_of):
    consents = people_of(loadable["consent_events"].sort_values("occurred_at"))
    email = consents.query("channel == 'email' and purpose == 'marketing'")
    status = email.groupby("person_id")["status"].last()
    mails = people_of(loadable["email_events"].query("event_type == 'sent'"))
    recent = mails[mails["occurred_at"] >= days_ago(90).isoformat()]["person_id"].unique()
    said = pd.Series(recent).map(status).fillna("nothing").value_counts(normalize=True)
    assert 0.75 < said["granted"] < 0.95
    assert said["nothing"] > 0.05
    # Contacts who opted out, and addresses that bounced, are marked.
    contacts = loadable["contacts"]
    assert (contacts["email_opt_out"] == "true").sum() > 50
    assert (contacts["is_deleted"] == "true").sum() > 28
    kinds = loadable["email_events"]["bounce_type"].value_counts()
    assert kinds["hard"] > 20 and kinds["soft"] > 50


def test_nobody_is_mailed_after_leaving(loadable):
    mails = loadable["email_events"]
    address = mails["email"].str.lower()
    left = mails[mails["event_type"].isin(["unsubscribed", "complained"])]
    left = left.groupby(address)["occurred_at"].max()
    owners = loadable["contacts"]["email"].str.strip().str.lower().value_counts()
    left = left[left.index.map(owners).fillna(0) == 1]  # a family's mailbox has other readers
    sent = mails[mails["event_type"] == "sent"].groupby(address)["occurred_at"].max()
    assert len(left) > 25
    back = (sent.reindex(left.index) > left).sum()
    assert back <= 5  # those who came back


# ---------- the starter segments have members


def test_starter_segments_have_sensible_sizes(loadable, revenue, people_of):
    first = revenue.groupby("person_id")["day"].min()
    assert 40 <= (first >= days_ago(30)).sum() <= 80

    half_year = revenue[revenue["day"] > days_ago(182)].groupby("person_id").size()
    assert 60 <= (half_year > 3).sum() <= 150

    orders = people_of(loadable["orders"])
    last_order = orders.groupby("person_id")["ordered_at"].max()
    carts = people_of(loadable["carts"])
    created = pd.to_datetime(carts["created_at"])
    left = carts[created.dt.date.between(days_ago(7), days_ago(3)) & carts["completed_at"].eq("")]
    silent_since = left["person_id"].map(last_order).fillna("") < left["created_at"]
    assert 20 <= left[silent_since]["person_id"].nunique() <= 50

    mails = people_of(loadable["email_events"])
    mails = mails[mails["occurred_at"] >= days_ago(90).isoformat()]
    sent = mails[mails["event_type"] == "sent"].groupby("person_id").size()
    readers = mails[mails["event_type"].isin(["opened", "clicked"])]["person_id"]
    assert 100 <= ((sent >= 5) & ~sent.index.isin(readers)).sum() <= 250


def test_enough_customers_are_at_risk(revenue):
    bought = revenue.groupby("person_id")["day"].agg(["min", "max", "size"])
    recency = bought["max"].map(lambda day: (AS_OF - day).days)
    # The RFM group: seldom seen (R 1-2), but of the better half of buyers (F 3-4).
    late = recency > recency.quantile(0.6)
    often = bought["size"].quantile(0.4), bought["size"].quantile(0.8)
    group = late & (bought["size"] > often[0]) & (bought["size"] <= often[1])
    assert 100 <= group.sum() <= 250
    # By own cadence: overdue, but not for long.
    steady = bought[bought["size"] >= 3]
    cadence = (steady["max"] - steady["min"]).map(lambda span: span.days) / (steady["size"] - 1)
    overdue = recency[steady.index] / cadence
    assert 40 <= overdue.between(1.5, 4).sum() <= 250


def test_some_visit_the_shop_more_than_eight_times_a_month(loadable, people_of):
    visits = people_of(loadable["loyalty_events"].query("event_type == 'visit'"))
    june = visits[visits["occurred_at"] >= "2026-06-01"].groupby("person_id").size()
    assert (june > 8).sum() >= 5
    assert set(loadable["loyalty_events"]["event_type"]) == {
        "visit", "earn", "redeem", "tier_change", "join",
    }  # fmt: skip


def test_web_visits_are_partly_anonymous_and_show_every_interest(loadable):
    web = loadable["web_events"]
    assert (web["contact_id"].eq("") & web["email"].eq("")).mean() > 0.2
    assert {"/", "/pricing", "/checkout"} <= set(web["page_url"].str.split(".example").str[1])
    assert {"login", "content_downloaded", "product_viewed"} <= set(web["event_name"])
    cookies = web[web["contact_id"] != ""].groupby("anonymous_id")["contact_id"].nunique()
    assert (cookies > 1).sum() > 5
    known = set(web[web["contact_id"] != ""]["anonymous_id"])
    assert (web["contact_id"].eq("") & web["anonymous_id"].isin(known)).sum() > 100


# ---------- one world, many writers


def test_another_system_sees_the_same_people_in_its_own_way():
    world = build_world()
    people = [person for person in world.known_people if person.kind == "business"]
    roster = enrol("other", people, "003{:015}", duplicates=60, deleted=5)
    again = enrol("other", people, "003{:015}", duplicates=60, deleted=5)
    assert len(roster.records) == len(people) + 60
    assert [r.email for r in roster.records] == [r.email for r in again.records]
    assert len({record.record_id for record in roster.records}) == len(roster.records)
    assert {len(record.record_id) for record in roster.records} == {18}
    orders = roster.own(world.orders)
    assert orders and all(order.person.kind == "business" for order in orders)
    for order in orders:
        record = roster.record_at(order.person, order.ordered_at)
        assert record.person is order.person
    stranger = next(person for person in world.people if person.kind == "guest")
    assert roster.record_at(stranger, datetime(2026, 1, 1)) is None
