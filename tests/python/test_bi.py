"""The published tables as BI tools read them: through SQLAlchemy, as Superset does, with the
drivers of DuckDB and Postgres."""

from __future__ import annotations

from datetime import date

import publish
import pytest
from segment_project import SegmentProject

sqlalchemy = pytest.importorskip(
    "sqlalchemy", reason="the optional requirements/bi.lock is not installed"
)
pytest.importorskip("duckdb_engine", reason="the optional requirements/bi.lock is not installed")


def address(project: SegmentProject) -> tuple[str, dict]:
    """The SQLAlchemy address of what is published, and the options a BI tool is given."""
    if project.engine == "duckdb":
        published = publish.publish(
            project.folder / f"{project.database}.duckdb", project.folder / "published"
        )
        return f"duckdb:///{published}/serving.duckdb", {"connect_args": {"read_only": True}}
    at = project.server.environment(project.database)
    return (
        f"postgresql+psycopg://{at['CRM_SEGMENTS_PG_USER']}@{at['CRM_SEGMENTS_PG_HOST']}"
        f":{at['CRM_SEGMENTS_PG_PORT']}/{project.database}",
        {},
    )


def test_a_bi_tool_lists_describes_and_queries(engine, request, tmp_path):
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    project = SegmentProject(tmp_path / "project", engine=engine, server=server)
    project.give_people(
        [{"contact_id": f"c{n}", "order_count": n, "country": "DE"} for n in range(8)]
    )
    project.define(
        [{"segment_id": "vip"}],
        [
            {
                "segment_id": "vip",
                "feature_name": "order_count",
                "operator": ">",
                "comparison_value": "3",
            }
        ],
    )
    result = project.build()
    assert result.success, result.message

    place, options = address(project)
    connected = sqlalchemy.create_engine(place, **options)
    # what a tool shows when a data set is added: schemas, tables, columns and their kinds
    inspector = sqlalchemy.inspect(connected)
    assert any(name.split(".")[-1] == "crm_serving" for name in inspector.get_schema_names())
    tables = inspector.get_table_names(schema="crm_serving")
    assert {"contact_profiles", "segment_overview", "build_manifest"} <= set(tables)
    columns = {
        column["name"]: str(column["type"]).split("(")[0]
        for column in inspector.get_columns("segment_overview", schema="crm_serving")
    }
    assert columns["members"] == "INTEGER"
    assert columns["revenue_12m"] in ("NUMERIC", "DECIMAL")
    assert columns["as_of_on"] == "DATE"

    # a chart: grouped, filtered with a bound value, sorted, limited, wrapped in a subquery
    # (Superset names the columns itself, as here; it does not reflect constraints)
    day, segment = sqlalchemy.column("as_of_on"), sqlalchemy.column("primary_segment_id")
    profiles = sqlalchemy.table("contact_profiles", day, segment, schema="crm_serving")
    chosen = (
        sqlalchemy.select(segment, sqlalchemy.func.count().label("contacts"))
        .select_from(profiles)
        .where(day == sqlalchemy.bindparam("day"))
        .group_by(segment)
        .subquery("virtual_table")
    )
    chart = (
        sqlalchemy.select(chosen)
        .order_by(sqlalchemy.desc("primary_segment_id").nulls_last())
        .limit(10)
    )
    with connected.connect() as connection:
        rows = connection.execute(chart, {"day": date(2026, 6, 30)}).fetchall()
        assert [tuple(row) for row in rows] == [("vip", 4), (None, 4)]
        if engine == "duckdb":
            with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
                connection.execute(sqlalchemy.text("delete from crm_serving.contact_profiles"))
    connected.dispose()
