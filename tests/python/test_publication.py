"""What is published, when, and what stops it: the circuit breaker and the manifest of builds."""

from __future__ import annotations

import pytest
from dbt.contracts.graph.manifest import build_node_edges
from project import ROOT, parsed_project
from segment_project import SegmentProject

# They look back: nothing that is published rests on them, so it does not wait for them.
LOOK_BACK = {
    "backtest_measures",
    "backtest_memberships",
    "backtest_outcomes",
    "segment_backtest",
    "segment_entry_outcomes",
    "segment_lift",
}
DEFINITIONS = [{"segment_id": "vip"}, {"segment_id": "everybody", "priority": "2"}]
RULES = [
    {
        "segment_id": "vip",
        "feature_name": "order_count",
        "operator": ">",
        "comparison_value": "3",
    },
    {"segment_id": "everybody", "feature_name": "order_count", "operator": "not_null"},
]


@pytest.fixture
def published(engine, request, tmp_path) -> SegmentProject:
    """The segments of 40 contacts, 30 of them in vip, published for 29 June 2026."""
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    project = SegmentProject(tmp_path / "project", engine=engine, server=server, as_of="2026-06-29")
    project.define(DEFINITIONS, RULES)
    arrive(project, vips=30, orders=90)
    result = project.build(tests=True)
    assert result.success, result.message
    project.as_of = "2026-06-30"
    return project


def arrive(project: SegmentProject, *, vips: int, orders: int) -> None:
    """Replaces what the segments read: 40 contacts, so many of them buyers of 4 orders."""
    project.give_people(
        [
            {"contact_id": f"c{number:02}", "order_count": 4 if number < vips else 0}
            for number in range(40)
        ]
    )
    counts = {"contacts": 40, "orders": orders}
    project.give(
        "source_counts",
        [
            {"source_name": f"csv/{kind}", "record_kind": kind, "row_count": count}
            for kind, count in counts.items()
            if count
        ],
    )


def shown(project: SegmentProject) -> list[tuple]:
    """What a reader of the published tables sees."""
    return project.query("""
        select segment_id, members, cast(as_of_on as varchar(10))
        from crm_serving.segment_overview
        order by segment_id
    """) + project.query("""
        select cast(count(*) as integer), min(cast(as_of_on as varchar(10)))
        from crm_serving.contact_profiles
    """)


def published_builds(project: SegmentProject) -> list[tuple]:
    return project.query("""
        select cast(as_of_on as varchar(10)), forced, let_through
        from crm_serving.build_manifest
        order by built_at
    """)


LAST_GOOD = [("everybody", 40, "2026-06-29"), ("vip", 30, "2026-06-29"), (40, "2026-06-29")]


def test_an_empty_source_empties_no_segment(published):
    assert shown(published) == LAST_GOOD
    arrive(published, vips=0, orders=0)

    stopped = published.build(tests=True)

    assert stopped.failed == ["assert_publication_may_go_ahead"]
    for sentence in (
        "segment vip has 0 members and had 30 (last published for 2026-06-29); allowed: a change "
        "by 50 %.\n",
        "source csv/orders has no usable row (last published for 2026-06-29); allowed: no fewer "
        "than 1.\n",
    ):
        assert sentence in stopped.message
    assert "everybody" not in stopped.message
    assert "make build FORCE=csv/orders,vip" in stopped.message
    serving = {path.stem for path in (ROOT / "models/marts/serving").glob("*.sql")}
    built = {name for name, node in stopped.nodes.items() if node.status == "success"}
    assert not serving & built
    assert shown(published) == LAST_GOOD
    assert published_builds(published) == [("2026-06-29", None, None)]

    # one that is not named still stops it
    stopped = published.build(tests=True, force=["vip"])
    assert stopped.failed == ["assert_publication_may_go_ahead"]
    assert "csv/orders has no usable row" in stopped.message
    assert "segment vip" not in stopped.message
    assert shown(published) == LAST_GOOD

    forced = published.build(tests=True, force=["vip", "csv/orders"])
    assert forced.success, forced.message
    assert shown(published)[1] == ("vip", 0, "2026-06-30")
    assert published_builds(published)[1] == (
        "2026-06-30",
        "csv/orders;vip",
        "csv/orders;vip",
    )

    # what was let through is what the next build is compared with
    again = published.build(tests=True)
    assert again.success, again.message
    assert published_builds(published)[2] == ("2026-06-30", None, None)


def test_only_what_exists_and_came_before_is_compared(published):
    result = published.build(tests=True, force=["vipp", "vip"])
    assert result.failed == ["assert_forced_names_exist"]
    assert "FORCE names vipp. It takes the id of a published segment" in result.message
    assert shown(published) == LAST_GOOD

    published.as_of = "2026-06-28"
    arrive(published, vips=1, orders=90)
    result = published.build(tests=True)
    assert result.success, result.message


def test_mistakes_in_the_limits_are_named(tmp_path):
    project = SegmentProject(tmp_path / "project")
    project.define(DEFINITIONS, RULES)
    arrive(project, vips=30, orders=90)
    (project.folder / "seeds/segments/publication_limits.csv").write_text(
        "limit_name,applies_to,limit_value\n"
        "maximum_chance,,0.5\n"
        "maximum_change,vip,half\n"
        "minimum_rows,csv/orders,-1\n"
        "minimum_rows,CSV/orders,2\n"
        "maximum_age_days,*/orders,\n"
    )
    result = project.build(tests=True)
    assert result.failed == ["assert_publication_limits_can_be_used"]
    for sentence in (
        "publication_limits.csv: there is no limit 'maximum_chance'. Use maximum_change, ",
        "maximum_change of vip is 'half'. Write a share of the former number of members.",
        "minimum_rows of csv/orders is '-1'. Write a number of rows.",
        "minimum_rows of csv/orders is there more than once. Delete all lines of it but one.",
    ):
        assert sentence in result.message
    assert "maximum_age_days" not in result.message.replace("maximum_age_days, smallest", "")


def test_serving_waits_for_every_test_of_the_segments():
    manifest = parsed_project(
        ("duckdb", "", "{}"),
        ["--target", "duckdb", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT)],
        lambda event: None,
    ).result
    _, parents = build_node_edges(list(manifest.nodes.values()))

    def models_of(room: str) -> set[str]:
        return {
            name
            for name, node in manifest.nodes.items()
            if node.resource_type == "model" and f"marts/{room}/" in node.original_file_path
        }

    def before(model: str) -> set[str]:
        found, todo = set(), [model]
        while todo:
            new = set(parents.get(todo.pop(), [])) - found
            found |= new
            todo.extend(new)
        return found

    serving = models_of("serving")
    segments = {name for name in models_of("segments") if name.split(".")[-1] not in LOOK_BACK}
    tests = {
        name: set(node.depends_on.nodes)
        for name, node in manifest.nodes.items()
        if node.resource_type == "test"
    }
    tests_of_segments = {
        name: reads for name, reads in tests.items() if reads & segments and not reads & serving
    }
    assert len(serving) >= 4
    assert len(tests_of_segments) > 20
    # dbt lets a model wait for a test when all that the test reads comes before the model
    for model in serving:
        earlier = before(model)
        assert segments <= earlier, model
        late = [name for name, reads in tests_of_segments.items() if not reads <= earlier]
        assert late == [], model


def test_every_published_table_is_counted_before_the_manifest_is_written():
    counted = (ROOT / "models/marts/serving/build_counts.sql").read_text()
    for path in (ROOT / "models/marts/serving").glob("*.sql"):
        assert path.stem.startswith("build_") or f"'{path.stem}'" in counted, path.stem
