"""RFM to the last digit: the models' own SQL against exact fractions, and the seeds' guards.

The SQL is compiled once and run on many small tables, which is how hundreds of hypothesis'
examples fit into seconds. That the whole build agrees is in test_features.py.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from feature_tables import Bench, read_seed, reference_seeds, seed_columns
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reference import features as reference

MEASURES = {
    "contact_id": "text",
    "recency_days": "integer",
    "order_count": "integer",
    "monetary_value": "numeric(18, 4)",
    "last_order_on": "date",
}
MODELS = ("rfm_quantiles", "rfm_score_bounds", "rfm_scores")

# Few different values, so that most lie on a cut point, and amounts that no float holds.
amounts = st.one_of(
    st.sampled_from([Decimal("0.0001"), Decimal("0.1"), Decimal("0.3"), Decimal("19.99")]),
    st.integers(1, 10**13).map(lambda units: Decimal(units) / 10000),
)
small_worlds = st.lists(
    st.tuples(
        st.one_of(st.sampled_from([0, 29, 30, 90, 365]), st.integers(0, 2000)),
        st.one_of(st.integers(1, 3), st.integers(1, 60)),
        amounts,
    ),
    max_size=40,
)


def staircase(contacts: int) -> list[tuple]:
    """A world in which nobody is like another."""
    return [(number, number + 1, Decimal(number + 1) / 10) for number in range(contacts)]


each_example_in_seconds = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def variables(method: str, bands: int) -> dict:
    """None where they are the defaults: one parse serves every test that gives the same."""
    if (method, bands) == ("quantile", 5):
        return {}
    return {"rfm__method": method, "rfm__bands": bands}


@pytest.fixture(
    scope="module",
    params=[
        ("duckdb", "quantile", 5),
        ("duckdb", "quantile", 3),
        ("duckdb", "threshold", 5),
        pytest.param(("postgres", "quantile", 5), marks=pytest.mark.postgres),
    ],
    ids=lambda param: "-".join(map(str, param)),
)
def bench(request: pytest.FixtureRequest, workshop):
    """The RFM models, compiled for an engine, a method and a number of bands."""
    engine, method, bands = request.param
    project = workshop.project({}, engine=engine, vars=variables(method, bands))
    bench = Bench(project, *MODELS)
    bench.method, bench.bands = method, bands
    bench.put(
        "crm_seeds.rfm_thresholds",
        seed_columns("rfm_thresholds"),
        [tuple(line.values()) for line in read_seed("rfm_thresholds")],
    )
    bench.put(
        "crm_seeds.rfm_grid",
        seed_columns("rfm_grid"),
        [
            (recency, frequency, f"group {recency} {frequency}")
            for recency in range(1, bands + 1)
            for frequency in range(1, bands + 1)
        ],
    )
    yield bench
    bench.close()
    workshop.release(project)


@given(small_worlds)
@example([])
@example([(5, 1, Decimal("9.99"))])
@example([(5, 1, Decimal("9.99"))] * 6)
@example([(day, day, Decimal(day)) for day in (1, 2, 3, 4, 5, 6)])
@example([(0, 1, Decimal("0.0001")), (1, 2, Decimal("0.0002"))])
@example(staircase(16))  # 0.6 * 15 and its like fall beside the whole number in floats
@example(staircase(36))
@example(staircase(71))
@each_example_in_seconds
def test_scores_agree_with_exact_arithmetic(bench: Bench, world: list[tuple]):
    """Measures in, scores out: no contact lost, none scored otherwise than fractions say."""
    run(bench, world)
    expected = reference.rfm_scores(
        {
            f"c{number}": dict(zip(reference.METRICS, values, strict=True))
            for number, values in enumerate(world)
        },
        grid={
            (recency, frequency): f"group {recency} {frequency}"
            for recency in range(1, bench.bands + 1)
            for frequency in range(1, bench.bands + 1)
        },
        bands=bench.bands,
        method=bench.method,
        thresholds=reference_seeds()["thresholds"],
    )
    columns = ["recency_score", "frequency_score", "monetary_score", "rfm_group"]
    found = bench.rows(f"select contact_id, {', '.join(columns)} from crm_features.rfm_scores")
    assert {contact: dict(zip(columns, values, strict=True)) for contact, *values in found} == (
        expected
    )


@given(small_worlds)
@each_example_in_seconds
def test_bounds_say_which_values_get_which_score(bench: Bench, world: list[tuple]):
    """Whoever has a score lies within its bounds; a score called empty is nobody's."""
    run(bench, world)
    bounds = {
        (metric, score): rest
        for metric, score, *rest in bench.rows(
            "select metric, score, lower_bound, upper_bound, is_lower_included, "
            "is_upper_included, is_empty from crm_features.rfm_score_bounds"
        )
    }
    if world or bench.method == "threshold":
        assert len(bounds) == 3 * bench.bands
    scored = bench.rows(
        "select recency_days, order_count, monetary_value, recency_score, frequency_score, "
        "monetary_score from crm_features.rfm_scores"
    )
    for *values, recency, frequency, monetary in scored:
        scores = dict(zip(reference.METRICS, (recency, frequency, monetary), strict=True))
        for metric, value in zip(reference.METRICS, values, strict=True):
            lower, upper, with_lower, with_upper, is_empty = bounds[metric, scores[metric]]
            assert not is_empty
            assert lower is None or value > lower or (with_lower and value == lower)
            assert upper is None or value < upper or (with_upper and value == upper)
    if bench.method == "quantile":
        cuts = bench.rows("select metric, cut_order, cut_point from crm_features.rfm_quantiles")
        for metric, cut_order, cut_point in cuts:
            values = [row[reference.METRICS.index(metric)] for row in world]
            exact = reference.quantile_cuts(values, bench.bands)[cut_order - 1]
            # what is cut off is less than the finest value there is
            assert 0 <= exact - Fraction(cut_point) < Fraction(1, 10000)


def run(bench: Bench, world: list[tuple]) -> None:
    """Puts the measures of a world there and runs the three models on them."""
    bench.put(
        "crm_features.rfm_measures",
        MEASURES,
        [(f"c{number}", *values, "2026-06-30") for number, values in enumerate(world)],
    )
    for model in MODELS:
        bench.make(model)


# ---- guards of the seeds


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def seeds(request: pytest.FixtureRequest, workshop):
    """The data tests of the seeds, compiled; thresholds are in use, so that they count."""
    project = workshop.project({}, engine=request.param, vars=variables("threshold", 5))
    bench = Bench(project, "path:tests/features")
    yield bench
    bench.close()
    workshop.release(project)


def put_seed(bench: Bench, name: str, change=lambda lines: lines) -> None:
    """Puts a seed there, as it is in the repository or changed."""
    columns = seed_columns(name)
    lines = change([list(line.values()) for line in read_seed(name)])
    bench.put(
        f"crm_seeds.{name}",
        columns,
        [
            [None if cell == "" else cell for cell in line] if len(line) == len(columns) else line
            for line in lines
        ],
    )


def without(*start: str):
    """Takes away the lines that begin with these cells."""
    return lambda lines: [line for line in lines if tuple(line[: len(start)]) != start]


def with_line(*cells: str):
    """Adds a line."""
    return lambda lines: [*lines, list(cells)]


def with_cell(start: tuple[str, ...], place: int, cell: str):
    """Changes a cell of the line that begins with these cells."""

    def change(lines):
        return [
            [*line[:place], cell, *line[place + 1 :]]
            if tuple(line[: len(start)]) == start
            else line
            for line in lines
        ]

    return change


GRID = "assert_rfm_grid_is_whole"
CUTS = "assert_rfm_thresholds_can_be_used"
STAGES = "assert_lifecycle_thresholds_can_be_used"
POINTS = "assert_engagement_seeds_can_be_used"
LEADS = "assert_lead_seeds_can_be_used"
USED_BY = {
    GRID: ("rfm_grid", "rfm_groups"),
    CUTS: ("rfm_thresholds",),
    STAGES: ("lifecycle_thresholds",),
    POINTS: ("engagement_weights", "engagement_levels"),
    LEADS: ("lead_fit_points", "lead_grades"),
}


@pytest.mark.parametrize("test", USED_BY)
def test_the_seeds_of_the_repository_can_be_used(seeds: Bench, test: str):
    for seed in USED_BY[test]:
        put_seed(seeds, seed)
    assert seeds.complaint(test) == ""


@pytest.mark.parametrize(
    ("test", "seed", "change", "sentence"),
    [
        (GRID, "rfm_grid", without("3", "3"),
         "rfm_grid.csv: recency 3, frequency 3 has no group. Add the line 3,3,<group>."),
        (GRID, "rfm_grid", with_line("2", "4", "champions"),
         "rfm_grid.csv: recency 2, frequency 4 is given 2 times (at_risk, champions)."),
        (GRID, "rfm_grid", with_line("2", "4", "at_risk"),
         "rfm_grid.csv: recency 2, frequency 4 is given 2 times (at_risk)."),
        (GRID, "rfm_grid", with_line("6", "1", "champions"),
         "rfm_grid.csv: recency 6, frequency 1 (champions) is no cell: rfm__bands is 5"),
        (GRID, "rfm_grid", with_line("1", "0", "champions"),
         "rfm_grid.csv: recency 1, frequency 0 (champions) is no cell: rfm__bands is 5"),
        (GRID, "rfm_grid", with_cell(("5", "5"), 2, "champion"),
         "rfm_grid.csv: the group champion is not in rfm_groups.csv."),
        (GRID, "rfm_grid", with_cell(("3", "3"), 2, "champions"),
         "rfm_groups.csv: nobody can be in the group need_attention."),
        (GRID, "rfm_groups", with_line("whales", "Whales", "11", ""),
         "rfm_groups.csv: nobody can be in the group whales."),
        (CUTS, "rfm_thresholds", without("recency", "4"),
         "rfm_thresholds.csv: recency has no cut_order 4."),
        (CUTS, "rfm_thresholds", with_line("recency", "5", "999", ""),
         "rfm_thresholds.csv: recency, cut_order 5 is too many: rfm__bands is 5"),
        (CUTS, "rfm_thresholds", with_line("recency", "2", "95", ""),
         "rfm_thresholds.csv: recency, cut_order 2 is given 2 times."),
        (CUTS, "rfm_thresholds", with_cell(("monetary", "2"), 2, "50"),
         "rfm_thresholds.csv: monetary, cut_order 2 is 50.0000, not more than the 50.0000 before"),
        (CUTS, "rfm_thresholds", with_cell(("monetary", "2"), 2, "49.99"),
         "rfm_thresholds.csv: monetary, cut_order 2 is 49.9900, not more than the 50.0000 before"),
        (CUTS, "rfm_thresholds", with_line("recensy", "1", "5", ""),
         "rfm_thresholds.csv: the metric recensy is unknown."),
        (STAGES, "lifecycle_thresholds", without("lapsed_after_days"),
         "lifecycle_thresholds.csv: lapsed_after_days is missing."),
        (STAGES, "lifecycle_thresholds", with_line("lapsed_after_days", "400", "days", ""),
         "lifecycle_thresholds.csv: lapsed_after_days is given 2 times."),
        (STAGES, "lifecycle_thresholds", with_line("lapsed_after", "400", "days", ""),
         "lifecycle_thresholds.csv: lapsed_after is no threshold of lifecycle_stages."),
        (STAGES, "lifecycle_thresholds", with_cell(("lapsed_after_days",), 1, "180"),
         "at_risk_after_days is 180.0000 and must be less than lapsed_after_days, which is 180"),
        (STAGES, "lifecycle_thresholds", with_cell(("lapsed_after_gaps",), 1, "1"),
         "at_risk_after_gaps is 1.5000 and must be less than lapsed_after_gaps, which is 1.0"),
        (STAGES, "lifecycle_thresholds", with_cell(("new_within_days",), 1, "200"),
         "new_within_days is 200.0000 and must be less than at_risk_after_days, which is 180"),
        (STAGES, "lifecycle_thresholds", with_cell(("cadence_min_days",), 1, "1"),
         "lifecycle_thresholds.csv: cadence_min_days is 1.0000. It must be 2 or more."),
        (STAGES, "lifecycle_thresholds", with_cell(("shortest_gap_days",), 1, "0"),
         "lifecycle_thresholds.csv: shortest_gap_days is 0.0000. It must be more than 0."),
        (POINTS, "engagement_weights", with_line("page_viewed", "2", "30", "1", ""),
         "engagement_weights.csv: page_viewed is given 2 times."),
        (POINTS, "engagement_weights", with_cell(("page_viewed",), 2, "0"),
         "engagement_weights.csv: page_viewed has fades_over_days 0 and max_per_day 10."),
        (POINTS, "engagement_weights", with_cell(("page_viewed",), 3, "0"),
         "engagement_weights.csv: page_viewed has fades_over_days 30 and max_per_day 0."),
        (POINTS, "engagement_weights", with_line("order_plased", "2", "30", "1", ""),
         "engagement_weights.csv: no activity has the type order_plased."),
        (POINTS, "engagement_levels", without("none"),
         "engagement_levels.csv: no level starts at 0"),
        (POINTS, "engagement_levels", lambda lines: [],
         "engagement_levels.csv: no level starts at 0"),
        (POINTS, "engagement_levels", with_line("top", "60", ""),
         "engagement_levels.csv: min_score 60 is given 2 times."),
        (POINTS, "engagement_levels", with_line("top", "101", ""),
         "engagement_levels.csv: top starts at 101."),
        (LEADS, "lead_fit_points", with_line("job_titel", "is", "CEO", "5", ""),
         "lead_fit_points.csv: no points can be given for job_titel. Use job_title, job_seniority"),
        (LEADS, "lead_fit_points", with_cell(("country", "is", "DE"), 1, "contains"),
         "lead_fit_points.csv: match of country DE is 'contains'. Write is or has_word."),
        (LEADS, "lead_fit_points", with_line("job_title", "has_word", "&", "5", ""),
         "lead_fit_points.csv: & has no letter or digit, so no job_title has it as a word."),
        (LEADS, "lead_grades", without("engagement", "3"),
         "lead_grades.csv: no grade of engagement starts at 0"),
        (LEADS, "lead_grades", with_cell(("fit", "A"), 2, "101"),
         "lead_grades.csv: fit A starts at 101. Write fit or engagement, a grade"),
        (LEADS, "lead_grades", with_line("fitness", "A", "5", ""),
         "lead_grades.csv: fitness A starts at 5. Write fit or engagement, a grade"),
    ],
)  # fmt: skip
def test_a_seed_that_cannot_be_used_is_named(
    seeds: Bench, test: str, seed: str, change, sentence: str
):
    """The sentence itself is what stops the build, on every engine."""
    for name in USED_BY[test]:
        put_seed(seeds, name, change if name == seed else lambda lines: lines)
    assert sentence in seeds.complaint(test)


def test_a_broken_map_stops_the_build_before_a_contact_is_scored(make_project):
    """Scores wait for the map's test: with three bands the repository's map has cells too many."""
    project = make_project(
        {
            "contacts": [{"contact_id": "1", "email": "ann@example.com"}],
            "orders": [
                {"order_id": "1", "contact_id": "1", "ordered_at": "2026-06-01", "total_amount": 5}
            ],
        },
        vars=variables("quantile", 3),
    )
    result = project.build("+rfm_scores")
    assert not result.success
    assert "recency 5, frequency 1 (new_customers) is no cell: rfm__bands is 3" in result.message
    assert result.nodes["rfm_scores"].status == "skipped"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("rfm__bands", 0, "rfm__bands is '0'. Use a whole number from 2 to 9"),
        ("rfm__method", "quantiles", "rfm__method is 'quantiles'. Use quantile"),
        ("rfm__lookback_days", -5, "rfm__lookback_days is '-5'. Use a whole number of days"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_run(make_project, name, value, sentence):
    result = make_project({}, vars={name: value}).run("parse")
    assert not result.success
    assert sentence in result.message
