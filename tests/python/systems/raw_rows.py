"""Raw rows of several stories as the tables of one project: a dbt run costs seconds, a row
nothing, so many quirks share one. Each story has ids and addresses of its own."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from conftest import Workshop
from project import ROOT, Project

UNUSABLE_PHONE = "is no phone number of the country, or names no country"


def together(*stories: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The tables of several stories, {table: rows}, with all their rows."""
    tables: dict[str, list[dict]] = {}
    for story in stories:
        for table, rows in story.items():
            tables.setdefault(table, []).extend(rows)
    return tables


def built_once(workshop: Workshop, raw, select: str, **options) -> Iterator[Project]:
    """A project for the tests of a module: built without data tests, released at the end."""
    project = workshop.project(raw, **options)
    result = project.build(select, data_tests=False)
    assert result.success, result.message
    if "marts.core" in select:
        assert_keys_are_unique(project)
    yield project
    workshop.release(project)


def assert_keys_are_unique(project: Project) -> None:
    """No two rows of a conformed table have one key, from whichever raw tables they are."""
    path = ROOT / "models" / "intermediate" / "conformed" / "_int_conformed__models.yml"
    keys = {
        model["name"]: test["unique_key"]["arguments"]["columns"]
        for model in yaml.safe_load(path.read_text())["models"]
        for test in model.get("data_tests", [])
        if "unique_key" in test
    }
    counts = " union all ".join(
        f"select '{model}' as model_name, count(*) as row_count from ("
        f"select 1 as one from crm_intermediate.{model} group by {', '.join(columns)}"
        " having count(*) > 1) as repeated"
        for model, columns in keys.items()
    )
    assert keys
    assert values(project, f"select * from ({counts}) as counts where row_count > 0") == []


def values(project: Project, sql: str) -> list[tuple]:
    """The rows of a query as tuples."""
    return [tuple(row.values()) for row in project.query(sql)]


def rejected(project: Project, condition: str = "true") -> list[tuple]:
    """What staging could not use: table, record, column and reason, sorted."""
    return values(
        project,
        f"""
        select source_table, record_id, column_name, reason from crm_core.rejected_records
        where stage = 'staging' and ({condition}) order by 1, 2, 3, 4
        """,
    )
