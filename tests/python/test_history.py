"""Memberships over days: what the history remembers, why it says somebody came or went, and that
whoever follows the changes ends with the members."""

from __future__ import annotations

import pytest
from membership_days import Company

# each builds a project on several days
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built_company(engine, request, tmp_path_factory) -> Company:
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    folder = tmp_path_factory.mktemp("company") / "project"
    return Company(folder, engine=engine, server=server)


@pytest.fixture
def company(built_company) -> Company:
    """Ann and Bob, of whom Ann is a VIP: three orders make one."""
    built_company.start_over()
    built_company.people = {"ann": {"order_count": 3}, "bob": {"order_count": 1}}
    built_company.segment("vip", "order_count >= 3")
    return built_company


def test_a_stay_begins_and_ends_on_days_of_runs(company):
    company.day("2026-06-01")
    company.people["bob"]["order_count"] = 3
    company.day("2026-06-02")
    company.people["ann"]["order_count"] = 2
    company.day("2026-06-03")

    assert company.history() == [
        ("ann", "2026-06-01", "2026-06-03", "rule_changed", "behaviour"),
        ("bob", "2026-06-02", None, "behaviour", None),
    ]


def test_the_same_day_twice_changes_nothing(company):
    company.day("2026-06-01")
    company.people["bob"]["order_count"] = 3
    company.day("2026-06-02")
    before = company.whole_history()

    company.day("2026-06-02")

    assert company.whole_history() == before


def test_days_without_news_and_days_missed_leave_no_row(company):
    company.day("2026-06-01")
    before = company.whole_history()
    company.day("2026-06-02")
    company.day("2026-06-03")
    assert company.whole_history() == before

    company.people["bob"]["order_count"] = 5
    company.people["ann"]["order_count"] = 0
    company.day("2026-06-10")

    assert company.history() == [
        ("ann", "2026-06-01", "2026-06-10", "rule_changed", "behaviour"),
        ("bob", "2026-06-10", None, "behaviour", None),
    ]


def test_a_second_run_of_a_day_that_sees_more_takes_nothing_back(company):
    company.day("2026-06-01")
    company.people["bob"]["order_count"] = 3
    company.day("2026-06-02")
    company.people["bob"]["order_count"] = 2
    company.day("2026-06-02")

    assert company.history()[1:] == [
        ("bob", "2026-06-02", "2026-06-02", "behaviour", "behaviour"),
    ]
    assert company.consumer.last_number == 3


def test_an_earlier_day_is_refused_and_touches_nothing(company):
    company.day("2026-06-01")
    company.people["bob"]["order_count"] = 3
    company.day("2026-06-05")
    before = company.whole_history(), company.members()
    company.people["ann"]["order_count"] = 0

    refused = company.day("2026-06-04", expect=False)

    assert not refused.success
    assert "history of memberships is written up to 2026-06-05" in refused.message
    assert "make backfill FROM=2026-06-04" in refused.message
    assert (company.whole_history(), company.members()) == before


def test_a_full_refresh_keeps_the_history(company):
    company.day("2026-06-01")
    company.people["bob"]["order_count"] = 3
    company.day("2026-06-02")
    before = company.whole_history()

    company.day("2026-06-02", full_refresh=True)

    assert company.whole_history() == before


def test_whoever_comes_back_has_a_new_stay(company):
    company.day("2026-06-01")
    company.people["ann"]["order_count"] = 0
    company.day("2026-06-02")
    company.people["ann"]["order_count"] = 3
    company.day("2026-06-03")

    assert company.history("valid_from, valid_to, member_since") == [
        ("2026-06-01", "2026-06-02", "2026-06-01"),
        ("2026-06-03", None, "2026-06-03"),
    ]
    assert len(set(company.history("stay_id"))) == 2


def test_a_new_rule_is_the_reason_on_its_day_only(company):
    company.day("2026-06-01")
    company.segment("vip", "order_count >= 1")
    company.day("2026-06-02")
    company.people["eve"] = {"order_count": 1}
    company.day("2026-06-03")
    company.segment("vip", "order_count >= 3")
    company.day("2026-06-04")

    assert company.history() == [
        ("ann", "2026-06-01", None, "rule_changed", None),
        ("bob", "2026-06-02", "2026-06-04", "rule_changed", "rule_changed"),
        ("eve", "2026-06-03", "2026-06-04", "behaviour", "rule_changed"),
    ]
    ((first, last),) = company.history("definition_hash, latest_definition_hash")[:1]
    assert first == last  # edited and edited back: it is the definition it was


def test_orders_that_arrive_late_correct_forward(company):
    company.activities = [("ann", "2026-05-01", 3), ("bob", "2026-05-01", 1)]
    company.day("2026-06-01")
    company.day("2026-06-08")
    published = company.whole_history()

    company.people["bob"]["order_count"] = 3
    company.activities.append(("bob", "2026-05-20", 2))
    company.day("2026-06-09")
    company.people["eve"] = {"order_count": 4}
    company.activities.append(("eve", "2026-06-09", 4))
    company.day("2026-06-10")

    assert [row for row in company.whole_history() if row in published] == published
    assert company.history() == [
        ("ann", "2026-06-01", None, "rule_changed", None),
        ("bob", "2026-06-09", None, "correction", None),
        # on the day of the last run, after it: that day was not over
        ("eve", "2026-06-10", None, "behaviour", None),
    ]


def test_an_order_that_turns_out_to_be_none_is_a_correction(company):
    company.activities = [("ann", "2026-05-01", 3)]
    company.day("2026-06-01")
    company.people["ann"]["order_count"] = 2
    company.activities = [("ann", "2026-05-01", 2)]
    company.day("2026-06-02")

    assert company.history("valid_to, reason_out") == [("2026-06-02", "correction")]


def test_overrides_say_so_and_their_end_too(company):
    company.day("2026-06-01")
    shared = {"segment_id": "vip", "reason": "asked", "author": "Kim", "added_on": "2026-06-02"}
    company.overrides = [
        {"contact": "ann", "override": "exclude", "expires_on": "2026-06-03", **shared},
        {"contact": "bob", "override": "include", "expires_on": "2026-06-03", **shared},
    ]
    company.day("2026-06-02")
    company.day("2026-06-03")
    company.day("2026-06-04")

    assert company.history() == [
        ("ann", "2026-06-01", "2026-06-02", "rule_changed", "override"),
        ("ann", "2026-06-04", None, "expired", None),
        ("bob", "2026-06-02", "2026-06-04", "override", "expired"),
    ]


def test_a_segment_that_rests_and_a_contact_that_is_gone_expire(company):
    company.people["eve"] = {"order_count": 9}
    company.segment("buyers", "order_count >= 1")
    company.day("2026-06-01")
    company.segment("buyers", "order_count >= 1", status="resting")
    company.people["ann"]["is_archived"] = True
    del company.people["eve"]
    company.day("2026-06-02")

    assert {row[1:] for row in company.history(segment="buyers")} == {
        ("2026-06-01", "2026-06-02", "rule_changed", "expired")
    }
    assert company.history("contact_id, reason_out") == [("ann", "expired"), ("eve", "expired")]
    assert company.members() == set()


def test_consent_moves_members_and_is_said(company):
    company.segment(
        "letters",
        "order_count >= 1",
        "is_email_permitted is_true",
    )
    company.people["ann"]["is_email_permitted"] = True
    company.permissions = {("ann", "email", "marketing"): True}
    company.day("2026-06-01")
    company.people["ann"]["is_email_permitted"] = False
    company.permissions["ann", "email", "marketing"] = False
    company.day("2026-06-02")

    # the rule asks for the permission: out; else a member who is not to be acted on
    assert company.history("valid_to, reason_out", segment="letters") == [("2026-06-02", "consent")]
    assert company.history(
        "valid_from, valid_to, change_in, reason_in, is_permitted, is_actionable"
    ) == [
        ("2026-06-01", "2026-06-02", "entered", "rule_changed", True, True),
        ("2026-06-02", None, "standing_changed", "consent", False, False),
    ]
    assert company.history("member_since") == [("2026-06-01",)] * 2
    assert len(set(company.history("stay_id"))) == 1


def test_a_holdout_is_a_variant_and_its_change_one_number(company):
    company.people = {f"c{n}": {"order_count": 3} for n in range(20)}
    company.segment("vip", "order_count >= 3", holdout_share="0.5")
    company.day("2026-06-01")
    held = {row[0] for row in company.history("contact_id, variant") if row[1] == "holdout"}
    assert 0 < len(held) < 20
    company.segment("vip", "order_count >= 3")
    company.day("2026-06-02")

    changed = company.history("contact_id, variant, change_in, reason_in, member_since")
    assert [row for row in changed if row[2] != "entered"] == [
        (contact, "treatment", "variant_changed", "rule_changed", "2026-06-01")
        for contact in sorted(held)
    ]
    assert company.consumer.last_number == 20 + len(held)


def test_a_second_segment_of_a_group_takes_the_first_place(company):
    company.segment("vip", "order_count >= 3", exclusive_group="value", priority="1")
    company.segment("buyer", "order_count >= 1", exclusive_group="value", priority="2")
    company.day("2026-06-01")
    company.people["bob"]["order_count"] = 3
    company.day("2026-06-02")

    assert company.history("contact_id, is_primary, valid_from, valid_to, reason_in", "buyer") == [
        ("ann", False, "2026-06-01", None, "rule_changed"),
        ("bob", True, "2026-06-01", "2026-06-02", "rule_changed"),
        ("bob", False, "2026-06-02", None, "behaviour"),
    ]


def test_stays_of_contacts_that_become_one_join(company):
    company.segment("buyers", "order_count >= 1")
    company.people["eve"] = {"order_count": 3}
    company.day("2026-06-01")
    company.people["zoe"] = {"order_count": 3}
    company.day("2026-06-02")
    # eve was ann all along, and zoe is bob, whom her orders make a VIP
    company.merges = [
        ("eve", "ann", "merge", "2026-06-05"),
        ("zoe", "bob", "merge", "2026-06-05"),
    ]
    del company.people["eve"], company.people["zoe"]
    company.people["bob"]["order_count"] = 4
    company.day("2026-06-05")

    columns = "contact_id, valid_from, valid_to, member_since, reason_in, reason_out"
    assert company.history(columns) == [
        ("ann", "2026-06-01", None, "2026-06-01", "rule_changed", None),
        ("bob", "2026-06-05", None, "2026-06-02", "identity_merged", None),
        ("eve", "2026-06-01", "2026-06-05", "2026-06-01", "rule_changed", "identity_merged"),
        ("zoe", "2026-06-02", "2026-06-05", "2026-06-02", "behaviour", "identity_merged"),
    ]
    company.people["ann"]["order_count"] = 0
    company.day("2026-06-06")
    assert company.history("reason_out")[0] == ("behaviour",)


def test_a_contact_that_is_two_keeps_its_stay_for_both(company):
    company.day("2026-06-01")
    company.people["adam"] = {"order_count": 3}
    company.merges = [("ann", "adam", "split", "2026-06-03")]
    company.day("2026-06-03")
    company.people["eve"] = company.people["ada"] = {"order_count": 3}
    company.merges.append(("bob", "ada", "split", "2026-06-04"))
    company.day("2026-06-04")

    assert company.history("contact_id, member_since, reason_in") == [
        ("ada", "2026-06-04", "identity_split"),
        ("adam", "2026-06-01", "identity_split"),
        ("ann", "2026-06-01", "rule_changed"),
        ("eve", "2026-06-04", "behaviour"),
    ]


def test_a_build_that_the_circuit_breaker_stops_leaves_the_history_alone(company):
    company.people |= {f"c{n}": {"order_count": 3} for n in range(200)}
    company.day("2026-06-01")
    before = company.whole_history()
    company.breaker = True
    for n in range(150):
        company.people[f"c{n}"]["order_count"] = 0

    stopped = company.day("2026-06-02", expect=False)

    assert not stopped.success
    assert "assert_publication_may_go_ahead" in stopped.failed
    assert company.whole_history() == before

    company.breaker = False
    company.day("2026-06-03")
    assert len([row for row in company.history() if row[2] == "2026-06-03"]) == 150
