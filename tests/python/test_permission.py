"""Permission over several days: who may be contacted, and who no longer."""

from __future__ import annotations

import csv
import io

import pytest
from feature_tables import Bench
from project import ROOT, Project

# each builds a project on several days
pytestmark = pytest.mark.slow

SEEDS = ROOT / "seeds" / "permission"


def people(**columns: str) -> dict:
    """A contact: a name gives id and address."""
    name = columns.pop("name")
    return {"contact_id": name, "email": f"{name}@example.com", **columns}


def said(name: str, status: str, at: str, **columns: str) -> dict:
    """A statement about marketing by e-mail, unless told otherwise."""
    row = {"contact_id": name, "channel": "email", "purpose": "marketing", "status": status}
    return {**row, "occurred_at": at, "legal_basis": "consent", "source": "form", **columns}


def permitted(project: Project, channel: str = "email", purpose: str = "marketing") -> dict:
    """{contact id of the file: (status, is_permitted)}."""
    return {
        row["who"]: (row["permission_status"], row["is_permitted"])
        for row in project.query(f"""
            select split_part(c.email, '@', 1) as who, permission_status, is_permitted
            from crm_core.contact_permissions as p
            inner join crm_core.contacts as c on p.contact_id = c.contact_id
            where channel = '{channel}' and purpose = '{purpose}'
        """)
    }


ORDERS = "order_id,contact_id,ordered_at,total_amount\n"


def test_a_permission_changes_with_what_is_said(make_project, engine):
    """Day by day: a yes, a no, a list that says yes again, an explicit yes, a yes not yet given."""
    project = make_project(
        {
            "contacts": [people(name="ann", first_name="Ann"), people(name="bob")],
            "orders": ORDERS,
            "consent_events": [said("ann", "granted", "2026-06-01 10:00:00")],
        },
        engine=engine,
    )
    models = "+contact_permissions +segment_memberships"
    story = [
        ("2026-06-02", [], ("granted", True)),
        ("2026-06-04", [said("ann", "withdrawn", "2026-06-03 10:00:00")], ("withdrawn", False)),
        # a list loaded into another system is later but no word of hers
        (
            "2026-06-06",
            [said("ann", "granted", "2026-06-05 10:00:00", source="bulk import")],
            ("withdrawn", False),
        ),
        (
            "2026-06-08",
            [said("ann", "granted", "2026-06-07 10:00:00", legal_basis="legitimate interest")],
            ("withdrawn", False),
        ),
        ("2026-06-10", [said("ann", "granted", "2026-06-09 10:00:00")], ("granted", True)),
    ]
    rows = [said("ann", "granted", "2026-06-01 10:00:00")]
    for day, news, expected in story:
        rows += news
        project.write({"consent_events": rows})
        result = project.build(models, data_tests=False, as_of=day)
        assert result.success, result.message
        # of Bob nothing is known
        assert permitted(project) == {"ann": expected}

    # what was so on the fourth is still so when that day is asked for again
    result = project.build(models, data_tests=False, as_of="2026-06-04")
    assert result.success, result.message
    assert permitted(project) == {"ann": ("withdrawn", False)}


def test_people_who_turn_out_to_be_one_take_the_strictest(make_project, engine):
    """Two records, one permitting and one refusing, merged a day later by a shared phone; one in
    the USA, where letters need no yes, one in Germany, where they do."""
    ann = people(name="ann", first_name="Ann", country="US")
    anna = people(name="anna", first_name="Ann", country="DE")
    project = make_project(
        {
            "contacts": [ann, anna],
            "orders": ORDERS,
            "consent_events": [
                said("ann", "granted", "2026-06-03 10:00:00", source="bulk import"),
                said("anna", "denied", "2026-06-01 10:00:00"),
            ],
        },
        engine=engine,
    )
    result = project.build("+contact_permissions", data_tests=False)
    assert result.success, result.message
    assert permitted(project) == {"ann": ("granted", True), "anna": ("denied", False)}
    assert permitted(project, "post") == {"ann": ("implied", True)}

    phone = {"phone": "+49 30 901820"}
    project.write({"contacts": [ann | phone, anna | phone]})
    result = project.build("+contact_permissions", data_tests=False)
    assert result.success, result.message
    assert len(project.query("select * from crm_core.contacts")) == 1
    assert [status for status, _ in permitted(project).values()] == ["denied"]
    assert permitted(project, "post") == {}


def test_nobody_suppressed_is_in_reach(make_project, engine):
    """Who is dead, archived, a test, restricted or objects leaves; who bounced is not reachable."""
    names = ["fine", "bounced", "dead", "gone", "tester", "objects", "restricted", "refused_ads"]
    project = make_project(
        {
            "contacts": [
                people(
                    name=name,
                    tags={"dead": "Deceased", "tester": "test"}.get(name, ""),
                    is_deleted=str(name == "gone").lower(),
                )
                for name in names
            ],
            "orders": [
                {"order_id": name, "contact_id": name, "ordered_at": at, "total_amount": "10"}
                for name in names
                for at in ("2026-06-20",)
            ],
            "consent_events": [
                *[said(name, "granted", "2026-01-01 10:00:00") for name in names],
                said("objects", "denied", "2026-02-01", channel="all", purpose="profiling"),
                said("restricted", "denied", "2026-02-01", purpose="processing"),
                said("refused_ads", "denied", "2026-02-01", channel="ads", purpose="profiling"),
            ],
            "email_events": [
                {
                    "event_id": "1",
                    "contact_id": "bounced",
                    "event_type": "bounced",
                    "occurred_at": "2026-06-01 10:00:00",
                }
            ],
        },
        engine=engine,
    )
    result = project.build()
    assert result.success, result.message

    def who(sql: str) -> set[str]:
        return {
            row["who"]
            for row in project.query(f"""
                select distinct split_part(c.email, '@', 1) as who
                from crm_core.contacts as c
                inner join {sql} as t on c.contact_id = t.contact_id
            """)
        }

    assert who("crm_core.orders") == set(names)
    left = {"dead", "tester", "objects", "restricted"}
    assert who("crm_features.rfm_scores") == set(names) - left
    assert who("crm_features.contact_features") == set(names) - left
    assert who("crm_serving.contact_profiles") == set(names) - left
    members = who("crm_segments.segment_memberships")
    assert members == set(names) - left - {"gone"}
    reachable = "(select * from crm_segments.segment_memberships where is_reachable)"
    assert who(reachable) == {"fine", "refused_ads"}
    assert {
        (row["who"], row["reason"])
        for row in project.query("""
            select split_part(email, '@', 1) as who, reason from crm_core.contact_suppressions as s
            inner join crm_core.contacts as c on s.contact_id = c.contact_id
        """)
    } == {
        ("bounced", "hard_bounce"),
        ("dead", "deceased"),
        ("gone", "deleted_in_source"),
        ("tester", "test_record"),
        ("objects", "profiling_objection"),
        ("restricted", "restricted_processing"),
    }


# ---- slips in the seeds


@pytest.fixture(scope="module")
def bench(workshop, engine):
    """The tests of the seeds, on seeds made by hand."""
    project = workshop.project({"contacts": [people(name="ann")], "orders": ORDERS}, engine=engine)
    bench = Bench(
        project,
        "assert_permission_seeds_can_be_used",
        "assert_suppression_seeds_can_be_used",
    )
    bench.put("crm_seeds.country_aliases", {"country_code": "text"}, [("DE",), ("US",)])
    yield bench
    bench.close()
    workshop.release(project)


def put(bench: Bench, name: str, text: str) -> None:
    """Makes a seed's table from the lines of a file."""
    header, *rows = csv.reader(io.StringIO(text))
    cells = [tuple(cell or None for cell in row) for row in rows]
    bench.put(f"crm_seeds.{name}", dict.fromkeys(header, "text"), cells)


POLICIES = "jurisdiction,channel,purpose,rule,legal_basis,note\n"
COUNTRIES = "country,jurisdiction\nDE,EU\nUS,US\n"


@pytest.mark.parametrize(
    ("policies", "countries", "complaint"),
    [
        ("EU,post,marketing,opt_out,legitimate_interest,\n", COUNTRIES, ""),
        (
            "EU,post,marketing,optout,legitimate_interest,\n",
            COUNTRIES,
            "permission_policies.csv, line 2: the rule is 'optout'. Write opt_in, opt_out or",
        ),
        (
            "EU,post,service,opt_in,,\nEU,mail,marketing,opt_in,,\n",
            COUNTRIES,
            "permission_policies.csv, line 3: the channel is 'mail'. Write email, sms,",
        ),
        ("EU,post,ads,opt_in,,\n", COUNTRIES, "line 2: the purpose is 'ads'. Write marketing,"),
        ("EU,post,service,opt_out,,\n", COUNTRIES, "line 2: opt_out and customers permit without"),
        ("FR,post,service,opt_in,,\n", COUNTRIES, "is under 'FR'. Nothing can be permitted"),
        (
            "EU,post,service,opt_in,,\nEU,post,service,opt_out,contract,\n",
            COUNTRIES,
            "line 3: EU, post, service has a rule on line 2 already. Keep one.",
        ),
        ("", "country,jurisdiction\nGermany,EU\n", "jurisdiction_countries.csv, line 2: 'Germany'"),
        ("", "country,jurisdiction\nDE,EU\nDE,US\n", "line 3: DE is on line 2 already. Keep one."),
    ],
)
def test_a_slip_in_a_policy_is_named(bench, policies, countries, complaint):
    put(bench, "permission_policies", POLICIES + policies)
    put(bench, "jurisdiction_countries", countries)
    said = bench.complaint("assert_permission_seeds_can_be_used")
    assert complaint in said
    assert bool(said) == bool(complaint)


REASONS = (SEEDS / "suppression_reasons.csv").read_text()
SIGNALS = "signal,name,signal_values,reason\n"


@pytest.mark.parametrize(
    ("reasons", "signals", "complaint"),
    [
        (REASONS, "tag,dead,,deceased\n", ""),
        (
            REASONS.replace("complaint,email,all", "complaint,mail,all"),
            "",
            "suppression_reasons.csv, line 3: closes_channels names 'mail'. Write all, or",
        ),
        (REASONS.replace("email,all", "email,ads"), "", "closes_purposes names 'ads'."),
        (REASONS.replace("true,true,Has", "yes,true,Has"), "", "is_out_of_segments is 'yes'."),
        (
            REASONS.replace("do_not_call,", "dont_call,"),
            "",
            "no line for do_not_call, so whoever has it would be addressed. Add one.",
        ),
        (REASONS + REASONS.splitlines()[1] + "\n", "", "line 12: unsubscribed is on line 2"),
        (REASONS, "label,dead,,deceased\n", "line 2: the signal is 'label'. Write tag,"),
        (REASONS, "tag,,,deceased\n", "suppression_signals.csv, line 2: the signal is 'tag'"),
        (REASONS, "tag,dead,,dead\n", "line 2: the reason 'dead' is not in suppression_reasons"),
    ],
)
def test_a_slip_in_a_suppression_is_named(bench, reasons, signals, complaint):
    put(bench, "suppression_reasons", reasons)
    put(bench, "suppression_signals", SIGNALS + signals)
    said = bench.complaint("assert_suppression_seeds_can_be_used")
    assert complaint in said
    assert bool(said) == bool(complaint)
