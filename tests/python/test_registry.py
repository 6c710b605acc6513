"""The registry of ids over several days: whatever comes, goes, merges or falls apart, a contact
keeps its id, and where it cannot, contact_merges says what became of it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from identity_project import IdentityProject, record
from project import ROOT

# each builds a project on several days
pytestmark = pytest.mark.slow


@pytest.fixture
def identity(engine, tmp_path, request) -> IdentityProject:
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    return IdentityProject(tmp_path / "identity", engine=engine, server=server)


def day(identity: IdentityProject, number: int, *records: dict, **options) -> dict[str, str]:
    """Builds a day of January on which these records are there; the contact of each."""
    if records:
        identity.give(list(records))
    result = identity.build(f"2026-01-{number:02}", **options)
    assert result.success, result.message
    return identity.ids()


def test_ids_stay_through_new_records_other_order_and_full_refresh(identity):
    ann, bob = record(5, email_key="ann@x.de"), record(6, email_key="bob@x.de")
    first = day(identity, 1, ann, bob)
    assert len(set(first.values())) == 2

    # a record whose key comes before all others, in another order
    earlier = record(1, email_key="bob@x.de", created_at="2020-01-01")
    second = day(identity, 2, earlier, bob, record(7), ann)
    assert second["1"] == second["6"] == first["6"]
    assert {key: second[key] for key in first} == first

    registry = identity.state()
    again = day(identity, 2)
    later = day(identity, 3, full_refresh=True)
    assert second == again == later
    assert identity.state() == registry
    assert identity.merges() == set()


def test_merges_splits_and_returns_are_told_and_never_give_an_id_twice(identity):
    home = record(1, email_key="ann@x.de", first_name="Ann", created_at="2024-01-01")
    work = record(2, email_key="ann@y.de", first_name="Ann", phone="+49301234567")
    moved = record(2, email_key="ann@y.de", first_name="Ann")
    bridge = record(3, email_key="ann@x.de", first_name="Ann", phone="+49301234567")
    cy = record(9, email_key="cy@x.de")

    day(identity, 1, home, cy)
    first = day(identity, 2, home, work, cy)
    assert first["1"] != first["2"]

    # two become one: the older id survives
    one = day(identity, 3, home, work, bridge, cy)
    assert one["1"] == one["2"] == one["3"] == first["1"]
    assert identity.merges() == {(first["2"], first["1"], "merge", "phone", first["1"])}

    # one becomes two: the larger part keeps the id, the other has one that nobody had
    two = day(identity, 4, home, moved, bridge, cy)
    assert two["1"] == two["3"] == first["1"]
    assert two["2"] not in {*first.values(), *one.values()}
    assert identity.merges("2026-01-04") == {
        (first["1"], two["2"], "split", "no_link", two["2"]),
    }

    # somebody goes and comes back as who they were
    gone = day(identity, 5, home, bridge)
    assert gone.keys() == {"1", "3"}
    assert day(identity, 6, home, moved, bridge, cy) == two

    # one again: the third id goes, the first is what it always was; who is away goes along
    day(identity, 7, home, moved, bridge, record(4, email_key="ann@y.de"))
    again = day(identity, 8, home, work, bridge)
    assert again["2"] == first["1"]
    assert identity.merges("2026-01-08") == {(two["2"], first["1"], "merge", "phone", first["1"])}
    assert (first["1"], two["2"], "split", "no_link", first["1"]) in identity.merges()
    back = day(identity, 9, home, work, bridge, record(4, email_key="ann@z.de"), cy)
    assert back["4"] not in {first["2"], two["2"]} and back["9"] == first["9"]

    # the same day again changes nothing
    registry = identity.state()
    assert day(identity, 9) == back
    assert identity.state() == registry


def test_a_guest_who_gets_an_account_keeps_the_id(identity):
    guest = record("guest:ann@x.de", email_key="ann@x.de")
    first = day(identity, 1, guest)
    account = record(5, email_key="ann@x.de", first_name="Ann")
    assert day(identity, 2, account) == {"5": first["guest:ann@x.de"]}
    assert identity.merges() == set()
    # a guest of another shop of theirs is somebody known
    again = record("guest:ann@x.de", email_key="ann@x.de")
    assert set(day(identity, 3, account, again).values()) == set(first.values())


def state_tool(identity: IdentityProject, *arguments: str) -> subprocess.CompletedProcess:
    """Runs tools/state.py on the project's database."""
    return subprocess.run(
        [sys.executable, str(ROOT / "tools/state.py"), *arguments, "--target", identity.engine],
        env={**os.environ, **identity.settings()},
        capture_output=True,
        text=True,
    )


def test_a_restored_registry_gives_a_rebuilt_database_the_same_ids(identity, tmp_path):
    ann, bob = record("5, \"x'", email_key="ann@x.de"), record(6, email_key="bob@x.de")
    early = record(1, email_key="bob@x.de", first_name=None)
    day(identity, 1, bob)
    day(identity, 2, bob, ann, early)
    ids = day(identity, 3, bob, ann, {**early, "email_key": "new@x.de"})
    registry, told = identity.state(), identity.merges()
    assert len(told) == 1

    assert "Build first" not in state_tool(identity, "backup", str(tmp_path / "saved")).stderr
    refused = state_tool(identity, "restore", str(tmp_path / "saved"))
    assert refused.returncode == 1 and "which a restore would lose" in refused.stderr
    again = state_tool(identity, "backup", str(tmp_path / "saved"))
    assert again.returncode == 1 and "is not empty" in again.stderr

    # everything is lost; built without the backup, bob would have another id
    for schema in ("crm_state", "crm_intermediate", "crm_core"):
        identity.sql(f"drop schema {schema} cascade")
    nothing = state_tool(identity, "backup", str(tmp_path / "nothing"))
    assert nothing.returncode == 1 and "Build first" in nothing.stderr
    restored = state_tool(identity, "restore", str(tmp_path / "saved"))
    assert restored.returncode == 0, restored.stderr
    assert identity.state() == registry
    assert day(identity, 4) == ids
    assert identity.state() == registry
    assert identity.merges() == told

    (tmp_path / "saved/columns.json").unlink()
    broken = state_tool(identity, "restore", str(tmp_path / "saved"))
    assert broken.returncode == 1 and "no whole backup" in broken.stderr
