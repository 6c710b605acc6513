"""Raw rows of several stories as the tables of one project: a dbt run costs seconds, a row
nothing, so many quirks share one. Each story has ids and addresses of its own."""

from __future__ import annotations

from project import Project


def together(*stories: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The tables of several stories, {table: rows}, with all their rows."""
    tables: dict[str, list[dict]] = {}
    for story in stories:
        for table, rows in story.items():
            tables.setdefault(table, []).extend(rows)
    return tables


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
