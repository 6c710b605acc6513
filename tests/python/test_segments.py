"""The segment language: what it refuses, and that what it compiles means what it says."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from project import ROOT
from reference.segments import memberships
from segment_project import (
    ATTRIBUTES,
    BEHAVIOURS,
    SegmentProject,
    attribute_kinds,
    behaviour_names,
    feature_kinds,
)

AS_OF = date(2026, 6, 30)
KINDS = feature_kinds() | {"static_lists": "list"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> SegmentProject:
    """The segment models on DuckDB, with one contact; a test writes its own lines."""
    project = SegmentProject(tmp_path_factory.mktemp("segments") / "project")
    project.give_people([{"contact_id": "ann", "order_count": 4, "country": "DE"}])
    return project


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def on_each_engine(request, tmp_path_factory) -> SegmentProject:
    """The segment models on each engine in turn."""
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    folder = tmp_path_factory.mktemp("segments") / "project"
    return SegmentProject(folder, engine=request.param, server=server)


VIP = {"segment_id": "vip"}
RULE = {
    "segment_id": "vip",
    "feature_name": "order_count",
    "operator": ">",
    "comparison_value": "3",
}


def rule(**cells) -> dict:
    """A sound line of segment_rules.csv with some cells changed."""
    return RULE | cells


# ---- mistakes ----

MISTAKES = {
    "unknown feature": (
        [VIP],
        [RULE, rule(feature_name="recensy_score")],
        "segment_rules.csv line 3 (vip): feature `recensy_score` does not exist; did you mean "
        "`recency_score`?",
    ),
    "feature like none": (
        [VIP],
        [rule(feature_name="zzz")],
        "segment_rules.csv line 2 (vip): feature `zzz` does not exist.",
    ),
    "unknown operator": (
        [VIP],
        [rule(operator="contain", feature_name="city", comparison_value="a")],
        "segment_rules.csv line 2 (vip): operator `contain` does not exist; did you mean "
        "`contains`? There are: = !=",
    ),
    "operator of another kind": (
        [VIP],
        [rule(operator="contains")],
        "segment_rules.csv line 2 (vip): operator `contains` is not for `order_count`, which is a "
        "number; use one of "
        "= != < <= > >= between in not_in is_null not_null.",
    ),
    "value that is no number": (
        [VIP],
        [rule(comparison_value="1,000")],
        "segment_rules.csv line 2 (vip): '1,000' is not a number; write digits and at most a point",
    ),
    "value that is no day": (
        [VIP],
        [rule(feature_name="last_order_on", operator="after", comparison_value="2026-02-29")],
        "segment_rules.csv line 2 (vip): '2026-02-29' is not a day of the calendar",
    ),
    "value in a spreadsheet's date format": (
        [VIP],
        [rule(feature_name="last_order_on", operator="after", comparison_value="29.02.2024")],
        "segment_rules.csv line 2 (vip): '29.02.2024' is not a day of the calendar; write it as "
        "YYYY-MM-DD",
    ),
    "days that are none": (
        [VIP],
        [rule(feature_name="last_order_on", operator="within_last_days", comparison_value="-3")],
        "segment_rules.csv line 2 (vip): `comparison_value` is '-3'; write a whole number of days",
    ),
    "value missing": (
        [VIP],
        [rule(comparison_value=" ")],
        "segment_rules.csv line 2 (vip): `comparison_value` is empty; write what `order_count` is "
        "compared with.",
    ),
    "value too many": (
        [VIP],
        [rule(feature_name="is_guest", operator="is_true", comparison_value="yes")],
        "segment_rules.csv line 2 (vip): operator `is_true` takes no value, but `comparison_value` "
        "is 'yes'",
    ),
    "one end of between": (
        [VIP],
        [rule(operator="between", comparison_value="3")],
        "segment_rules.csv line 2 (vip): `comparison_value` is '3'; write the lowest and the "
        "highest value",
    ),
    "ends of between the wrong way round": (
        [VIP],
        [rule(operator="between", comparison_value="10;9")],
        "segment_rules.csv line 2 (vip): `comparison_value` is '10;9'; the first value is above "
        "the second",
    ),
    "empty entry in a list": (
        [VIP],
        [rule(feature_name="country", operator="in", comparison_value="DE;;FR")],
        "segment_rules.csv line 2 (vip): `comparison_value` is 'DE;;FR'; write values separated by "
        ";",
    ),
    "open quote in a list": (
        [VIP],
        [rule(feature_name="country", operator="in", comparison_value='"DE;FR')],
        "segment_rules.csv line 2 (vip): `comparison_value` is '\"DE;FR'; write values separated "
        "by ;",
    ),
    "no feature": (
        [VIP],
        [rule(feature_name="")],
        "segment_rules.csv line 2 (vip): `feature_name` is empty; name the feature to compare.",
    ),
    "no segment": (
        [VIP],
        [RULE, rule(segment_id="", comparison_value="9")],
        "segment_rules.csv line 3: `segment_id` is empty",
    ),
    "segment that is not defined": (
        [VIP],
        [RULE, rule(segment_id="vips")],
        "segment_rules.csv line 3 (vips): segment `vips` is not in segment_definitions.csv; did "
        "you mean `vip`?",
    ),
    "group that is no number": (
        [VIP],
        [rule(rule_group="a")],
        "segment_rules.csv line 2 (vip): `rule_group` is 'a'; write a whole number from 1 to 999.",
    ),
    "group negated in part": (
        [VIP],
        [
            rule(is_group_negated="true"),
            rule(feature_name="country", operator="not_null", comparison_value=""),
        ],
        "segment_rules.csv line 3 (vip): `is_group_negated` is false, but true in line 2 of the "
        "same group",
    ),
    "segment without rules": (
        [VIP, {"segment_id": "empty", "priority": "2"}],
        [RULE],
        "segment_definitions.csv line 3 (empty): it has no line in segment_rules.csv",
    ),
    "the same line twice": (
        [VIP],
        [RULE, rule(feature_name="country", operator="=", comparison_value="DE"), RULE],
        "segment_rules.csv line 4 (vip): it repeats line 2; delete one of the two.",
    ),
    "two thresholds": (
        [VIP],
        [RULE, rule(operator=">=", comparison_value="5")],
        "segment_rules.csv line 3 (vip): the same group already compares `order_count` in line 2; "
        "keep one",
    ),
    "reference to an unknown segment": (
        [VIP],
        [rule(feature_name="", operator="in_segment", comparison_value="loyal")],
        "segment_rules.csv line 2 (vip): segment `loyal` is not in segment_definitions.csv.",
    ),
    "reference with a feature": (
        [VIP],
        [rule(operator="in_segment", comparison_value="vip")],
        "segment_rules.csv line 2 (vip): `in_segment` tests membership; leave `feature_name` empty",
    ),
    "segment_id with blanks": (
        [{"segment_id": "VIP customers"}],
        [rule(segment_id="VIP customers")],
        "segment_definitions.csv line 2 (VIP customers): `segment_id` is 'VIP customers'; write "
        "lower-case letters, digits and _",
    ),
    "unknown status": (
        [VIP | {"status": "on"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `status` is 'on'; write active or resting.",
    ),
    "unknown channel": (
        [VIP | {"channel": "fax"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `channel` is 'fax'; write email, sms, phone, post "
        "or ads, or internal",
    ),
    "no purpose": (
        [VIP | {"purpose": ""}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `purpose` is empty; a segment that is reached by "
        "email needs the contact's "
        "permission",
    ),
    "priority of zero": (
        [VIP | {"priority": "0"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `priority` is '0'; write a whole number",
    ),
    "holdout in percent": (
        [VIP | {"holdout_share": "10%"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `holdout_share` is '10%'; write a share below 1 "
        "with a point",
    ),
    "holdout of everybody": (
        [VIP | {"holdout_share": "1"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `holdout_share` is '1'; write a share below 1 with "
        "a point",
    ),
    "sizes the wrong way round": (
        [VIP | {"minimum_size": "50", "maximum_size": "9"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `minimum_size` (50) is above `maximum_size` (9); "
        "change one of them.",
    ),
    "limit without order": (
        [VIP | {"member_limit": "50"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `member_limit` is set but not `limit_by`",
    ),
    "limit by an unknown feature": (
        [VIP | {"member_limit": "50", "limit_by": "lifetime_revenu"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `limit_by` names the feature `lifetime_revenu`, "
        "which does not exist; did "
        "you mean `lifetime_revenue`?",
    ),
    "limit by a text": (
        [VIP | {"member_limit": "50", "limit_by": "country"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `limit_by` names `country`, which is no number or "
        "date",
    ),
    "review on no day": (
        [VIP | {"reviewed_on": "2026-06-31"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): `reviewed_on` is '2026-06-31'; write a day of the "
        "calendar as YYYY-MM-DD",
    ),
    "ends before it begins": (
        [VIP | {"valid_from": "2026-06-02", "valid_to": "2026-06-01"}],
        [RULE],
        "segment_definitions.csv line 2 (vip): it ends (2026-06-01) before it begins (2026-06-02)",
    ),
    "the same segment twice": (
        [VIP, VIP | {"valid_from": "2026-07-01"}],
        [RULE],
        "segment_definitions.csv line 3 (vip): line 2 defines the same segment for the same time",
    ),
    "overlapping validity": (
        [VIP | {"valid_to": "2026-07-01"}, VIP | {"valid_from": "2026-07-01"}],
        [RULE],
        "segment_definitions.csv line 3 (vip): line 2 defines the same segment for the same time",
    ),
    "rivals of one rank": (
        [VIP | {"exclusive_group": "value"}, {"segment_id": "top", "exclusive_group": "value"}],
        [RULE, rule(segment_id="top")],
        "segment_definitions.csv line 3 (top): it has priority 1 in the exclusive group 'value', "
        "and so has vip (line 2)",
    ),
}

CIRCLES = {
    "circle": (
        [{"segment_id": name} for name in ("outside", "a", "b", "c")],
        [
            rule(
                segment_id="outside", feature_name="", operator="in_segment", comparison_value="a"
            ),
            rule(segment_id="a", feature_name="", operator="in_segment", comparison_value="b"),
            rule(segment_id="b", feature_name="", operator="not_in_segment", comparison_value="c"),
            rule(segment_id="c", feature_name="", operator="in_segment", comparison_value="a"),
        ],
        "segments refer to each other in a circle: a -> b -> c -> a. Take one of these references "
        "out.",
    ),
    "reference to itself": (
        [VIP],
        [rule(feature_name="", operator="not_in_segment", comparison_value="vip")],
        "segments refer to each other in a circle: vip -> vip.",
    ),
}


def numbered(text: str, number: int) -> str:
    """The names vip and top made a mistake's own: vip7, top7."""
    return re.sub(r"\b(vip|top)", rf"\g<1>{number}", text)


@pytest.fixture(scope="module")
def told(alone) -> tuple[str, dict[str, str]]:
    """All mistakes in two files, each with segments of its own: what one build says of them, and
    the sentence to look for, its line numbers those of the files."""
    definitions: list[dict] = []
    rules: list[dict] = []
    sentences = {}
    for number, (mistake, (defined, ruled, sentence)) in enumerate(MISTAKES.items()):
        above = len(definitions if sentence.startswith("segment_definitions") else rules)
        sentences[mistake] = numbered(
            re.sub(r"line (\d+)", lambda found, n=above: f"line {int(found[1]) + n}", sentence),
            number,
        )
        for lines, own in ((definitions, defined), (rules, ruled)):
            lines += [{k: numbered(v, number) for k, v in line.items()} for line in own]
    alone.define(definitions, rules)
    result = alone.build("+segments")
    assert not result.success
    return " ".join(result.message.split()), sentences


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_the_build_with_file_line_and_remedy(told, mistake):
    message, sentences = told

    assert sentences[mistake] in message


@pytest.mark.slow
def test_each_mistake_is_told_once(told):
    message, _ = told

    assert message.count(".csv line ") == len(MISTAKES)


@pytest.mark.slow
@pytest.mark.parametrize("circle", CIRCLES)
def test_a_circle_of_references_is_named(alone, circle):
    definitions, rules, sentence = CIRCLES[circle]
    alone.define(definitions, rules)

    result = alone.build("+segments")

    assert not result.success
    assert sentence in " ".join(result.message.split())


OVERRIDE = {
    "segment_id": "vip",
    "contact": "ann",
    "override": "include",
    "reason": "Old friend",
    "author": "Eve",
    "added_on": "2026-06-01",
}


@pytest.mark.slow
def test_mistakes_in_overrides_and_lists_are_told(alone):
    alone.define(
        [VIP],
        [RULE, rule(feature_name="static_lists", operator="has_any", comparison_value="fairr")],
        [
            OVERRIDE,
            OVERRIDE | {"contact": "bob", "override": "add"},
            OVERRIDE | {"contact": "cem", "reason": ""},
            OVERRIDE | {"contact": "dan", "author": ""},
            OVERRIDE | {"contact": "eve", "added_on": "1.6.2026"},
            OVERRIDE | {"segment_id": "vips"},
            OVERRIDE | {"override": "exclude", "added_on": "2026-07-01"},
            OVERRIDE | {"contact": "fay", "expires_on": "2026-06-31"},
            OVERRIDE | {"contact": ""},
        ],
        [{"list_name": "Fair", "contact": "ann"}],
    )

    message = " ".join(alone.build("+segments").message.split())

    for sentence in [
        "segment_rules.csv line 3 (vip): the list `fairr` has no line in static_lists.csv; did you "
        "mean `fair`?",
        "segment_overrides.csv line 3 (vip): `override` is 'add'; write include or exclude.",
        "segment_overrides.csv line 4 (vip): `reason` is empty; write why the rules are wrong",
        "segment_overrides.csv line 5 (vip): `author` is empty; write who decided it.",
        "segment_overrides.csv line 6 (vip): `added_on` is '1.6.2026'; write a day",
        "segment_overrides.csv line 7 (vips): segment `vips` is not in segment_definitions.csv; "
        "did you mean `vip`?",
        "segment_overrides.csv line 8 (vip): line 2 speaks of the same contact and segment",
        "segment_overrides.csv line 9 (vip): `expires_on` is '2026-06-31'; write a day",
        "segment_overrides.csv line 10 (vip): `contact` is empty; write a contact_id",
    ]:
        assert sentence in message
    assert message.count(".csv line ") == 9


@pytest.mark.slow
def test_mistakes_in_behaviours_are_told(tmp_path):
    project = SegmentProject(tmp_path / "project")
    (project.folder / "seeds/features/behaviour_features.csv").write_text(
        "feature_name,activity_type,channel_is,detail_is,category_is,url_contains,aggregation,"
        "window_days,description\n"
        "logins,web_login,,,,,count,30,\n"
        "logins,web_login,,,,,count,60,\n"
        "order_count,order_placed,,,,,count,,\n"
        "Log-ins,web_login,,,,,count,,\n"
        "visits,store_visited,,,,,mean,,\n"
        "recent_visits,store_visited,,,,,count,a month,\n"
        "nothing,,,,,,count,,\n"
        'mails,email_opened,,"May;;June",,,count,,\n'
    )

    message = " ".join(project.build("behaviour_features behaviours").message.split())

    for sentence in [
        "behaviour_features.csv line 3: the feature `logins` is declared in line 2 already",
        "behaviour_features.csv line 4: the feature `order_count` is declared in contact_features",
        "behaviour_features.csv line 5: `feature_name` is 'Log-ins'; write lower-case letters",
        "behaviour_features.csv line 6: `aggregation` is 'mean'; write count, sum, average",
        "behaviour_features.csv line 7: `window_days` is 'a month'; write a whole number of days",
        "behaviour_features.csv line 8: `activity_type` is empty; write a type of activity",
        "behaviour_features.csv line 9: `detail_is` is 'May;;June'; write values separated by ;",
    ]:
        assert sentence in message
    assert message.count(".csv line ") == 7


@pytest.mark.slow
def test_mistakes_in_attributes_are_told(tmp_path):
    project = SegmentProject(tmp_path / "project")
    (project.folder / ATTRIBUTES).write_text(
        "feature_name,attribute_name,kind,description\n"
        "roast,favourite_roast,text,\n"
        "roast,roast,text,\n"
        "order_count,orders,number,\n"
        "logins_30d,logins,number,\n"
        "Shoe size,shoe_size,number,\n"
        "hat_size,hat_size,numeric,\n"
        "nothing,,text,\n"
    )

    result = project.build("behaviour_features attribute_features custom_attributes")

    message = " ".join(result.message.split())
    for sentence in [
        "attribute_features.csv line 3: the feature `roast` is declared in line 2 already",
        "attribute_features.csv line 4: the feature `order_count` is declared in contact_features",
        "attribute_features.csv line 5: the feature `logins_30d` is declared in behaviour_features",
        "attribute_features.csv line 6: `feature_name` is 'Shoe size'; write lower-case letters",
        "attribute_features.csv line 7: `kind` is 'numeric'; write text, number, date or yes_no",
        "attribute_features.csv line 8: `attribute_name` is empty; write the name of an attribute",
    ]:
        assert sentence in message
    assert message.count(".csv line ") == 6


@pytest.mark.slow
def test_an_attribute_is_a_feature_of_its_kind(on_each_engine):
    people = [{"contact_id": "dark", "favourite_roast": "Dark"}, {"contact_id": "unknown"}]
    on_each_engine.give_people(people)
    on_each_engine.define(
        [VIP, {"segment_id": "top"}],
        [
            rule(feature_name="favourite_roast", operator="in", comparison_value="dark; decaf"),
            rule(segment_id="top", feature_name="favourite_roast", operator="is_null",
                 comparison_value=""),
        ],
    )  # fmt: skip

    result = on_each_engine.build("+segment_matches")

    assert result.success, result.message
    assert on_each_engine.matches() == {("vip", "dark"): 1, ("top", "unknown"): 1}


@pytest.mark.slow
def test_lines_are_counted_as_a_spreadsheet_does(alone):
    alone.define(
        [VIP | {"message": "one cell\non two lines"}, {"segment_id": "top", "status": "on"}],
        "segment_id,rule_group,is_group_negated,feature_name,operator,comparison_value,note\n"
        'vip,1,,order_count,>,3,"a note\non two lines"\n'
        ",,,,,,\n"
        "vip,1,,citty,=,Bonn,\n"
        "top,1,,order_count,>,many,\n",
    )

    message = " ".join(alone.build("+segments").message.split())

    assert "segment_definitions.csv line 3 (top): `status` is 'on'" in message
    assert "segment_rules.csv line 4 (vip): feature `citty` does not exist" in message
    assert "segment_rules.csv line 5 (top): 'many' is not a number" in message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (
            "segment_id;rule_group;feature_name;operator;comparison_value",
            "segment_rules.csv has no column `segment_id`. Its first line must name the columns, "
            "separated by commas: segment_id,rule_group",
        ),
        (
            "segment_id,rule_group,feature_name,operater,comparison_value,note",
            "segment_rules.csv has no column `operator`.",
        ),
        (
            "segment_id,rule_group,feature_name,operator,comparison_value,groop",
            "segment_rules.csv has a column `groop` that nothing reads",
        ),
    ],
)
def test_a_header_that_is_not_understood_stops_the_build(alone, header, sentence):
    separator = ";" if ";" in header else ","
    alone.define([VIP], header + "\n" + "vip,1,order_count,>,3,x"[:22].replace(",", separator))

    result = alone.build("+segments")

    assert not result.success
    assert sentence in " ".join(result.message.split())


# ---- meaning ----


@pytest.mark.slow
def test_columns_may_be_left_out_moved_and_added_between_builds(alone):
    alone.define([VIP], "segment_id,rule_group,feature_name,operator,comparison_value\n"
                        "vip,1,order_count,>,3\n")  # fmt: skip
    assert alone.build().success
    assert alone.matches() == {("vip", "ann"): 1}

    alone.define([VIP], "rule_group,comparison_value,segment_id,operator,feature_name,note\n"
                        "2,4,vip,=,order_count,moved\n")  # fmt: skip
    assert alone.build().success
    assert alone.matches() == {("vip", "ann"): 2}


@pytest.mark.slow
def test_nothing_published_gives_empty_tables(alone):
    alone.define([VIP | {"status": "resting"}], [RULE])

    result = alone.build(tests=True)

    assert result.success, result.message
    assert alone.matches() == {}
    assert alone.query("select count(*) from crm_serving.segment_overview") == [(0,)]
    assert alone.query("select count(*) from crm_serving.contact_profiles") == [(1,)]


@pytest.mark.slow
@pytest.mark.parametrize(("maximum", "warned"), [(2, []), (1, ["assert_not_too_many_segments"])])
def test_more_active_segments_than_can_be_served_warn(alone, maximum, warned):
    definitions = [VIP, {"segment_id": "top"}, {"segment_id": "rest", "status": "resting"}]
    alone.define(definitions, [rule(segment_id=line["segment_id"]) for line in definitions])
    assert alone.build("+segments").success

    result = alone.run(
        "test", "--select", "assert_not_too_many_segments", maximum_active_segments=maximum
    )

    assert result.success, result.message
    assert result.warned == warned


@pytest.mark.slow
@pytest.mark.parametrize("command", ["compile", "docs"])
def test_an_empty_database_is_enough_to_compile(tmp_path, command):
    project = SegmentProject(tmp_path / "project")

    result = project.run(*(["docs", "generate"] if command == "docs" else ["compile"]))

    assert result.success, result.message


@pytest.mark.slow
def test_values_are_data(on_each_engine):
    nasty = """'; drop table given.contacts; -- "x" {{ 1 / 0 }} \\' %s $1"""
    on_each_engine.give_people(
        [
            {"contact_id": "ann", "city": nasty, "tags": ";o'hara;"},
            {"contact_id": "bob", "city": "plain"},
        ]
    )
    on_each_engine.define(
        [VIP | {"segment_name": nasty, "goal": nasty}, {"segment_id": "tag"},
         {"segment_id": "one_of"}],
        [
            rule(feature_name="city", operator="=", comparison_value=nasty),
            rule(segment_id="tag", feature_name="tags", operator="has_any",
                 comparison_value="O'Hara; x"),
            rule(segment_id="one_of", feature_name="city", operator="in",
                 comparison_value='"' + nasty.replace('"', '""') + '"; other'),
        ],
    )  # fmt: skip

    result = on_each_engine.build(tests=True)

    assert result.success, result.message
    assert on_each_engine.matches() == {
        ("vip", "ann"): 1,
        ("tag", "ann"): 1,
        ("one_of", "ann"): 1,
    }
    assert on_each_engine.query(
        "select segment_name, goal from crm_segments.segments where segment_id = 'vip'"
    ) == [(nasty, nasty)]


# Letters that every engine folds alike; quotes, separators and wildcards are data.
TEXT = st.text("aAbBéÉ ;'\"%_\\", min_size=1, max_size=4).map(str.strip).filter(bool)
TAG = st.sampled_from(["vip", "press", "vi", "o'hara", "50%", "a b"])
NUMBER = st.integers(-2, 6)
DAY = st.integers(-3, 40).map(lambda days: AS_OF - timedelta(days=days))
FEATURES = {
    "city": TEXT,
    "region": st.sampled_from(["North", "SOUTH", "north-east", "N"]),
    "order_count": NUMBER,
    "lifetime_revenue": st.decimals(-2, 6, places=2),
    "last_order_on": DAY,
    "is_guest": st.booleans(),
    "logins_30d": NUMBER,
    "tags": st.sets(TAG, min_size=1).map(lambda tags: f";{';'.join(sorted(tags))};"),
}
OPERATORS = {
    "text": "= != in not_in contains not_contains starts_with is_null not_null",
    "number": "= != < <= > >= between in not_in is_null not_null",
    "date": "= != < <= > >= between in not_in before after within_last_days not_within_last_days "
    "is_null not_null",
    "yes_no": "is_true is_false is_null not_null",
    "list": "has_any has_all has_none is_null not_null",
}
# A group may compare a feature in one direction only once.
SIDED = "< <= > >= = between in before after within_last_days not_within_last_days is_true is_false"


def quoted(value: str) -> str:
    """A value as an entry of a list, in quotes where it needs them."""
    if ";" in value or value.startswith('"'):
        return '"' + value.replace('"', '""') + '"'
    return value


def cell(value) -> str:
    """A feature's value as a rule would write it."""
    return str(value)


@st.composite
def conditions(draw, earlier: list[str]) -> dict:
    """One line of segment_rules.csv; `earlier` are the segments it may refer to."""
    if earlier and draw(st.integers(0, 5)) == 0:
        others = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2, unique=True))
        operator = draw(st.sampled_from(["in_segment", "not_in_segment"]))
        return {"feature_name": "", "operator": operator, "comparison_value": ";".join(others)}
    feature = draw(st.sampled_from(sorted(FEATURES)))
    kind = KINDS[feature]
    operator = draw(st.sampled_from(OPERATORS[kind].split()))
    values = TAG if kind == "list" else FEATURES[feature]
    if operator in ("is_null", "not_null", "is_true", "is_false"):
        value = ""
    elif operator.endswith("within_last_days"):
        value = str(draw(st.integers(1, 40)))
    elif operator == "between":
        value = ";".join(map(cell, sorted(draw(st.tuples(values, values)))))
    elif operator in ("in", "not_in", "has_any", "has_all", "has_none"):
        several = draw(st.lists(values.map(cell), min_size=1, max_size=3))
        value = draw(st.sampled_from([";", "; ", " ; "])).join(map(quoted, several))
    else:
        value = cell(draw(values))
    return {"feature_name": feature, "operator": operator, "comparison_value": value}


@st.composite
def segments(draw, count: int, contacts: int) -> tuple[list[dict], list[dict], list[dict]]:
    """Definitions, rules and overrides of `count` segments, s1 to s<count>; later ones may refer
    to earlier ones, and overrides name some of `contacts` contacts, c0 and so on."""
    definitions: list[dict] = []
    rules: list[dict] = []
    overrides: list[dict] = []
    for number in range(1, count + 1):
        segment = {"segment_id": f"s{number}"}
        earlier = [f"s{other}" for other in range(1, number)]
        limit = {}
        if draw(st.integers(0, 3)) == 0:
            limit = {
                "member_limit": str(draw(st.integers(1, 10))),
                "limit_by": draw(
                    st.sampled_from(["order_count", "lifetime_revenue", "last_order_on"])
                ),
                "limit_keeps": draw(st.sampled_from(["", "highest", "lowest"])),
            }
        definitions.append(segment | limit)
        for group in draw(st.lists(st.integers(1, 9), min_size=1, max_size=3, unique=True)):
            head = segment | {
                "rule_group": str(group),
                "is_group_negated": draw(st.sampled_from(["", "", "true"])),
            }
            seen: set[tuple] = set()
            for condition in draw(st.lists(conditions(earlier), min_size=1, max_size=3)):
                feature, operator = condition["feature_name"], condition["operator"]
                is_sided = operator in SIDED.split()
                place = (feature, "sided") if is_sided else tuple(condition.values())
                if place not in seen:
                    seen.add(place)
                    rules.append(head | condition)
        for contact in draw(st.sets(st.integers(0, contacts - 1), max_size=2)):
            decision = draw(st.sampled_from(["include", "exclude"]))
            overrides.append(OVERRIDE | segment | {"contact": f"c{contact}", "override": decision})
    return definitions, rules, overrides


@st.composite
def people(draw, count: int) -> list[dict]:
    """Contacts of whom each feature may be unknown."""
    return [
        {
            "contact_id": f"c{number}",
            "is_archived": draw(st.integers(0, 9)) == 0,
            **{feature: draw(st.none() | values) for feature, values in FEATURES.items()},
        }
        for number in range(count)
    ]


@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(lines=segments(count=60, contacts=50), contacts=people(count=50))
def test_compiled_segments_agree_with_a_plain_evaluator(on_each_engine, lines, contacts):
    definitions, rules, overrides = lines
    on_each_engine.give_people(contacts)
    on_each_engine.define(definitions, rules, overrides)

    result = on_each_engine.build("+segment_matches")

    assert result.success, result.message
    assert on_each_engine.matches() == memberships(
        definitions, rules, contacts, KINDS, AS_OF, overrides
    )


def test_the_reference_reads_numbers_exactly():
    line = {
        "segment_id": "s1",
        "rule_group": "1",
        "is_group_negated": "",
        "feature_name": "lifetime_revenue",
        "operator": "=",
        "comparison_value": "0.10",
    }
    contact = {"contact_id": "c", "is_archived": False, "lifetime_revenue": Decimal("0.1")}
    assert memberships([line], [line], [contact], KINDS, AS_OF) == {("s1", "c"): 1}


# ---- the page that explains it ----


def page_words() -> set[str]:
    """Every word of docs/define_a_segment.md that could be a feature, an operator or a column."""
    return set(re.findall(r"[a-z][a-z0-9_]*", (ROOT / "docs/define_a_segment.md").read_text()))


def test_the_page_names_every_feature():
    declared = set(feature_kinds()) - set(behaviour_names()) - set(attribute_kinds())

    assert (declared | {"static_lists"}) - page_words() == set()


def test_the_page_names_every_operator_and_column():
    macro = (ROOT / "macros/segments/rule_operators.sql").read_text()
    operators = set(re.findall(r"^        '([a-z_]+)': \{'kinds'", macro, re.MULTILINE))
    seeds = [*(ROOT / "seeds/segments").glob("*.csv"), ROOT / BEHAVIOURS, ROOT / ATTRIBUTES]
    # the limits of the circuit breaker have a page of their own, docs/publishing.md
    seeds.remove(ROOT / "seeds/segments/publication_limits.csv")
    columns = {name for seed in seeds for name in seed.read_text().split("\n")[0].split(",")}

    assert len(operators) == 19
    assert operators - page_words() == set()
    # what needs no explanation
    assert columns - page_words() - {"note", "list_name", "override", "author"} == set()


def page_table(header: str) -> list[list[str]]:
    """The rows of the page's first table under that header line, without backticks."""
    lines = (ROOT / "docs/define_a_segment.md").read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.strip() == header)
    rows = []
    for line in lines[start + 2 :]:
        if not line.strip().startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip().strip("|").split("|")])
    return rows


@pytest.mark.slow
def test_the_example_of_the_page_works_as_written(alone):
    definition = dict(page_table("| column | what you write |"))
    columns = ["segment_id", "rule_group", "feature_name", "operator", "comparison_value"]
    rules = page_table(f"| {' | '.join(columns)} |")
    fits = {"country": "AT", "revenue_12m": 500, "days_since_last_order": 60}
    alone.give_people(
        [
            {"contact_id": "member", **fits},
            {"contact_id": "elsewhere", **fits, "country": "FR"},
            {"contact_id": "small", **fits, "revenue_12m": Decimal("499.99")},
            {"contact_id": "recent", **fits, "days_since_last_order": 59},
            {"contact_id": "never", **fits, "days_since_last_order": None},
        ]
    )
    alone.define([definition], [dict(zip(columns, row, strict=True)) for row in rules])

    result = alone.build()

    assert result.success, result.message
    assert alone.matches() == {("call_quiet_big_spenders", "member"): 1}
