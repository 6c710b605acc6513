"""Values are cleaned without losing any, the better one survives, and merging is measured."""

from __future__ import annotations

import csv
import io

import pytest
from feature_tables import Bench
from identity_accuracy import MEASURED, accuracy, measure
from project import ROOT

ORDERS = "order_id,contact_id,ordered_at,total_amount\n1,0,2026-01-01,10\n"

# What people and machines put into a field of a form.
HOSTILE = [
    'O\'Hara "Bobby"; drop table contacts; --',
    "Robert'); DELETE FROM crm_core.contacts; --",
    "' or '1'='1",
    "\U0001f600 \U0001f469\u200d\U0001f469\u200d\U0001f467 \u2615",
    "\u202eevil\u202c \u05d0\u05d1",
    "zero\u200bwidth\u200djoined",
    "null",
    "NULL",
    "NaN",
    "None",
    "\\N",
    "-",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "%s %(name)s $1 \\1 \\\\ ${x}",
    "tab\tline\nbreak",
    "e\u0301 \u0130 \u0131 \u00df \ufb01",
    "=1+1",
    "<script>alert(1)</script>",
    "a;b|c,d",
    "\u963f\u91cc\u5df4\u5df4",
    "x" * 10_240,
    "\u20ac" * 10_240,
]
PADDED = {
    "  Lee\t": "Lee",
    "\u200b\ufeffLee\u00a0": "Lee",
    "\n\u2060Lee\r\n": "Lee",
}
FIELDS = ("job_title", "company_name", "city", "owner", "utm_campaign")
WRITTEN = ("first_name_as_written", "last_name_as_written")


def as_csv(rows: list[dict]) -> str:
    """Rows as a CSV file in which every cell is quoted, so that null is a word like any other."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_hostile_text_passes_through_unchanged_and_costs_no_row(make_project, engine):
    texts = HOSTILE + list(PADDED)
    fields = ("first_name", "last_name", *FIELDS)
    contacts = [
        {"contact_id": str(number), "email": f"person.{number}@lee.example"}
        | dict.fromkeys(fields, text)
        for number, text in enumerate(texts)
    ]
    project = make_project({"contacts": as_csv(contacts), "orders": ORDERS}, engine=engine)

    result = project.build("+contacts +contact_records +unmapped_values +contact_features")

    assert result.success, result.message
    rows = project.query(f"""
        select records.source_contact_id, {", ".join(WRITTEN)}, contacts.email,
            {", ".join(f"contacts.{field}" for field in FIELDS)},
            features.job_title as rule_job_title
        from crm_core.contact_records as records
        inner join crm_core.contacts as contacts on records.contact_id = contacts.contact_id
        inner join crm_features.contact_features as features
            on contacts.contact_id = features.contact_id
    """)
    built = {int(row["source_contact_id"]): row for row in rows}
    assert sorted(built) == list(range(len(texts)))
    for number, text in enumerate(texts):
        row = built[number]
        assert row["email"] == f"person.{number}@lee.example"
        for field in (*WRITTEN, *FIELDS, "rule_job_title"):
            assert row[field] == PADDED.get(text, text), (field, text[:60])


@pytest.fixture(scope="module")
def rules(workshop, engine) -> Bench:
    """The test of survivorship_rules.csv, over a table of its own."""
    bench = Bench(workshop.project({}, engine=engine), "assert_survivorship_rules_can_be_used")
    yield bench
    bench.close()


def survivorship_rules() -> list[list[str]]:
    with (ROOT / "seeds/identity/survivorship_rules.csv").open(newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.parametrize(
    ("field", "rule", "priority", "sentence"),
    [
        ("shoe_size", "first", None,
         "survivorship_rules.csv: there is no field shoe_size. Use email, phone,"),
        ("city", "first", None, "there is no field city. Use"),
        ("phone", "newest", None,
         "the rule of phone is 'newest'. Write best_record, most_recent, most_frequent, first,"),
        ("phone", None, None, "the rule of phone is ''. Write"),
        ("phone", "source_priority", None,
         "phone goes by source_priority, but names no system. Write them in that column, the best"),
        ("phone", "first", "csv",
         "phone goes by first, which reads no source_priority. Empty that column, or write"),
        ("phone", "source_priority", "csv; hubspott",
         "phone names the system 'hubspott', which there is not. Use csv, hubspot,"),
        (None, None, None, "no line for phone. Add phone,best_record,,"),
    ],
)  # fmt: skip
def test_a_survivorship_rule_that_cannot_be_used_is_named(rules, field, rule, priority, sentence):
    lines = [line for line in survivorship_rules() if line[0] != "phone"]
    if field != "phone":
        lines += [["phone", "best_record", "", ""]] if field else []
    rows = [(name, rule_, sources or None, None) for name, rule_, sources, _ in lines]
    if field:
        rows.append((field, rule, priority, None))
    columns = ("field_name", "survivorship_rule", "source_priority", "description")
    rules.put("crm_seeds.survivorship_rules", dict.fromkeys(columns, "text"), rows)
    assert sentence in rules.complaint("assert_survivorship_rules_can_be_used")


def test_accuracy_counts_pairs():
    found = accuracy([("ann", "1"), ("ann", "1"), ("ann", "2"), ("bob", "1"), ("cy", "3")])
    assert (found.true_pairs, found.merged_pairs, found.right_pairs) == (3, 3, 1)
    assert found.precision == found.recall == 1 / 3
    nothing = accuracy([("ann", "1"), ("bob", "2")])
    assert nothing.precision == nothing.recall == 1


# The truth was planted before the rules were written, and no rule knows of it.
@pytest.mark.parametrize(
    ("what", "precision", "recall"), [("contacts", 0.98, 0.85), ("companies", 0.98, 0.9)]
)
def test_merging_is_as_right_as_promised(sample, what, precision, recall):
    query = MEASURED[what][0].format(schema="crm")
    found = measure(what, [tuple(row.values()) for row in sample.query(query)])
    assert found.precision >= precision
    assert found.recall >= recall


def test_every_industry_of_the_sample_is_the_true_one(sample):
    with (ROOT / "data/truth/company_truth.csv").open(newline="") as file:
        truth = {
            f"{row['system']}:{row['source_company_id']}": row["industry"]
            for row in csv.DictReader(file)
        }
    companies = sample.query("""
        select primary_record_key, industry from crm_core.companies where industry is not null
    """)
    assert len(companies) > 100
    wrong = {
        row["primary_record_key"]: (row["industry"], truth[row["primary_record_key"]])
        for row in companies
        if row["industry"].lower() != truth[row["primary_record_key"]].lower()
    }
    assert not wrong


def test_data_quality_counts_what_the_files_have(sample):
    with (ROOT / "data/sample/csv/contacts.csv").open(newline="") as file:
        # of a contact that is there twice, the newer row counts
        newest_last = sorted(csv.DictReader(file), key=lambda row: row["updated_at"])
        raw = {row["contact_id"]: row for row in newest_last if row["contact_id"]}
    rows = sample.query("select * from crm_core.data_quality where entity = 'contacts'")
    built = {row["field_name"]: row for row in rows}
    for field, column in {"email": "email", "phone": "phone", "job_title": "job_title",
                          "country": "country", "postal_code": "postal_code"}.items():  # fmt: skip
        filled = sum(bool(row[column].strip()) for row in raw.values())
        assert built[field]["record_count"] == len(raw)
        assert built[field]["filled_count"] == filled
        assert float(built[field]["filled_share"]) == pytest.approx(filled / len(raw), abs=1e-4)
    # every spelling of a country is known, planted ones included; masked addresses are not valid
    assert built["country"]["standardised_share"] == 1
    assert 0.9 < built["email"]["valid_share"] < 1
    assert built["city"]["valid_share"] is None


def test_a_rule_over_a_field_that_few_have_is_named(workshop):
    test = "assert_fields_of_rules_are_filled"
    bench = Bench(workshop.project({}), test)
    for schema in ("crm_core", "crm_segments"):
        bench.cursor.execute(f"create schema {schema}")
    text = [
        *("email", "phone", "first_name", "last_name", "country", "city", "region"),
        *("postal_code", "language", "birth_on", "gender", "source_channel"),
        *("lifecycle_stage", "company_name", "industry", "job_title", "owner"),
    ]
    columns = dict.fromkeys(text, "text") | {"is_archived": "boolean", "is_guest": "boolean"}
    rows = [("DE" if number < 4 else None, number == 9) for number in range(10)]
    bench.put(
        "crm_core.contacts",
        columns,
        [
            tuple({"country": country, "city": "Graz"}.get(name) for name in text)
            + (archived, "false")
            for country, archived in rows
        ],
    )
    bench.put(
        "crm_seeds.contact_field_rules",
        {"field_name": "text", "minimum_filled_share": "numeric(18, 4)", "feature_names": "text"},
        [("country", "0.5", "country"), ("city", "0.5", "city"), ("gender", "0.5", "gender"),
         ("birth_on", "0.2", "age_years;age_band")],
    )  # fmt: skip
    bench.put("crm_segments.segments", {"segment_id": "text"}, [("active",)])
    bench.put(
        "crm_seeds.segment_rules",
        {"segment_id": "text", "feature_name": "text"},
        [("active", "country"), ("active", "city"), ("active", "age_band"), ("draft", "gender")],
    )
    found = {(row[0], row[1], str(row[3])) for row in bench.rows(bench.sql[test])}
    bench.close()
    assert found == {("active", "country", "0.4444"), ("active", "age_band", "0.0000")}
