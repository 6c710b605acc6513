"""make segment-diff: who would enter and leave, from lines that are edited and not built."""

from __future__ import annotations

import json

import pytest
import segment_diff
from segment_project import DEFINITION, SegmentProject

PEOPLE = [
    {"contact_id": "ann", "order_count": 9, "revenue_12m": 900, "lifetime_revenue": 950},
    {"contact_id": "bob", "order_count": 5, "revenue_12m": 500, "lifetime_revenue": 500},
    {"contact_id": "cem", "order_count": 4, "revenue_12m": 40, "lifetime_revenue": 60},
    {"contact_id": "dan", "order_count": 0, "revenue_12m": 0, "lifetime_revenue": 0},
    {"contact_id": "eve", "order_count": 9, "revenue_12m": 9, "is_archived": True},
]
REGULAR = {
    "segment_id": "regular",
    "rule_group": "1",
    "feature_name": "order_count",
    "operator": ">=",
    "comparison_value": "5",
}
TOP = REGULAR | {"segment_id": "top", "comparison_value": "9"}


def definitions(*names: str, **cells) -> list[dict]:
    """Lines of segment_definitions.csv."""
    return [
        DEFINITION | {"segment_id": name, "segment_name": name.title(), "priority": str(place)}
        | {"line": place + 1, **cells}
        for place, name in enumerate(names, start=1)
    ]  # fmt: skip


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def built(request, tmp_path_factory) -> SegmentProject:
    """Two published segments, built."""
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    folder = tmp_path_factory.mktemp("diff") / "project"
    project = SegmentProject(folder, engine=request.param, server=server)
    project.give_people(PEOPLE)
    project.define([{"segment_id": "regular"}, {"segment_id": "top"}], [REGULAR, TOP])
    result = project.build("+segment_matches")
    assert result.success, result.message
    return project


def compared(project: SegmentProject, **sides) -> dict:
    """What the operation answers."""
    result = project.run("run-operation", "segment_diff", "--args", json.dumps(sides))
    assert result.success, result.message
    (line,) = [line for line in result.log.splitlines() if line.startswith("segment_diff: ")]
    return json.loads(line.removeprefix("segment_diff: "))


def moves(answer: dict) -> dict[tuple, tuple]:
    """{(segment, movement, contact or None): (contacts, revenue_12m)}"""
    return {
        (row["segment_id"], row["movement"], row["contact_id"]): (
            int(row["contacts"]),
            float(row["revenue_12m"]),
        )
        for row in answer["rows"]
    }


@pytest.mark.slow
def test_who_enters_and_leaves_is_counted_named_and_valued(built):
    before = {"segment_definitions": definitions("regular", "top"), "segment_rules": [REGULAR, TOP]}
    after = {
        "segment_definitions": definitions("regular", "new"),
        "segment_rules": [
            REGULAR | {"operator": "between", "comparison_value": "4;5"},
            TOP | {"segment_id": "new", "comparison_value": "0"},
        ],
        "segment_overrides": [
            {"segment_id": "new", "contact": "csv:dan", "override": "exclude", "reason": "asked",
             "author": "Eve", "added_on": "2026-06-30", "expires_on": "2026-06-30"},
        ],
    }  # fmt: skip
    tables = "select * from crm_segments.segment_matches order by 1, 2"
    everything = (
        "select table_schema, table_name from information_schema.tables "
        "where table_schema like 'crm%' or table_schema = 'given' order by 1, 2"
    )
    published = built.query(tables), built.query(everything)

    answer = compared(built, before=before, after=after)

    assert moves(answer) == {
        ("regular", "enters", None): (1, 40),
        ("regular", "enters", "cem"): (1, 40),
        ("regular", "leaves", None): (1, 900),
        ("regular", "leaves", "ann"): (1, 900),
        ("regular", "stays", None): (1, 500),
        ("top", "leaves", None): (1, 900),
        ("top", "leaves", "ann"): (1, 900),
        ("new", "enters", None): (3, 1440),
        ("new", "enters", "ann"): (1, 900),
        ("new", "enters", "bob"): (1, 500),
        ("new", "enters", "cem"): (1, 40),
    }
    assert segment_diff.changes(answer["segments"]["regular"]) == [
        "rules_in_words: order_count is at least 5 → order_count is from 4 to 5"
    ]
    assert segment_diff.changes(answer["segments"]["top"]) == ["will no longer be published"]
    assert segment_diff.changes(answer["segments"]["new"]) == ["will be published"]
    # nothing in the database is another
    assert (built.query(tables), built.query(everything)) == published


@pytest.mark.slow
def test_what_was_last_built_is_the_other_side_when_no_lines_are_given(built):
    sample = {"segment_definitions": definitions("regular"), "segment_rules": [REGULAR]}

    assert moves(compared(built, after=sample)) == {
        ("regular", "stays", None): (2, 1400),
        ("top", "leaves", None): (1, 900),
        ("top", "leaves", "ann"): (1, 900),
    }


@pytest.mark.slow
def test_another_priority_moves_nobody_but_says_who_is_acted_on(built):
    lines = definitions("regular", "top", exclusive_group="value")
    turned = [lines[0] | {"priority": "3"}, lines[1]]
    rules = [REGULAR, TOP]

    answer = compared(
        built,
        before={"segment_definitions": lines, "segment_rules": rules},
        after={"segment_definitions": turned, "segment_rules": rules},
    )

    primary = {
        row["segment_id"]: (row["movement"], int(row["primary_before"]), int(row["primary_after"]))
        for row in answer["rows"]
    }
    assert primary == {"regular": ("stays", 2, 1), "top": ("stays", 0, 1)}
    assert segment_diff.changes(answer["segments"]["regular"]) == ["priority: 1 → 3"]


@pytest.mark.slow
def test_a_mistake_in_an_edited_line_is_told(built):
    wrong = REGULAR | {"feature_name": "order_cuont", "line": 7}
    sides = {"after": {"segment_definitions": definitions("regular"), "segment_rules": [wrong]}}

    result = built.run("run-operation", "segment_diff", "--args", json.dumps(sides))

    assert not result.success
    assert (
        "segment_rules.csv line 7 (regular): feature `order_cuont` does not exist; did you mean "
        "`order_count`?" in " ".join(result.log.split())
    )


def test_a_line_with_too_many_cells_is_named():
    text = "segment_id,rule_group\nvip,1\nvip,1,DE,AT\n"

    with pytest.raises(segment_diff.CannotCompareError, match=r"segment_rules.csv line 3 has more"):
        segment_diff.as_lines({"segment_rules": text})


def test_a_feature_declared_but_not_built_is_said_to_be_so():
    said = segment_diff.with_reason(
        "segment_rules.csv line 2: feature `logins_30d` does not exist."
    )

    assert "logins_30d: declared in seeds/features/ but not built yet" in said
