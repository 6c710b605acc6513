"""The segment language in plain Python: what the compiled SQL must agree with.

Written from docs/define_a_segment.md, not from the macros: no SQL, no compiler, one contact and
one condition at a time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

Value = str | int | Decimal | bool | date | None
Feature = str


def memberships(
    definitions: Iterable[Mapping[str, str]],
    rules: Iterable[Mapping[str, str]],
    contacts: Iterable[Mapping[Feature, Value]],
    kinds: Mapping[Feature, str],
    as_of: date,
    overrides: Iterable[Mapping[str, str]] = (),
) -> dict[tuple[str, str], int]:
    """Who is in which segment: {(segment_id, contact_id): first rule group that holds}.

    `definitions`, `rules` and `overrides` are lines of the seeds as dictionaries of text, all of
    them in force; `kinds` says of each feature whether it is text, number, date, yes_no or list.
    Who is included by hand has group 0. Archived contacts are in no segment. A reference to an
    unknown segment raises KeyError, a circle of references RecursionError.
    """
    alive = [contact for contact in contacts if not contact["is_archived"]]
    by_hand = {(line["segment_id"], line["contact"]): line["override"] for line in overrides}
    groups: dict[str, dict[int, list[Mapping[str, str]]]] = {}
    for line in rules:
        groups.setdefault(line["segment_id"], {}).setdefault(int(line["rule_group"]), []).append(
            line
        )
    known: dict[str, dict[str, int]] = {}

    def members(segment: str) -> dict[str, int]:
        if segment not in known:
            matched = [
                (contact, number)
                for contact in alive
                if (number := group_of(segment, contact)) is not None
            ]
            (definition,) = [line for line in definitions if line["segment_id"] == segment]
            kept = first_members(matched, definition)
            known[segment] = {contact["contact_id"]: number for contact, number in kept}
        return known[segment]

    def group_of(segment: str, contact: Mapping[Feature, Value]) -> int | None:
        decision = by_hand.get((segment, contact["contact_id"]))
        if decision:
            return 0 if decision == "include" else None
        for number, lines in sorted(groups[segment].items()):
            fits = all(holds(line, contact) for line in lines)
            if fits != (lines[0]["is_group_negated"] == "true"):
                return number
        return None

    def holds(line: Mapping[str, str], contact: Mapping[Feature, Value]) -> bool:
        if line["operator"] in ("in_segment", "not_in_segment"):
            others = separated(line["comparison_value"])
            is_in = any(contact["contact_id"] in members(other) for other in others)
            return is_in == (line["operator"] == "in_segment")
        feature = line["feature_name"]
        return condition_holds(
            kinds[feature], contact[feature], line["operator"], line["comparison_value"], as_of
        )

    return {
        (segment, contact): number
        for segment in groups
        for contact, number in members(segment).items()
    }


def first_members(
    matched: list[tuple[Mapping[Feature, Value], int]], definition: Mapping[str, str]
) -> list[tuple[Mapping[Feature, Value], int]]:
    """Those whom a definition's member limit keeps: included by hand first, no value last, of
    equal ones the lower contact_id."""
    if not definition.get("member_limit"):
        return matched
    feature = definition["limit_by"]
    matched = sorted(matched, key=lambda match: match[0]["contact_id"])
    valued = [match for match in matched if match[0][feature] is not None]
    valued.sort(
        key=lambda match: match[0][feature], reverse=definition.get("limit_keeps") != "lowest"
    )
    valued += [match for match in matched if match[0][feature] is None]
    valued.sort(key=lambda match: match[1] != 0)
    return valued[: int(definition["member_limit"])]


def condition_holds(kind: str, actual: Value, operator: str, cell: str, as_of: date) -> bool:
    """Whether one condition is true of one value; nothing but is_null is true of an unknown."""
    if operator == "is_null":
        return actual is None
    if operator == "not_null":
        return actual is not None
    if kind == "list":
        entries = set(actual.lower().strip(";").split(";")) if actual else set()
        asked = {value.lower() for value in separated(cell)}
        return {
            "has_any": bool(entries & asked),
            "has_all": asked <= entries,
            "has_none": not entries & asked,
        }[operator]
    if actual is None:
        return False
    if kind == "yes_no":
        return actual is (operator == "is_true")
    if operator in ("within_last_days", "not_within_last_days"):
        is_within = as_of - timedelta(days=int(cell)) < actual <= as_of
        return is_within == (operator == "within_last_days")
    read = READERS[kind]
    if kind == "text":
        actual = actual.lower()
    if operator in ("in", "not_in"):
        return (actual in [read(value) for value in separated(cell)]) == (operator == "in")
    if operator == "between":
        low, high = (read(value) for value in separated(cell))
        return low <= actual <= high
    return COMPARISONS[operator](actual, read(cell.strip()))


READERS: dict[str, Callable[[str], Value]] = {
    "text": str.lower,
    "number": Decimal,
    "date": date.fromisoformat,
}

COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": lambda actual, given: actual == given,
    "!=": lambda actual, given: actual != given,
    "<": lambda actual, given: actual < given,
    "<=": lambda actual, given: actual <= given,
    ">": lambda actual, given: actual > given,
    ">=": lambda actual, given: actual >= given,
    "before": lambda actual, given: actual < given,
    "after": lambda actual, given: actual > given,
    "contains": lambda actual, given: given in actual,
    "not_contains": lambda actual, given: given not in actual,
    "starts_with": lambda actual, given: actual.startswith(given),
}


def separated(cell: str) -> list[str]:
    """The values of a cell, separated by semicolons and quoted as in a CSV file."""
    reader = csv.reader(io.StringIO(cell), delimiter=";", skipinitialspace=True)
    return [value.strip() for value in next(reader)]
