"""Fixtures every test may use: projects of one's own, the sample company, a PostgreSQL server."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import postgres
import pytest
from project import ROOT, SAMPLE_AS_OF, Project, Rows

REFERENCE_DATA = ROOT.parent / "shared" / "data"


class Workshop:
    """Makes projects in folders of their own, on DuckDB or on the session's server."""

    def __init__(self, new_folder: Callable[[], Path], server: Callable[[], postgres.Server]):
        self._new_folder = new_folder
        self._server = server
        self._databases: dict[str, Project | None] = {}

    def project(
        self, raw: Mapping[str, Rows] | Path, *, engine: str = "duckdb", **options
    ) -> Project:
        """A new project with an empty database; options as for Project."""
        if engine == "duckdb":
            return Project(self._new_folder(), raw, **options)
        # A parse is kept for a database's name, so names are used again.
        free = (name for name, user in self._databases.items() if user is None)
        name = next(free, f"crm_segments_{len(self._databases) + 1}")
        project = Project(
            self._new_folder(), raw, engine=engine, server=self._server(), database=name, **options
        )
        project.delete_database()
        self._databases[name] = project
        return project

    def release(self, project: Project) -> None:
        """Says that a project's database may be used by another."""
        for name, user in self._databases.items():
            if user is project:
                self._databases[name] = None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A server for the session. Where PostgreSQL is not installed the test fails and says so."""
    # Not pytest's own folder: the server's account may not enter it.
    server = postgres.start(Path(tempfile.mkdtemp(prefix="crm-segments-postgres-")))
    yield server
    postgres.stop(server.folder)


@pytest.fixture(scope="session")
def workshop(request: pytest.FixtureRequest, tmp_path_factory) -> Workshop:
    """Makes projects for fixtures that live longer than a test."""
    return Workshop(
        new_folder=lambda: tmp_path_factory.mktemp("project"),
        server=lambda: request.getfixturevalue("postgres_server"),
    )


@pytest.fixture
def make_project(workshop: Workshop) -> Iterator[Callable[..., Project]]:
    """make_project(raw, engine=..., as_of=..., vars=...) -> Project, for one test."""
    projects = []

    def make(raw: Mapping[str, Rows] | Path, **options) -> Project:
        projects.append(workshop.project(raw, **options))
        return projects[-1]

    yield make
    for project in projects:
        workshop.release(project)


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def engine(request: pytest.FixtureRequest) -> str:
    """Runs a test on each engine: pass it on as make_project(..., engine=engine)."""
    return request.param


@pytest.fixture(scope="session")
def sample(workshop: Workshop) -> Project:
    """The sample company, built once with all data tests. Read it, do not build it again."""
    project = workshop.project(ROOT / "data" / "sample", as_of=SAMPLE_AS_OF)
    result = project.build()
    assert result.success, result.message
    return project


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what needs the real orders where they are not beside the repository."""
    if REFERENCE_DATA.is_dir():
        return
    absent = pytest.mark.skip(reason=f"no reference data in {REFERENCE_DATA}")
    for item in items:
        if "reference_data" in item.keywords:
            item.add_marker(absent)
