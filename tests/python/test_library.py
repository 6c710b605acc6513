"""The library of segments: each definition has a member and a near miss (library_cases.yml), and
docs/segment_library.md says what the seeds say.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import pytest
import yaml
from project import ROOT
from segment_project import SegmentProject, feature_kinds

CASES = yaml.safe_load((ROOT / "tests/python/library_cases.yml").read_text(encoding="utf-8"))
KINDS = feature_kinds()
PAGE = ROOT / "docs/segment_library.md"


def lines(name: str) -> list[dict[str, str]]:
    """The lines of a seed of the segments."""
    with (ROOT / f"seeds/segments/{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


DEFINITIONS = lines("segment_definitions")
RULES = lines("segment_rules")


def test_each_definition_has_a_case_and_each_case_a_definition():
    assert set(CASES) == {line["segment_id"] for line in DEFINITIONS}


@pytest.mark.parametrize("segment_id", CASES)
def test_a_near_miss_differs_from_the_member_in_one_feature(segment_id):
    member, near_miss = CASES[segment_id]["member"], CASES[segment_id]["near_miss"]

    assert len(near_miss) == 1
    assert near_miss.keys() <= member.keys()
    assert near_miss.items().isdisjoint(member.items())


@pytest.mark.parametrize("segment_id", CASES)
def test_a_case_names_what_the_rules_look_at(segment_id):
    used = {line["feature_name"] for line in RULES if line["segment_id"] == segment_id}

    assert used == CASES[segment_id]["member"].keys()


def features(given: dict[str, object]) -> dict[str, object]:
    """The features of a case as the database takes them: numbers with a fraction exactly."""
    return {
        name: Decimal(str(value)) if KINDS[name] == "number" else value
        for name, value in given.items()
    }


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def published(request, tmp_path_factory) -> SegmentProject:
    """All definitions active in one build, on two contacts each."""
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    folder = tmp_path_factory.mktemp("library") / "project"
    project = SegmentProject(folder, engine=request.param, server=server)
    project.give_people(
        [
            {"contact_id": f"{segment_id}.{role}", **features(values)}
            for segment_id, case in CASES.items()
            for role, values in (
                ("member", case["member"]),
                ("near_miss", case["member"] | case["near_miss"]),
            )
        ]
    )
    project.define([line | {"status": "active"} for line in DEFINITIONS], RULES)
    result = project.build(tests=True)
    assert result.success, result.message
    # so many at once is more than anybody can serve, and the build says so
    assert "assert_not_too_many_segments" in result.warned
    return project


@pytest.mark.slow
def test_members_are_in_and_near_misses_are_out(published):
    matches = published.matches()

    missing = [name for name in CASES if (name, f"{name}.member") not in matches]
    let_in = [name for name in CASES if (name, f"{name}.near_miss") in matches]
    assert missing == []
    assert let_in == []


# ---- what every line of the library must say


def test_five_segments_are_active():
    active = {line["segment_id"] for line in DEFINITIONS if line["status"] == "active"}

    assert active == {
        "recover_abandoned_carts",
        "welcome_new_customers",
        "reward_loyal_customers",
        "win_back_at_risk_customers",
        "reengage_silent_subscribers",
    }
    assert {line["status"] for line in DEFINITIONS} == {"active", "resting"}


@pytest.mark.parametrize(
    "column", ["segment_name", "goal", "owner", "action", "channel", "reviewed_on"]
)
def test_no_definition_leaves_it_open(column):
    assert [line["segment_id"] for line in DEFINITIONS if not line[column]] == []


def test_what_is_sent_has_a_purpose_and_a_message():
    sent = [line for line in DEFINITIONS if line["channel"] != "internal"]

    assert [line["segment_id"] for line in sent if not line["purpose"] or not line["message"]] == []


@pytest.mark.parametrize("column", ["segment_name", "priority"])
def test_no_two_definitions_share_it(column):
    values = [line[column] for line in DEFINITIONS]

    assert sorted(values) == sorted(set(values))


# ---- the page


def conditions_in_words(segment_id: str) -> str:
    """The rules of a segment as the page writes them."""
    groups: dict[str, list[str]] = {}
    for line in RULES:
        if line["segment_id"] == segment_id:
            cells = (line["feature_name"], line["operator"], line["comparison_value"])
            groups.setdefault(line["rule_group"], []).append(f"`{' '.join(filter(None, cells))}`")
    return ", or ".join(" and ".join(group) for group in groups.values())


def test_the_page_lists_the_library_as_it_is():
    rows = [
        f"| `{line['segment_id']}` | {line['segment_name']} | "
        f"{conditions_in_words(line['segment_id'])} | {line['action']} |"
        for line in DEFINITIONS
    ]

    assert re.findall(r"^\| `.*\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE) == rows
