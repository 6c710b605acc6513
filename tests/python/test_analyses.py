"""The two analyses for people who define segments: what a draft would be, and why a contact is in a
segment or is not.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from segment_project import SegmentProject

PEOPLE = [
    {"contact_id": "ann", "order_count": 4, "country": "DE", "revenue_12m": 100},
    {"contact_id": "bob", "order_count": 4, "country": "FR", "revenue_12m": Decimal("50.50")},
    {"contact_id": "cem", "order_count": 1, "country": "AT", "revenue_12m": 7},
    {"contact_id": "dan", "order_count": 0, "country": None, "revenue_12m": 0},
    {"contact_id": "eve", "order_count": 9, "country": "DE", "is_archived": True},
]


def line(segment_id: str, feature: str, operator: str, value: str, group: str = "1") -> dict:
    """One line of segment_rules.csv."""
    cells = ("segment_id", "feature_name", "operator", "comparison_value", "rule_group")
    return dict(zip(cells, (segment_id, feature, operator, value, group), strict=True))


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def built(request, tmp_path_factory) -> SegmentProject:
    """A published segment and two resting ones, one of which refers to it."""
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    folder = tmp_path_factory.mktemp("analyses") / "project"
    project = SegmentProject(folder, engine=request.param, server=server)
    project.give_people(PEOPLE)
    override = {"override": "include", "reason": "A friend", "author": "Eve"}
    project.define(
        [
            {"segment_id": "regulars", "priority": "1"},
            {"segment_id": "draft", "priority": "2", "status": "resting"},
            {"segment_id": "silent", "priority": "3", "status": "resting"},
        ],
        [
            line("regulars", "order_count", ">=", "4"),
            line("regulars", "country", "=", "DE"),
            line("draft", "", "in_segment", "regulars"),
            line("draft", "order_count", ">=", "1", group="2"),
            line("draft", "country", "in", "FR; AT", group="2"),
            line("silent", "city", "=", "it's"),
        ],
        [override | {"segment_id": "regulars", "contact": "dan", "added_on": "2026-06-01"}],
    )
    result = project.build()
    assert result.success, result.message
    return project


def money(*amounts: float) -> list[Decimal]:
    """Amounts as the database gives them."""
    return [Decimal(str(amount)) for amount in amounts]


@pytest.mark.slow
def test_a_preview_counts_segment_conditions_and_revenue(built):
    rows = [row[:4] for row in built.analyse("segment_preview", preview_segment="draft")]

    assert rows[:5] == [
        ("all contacts", "not archived", 4, *money(157.5)),
        ("segment", "draft", 4, *money(157.5)),
        ("condition of group 1", "in segment regulars", 2, *money(100)),
        ("condition of group 2", "order_count is at least 1", 3, *money(157.5)),
        ("condition of group 2", "country is one of FR, AT", 2, *money(57.5)),
    ]
    assert {row[:2] for row in rows[5:]} == {
        ("member", name) for name in ("ann", "bob", "cem", "dan")
    }
    # nothing was activated
    assert {segment for segment, _ in built.matches()} == {"regulars"}


@pytest.mark.slow
def test_a_preview_of_a_segment_of_nobody_says_0(built):
    rows = [row[:4] for row in built.analyse("segment_preview", preview_segment="silent")]

    assert rows[1:] == [
        ("segment", "silent", 0, *money(0)),
        ("condition of group 1", "city is it's", 0, *money(0)),
    ]


@pytest.mark.slow
def test_a_preview_of_an_unknown_segment_says_what_was_meant(built):
    result = built.run("show", "--select", "segment_preview", preview_segment="drafd")

    assert not result.success
    assert "Segment `drafd` is not in segment_definitions.csv; did you mean `draft`?" in (
        " ".join(result.message.split())
    )


@pytest.mark.slow
@pytest.mark.parametrize("contact", ["bob", "csv:bob"])
def test_a_contact_is_explained_by_id_and_by_record(built, contact):
    nearly = "nearly: one condition fails"

    assert built.analyse("explain_contact", explain_contact=contact) == [
        ("regulars", nearly, 1, "order_count is at least 4", "4", True, Decimal(0)),
        ("regulars", nearly, 1, "country is DE", "FR", False, None),
    ]


@pytest.mark.slow
def test_a_contact_is_explained_for_resting_segments_and_exceptions(built):
    segments = ["regulars", "draft"]
    rows = built.analyse("explain_contact", explain_contact="dan", explain_segments=segments)

    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        ("draft", "yes", 1, True),
        ("draft", "yes", 2, False),
        ("draft", "yes", 2, False),
        ("regulars", "yes, put in by hand", 1, False),
        ("regulars", "yes, put in by hand", 1, False),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("contact", ["eve", "nobody", "", "it's"])
def test_who_is_archived_or_unknown_has_no_rows(built, contact):
    assert built.analyse("explain_contact", explain_contact=contact) == []


@pytest.mark.slow
def test_the_commands_of_the_page_work(built):
    for name, variables in (
        ("segment_preview", {"preview_segment": "draft"}),
        ("explain_contact", {"explain_contact": "csv:bob", "explain_segments": ["draft"]}),
    ):
        result = built.run("show", "--select", name, "--limit", "100", **variables)
        assert result.success, result.message
        assert "order_count is" in result.log
