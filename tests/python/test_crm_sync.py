"""What is pushed into a CRM: everything that changed, once, and nobody who said no."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from crm_stub import Stub
from project import ROOT

pytest.importorskip("dlt", reason="the optional requirements/sync.lock is not installed")

from integrations.crm_sync import sync
from integrations.crm_sync.adapters import HubSpot, Salesforce, Zoho, ZohoTags
from integrations.crm_sync.client import Client, CRMError
from integrations.crm_sync.ledger import Ledger

PROPERTIES = [
    pytest.param(HubSpot, id="hubspot"),
    pytest.param(Salesforce, id="salesforce"),
    pytest.param(Zoho, id="zoho"),
]


def row(number: int, version: int = 1, *, permitted: bool = True) -> dict:
    """A row of sync_contact_properties."""
    return {
        "sync_record_id": f"key-{number}",
        "destination": "crm",
        "instance": "",
        "destination_record_id": str(1000 + number),
        "record_type": "contact",
        "contact_record_key": f"crm:{1000 + number}",
        "contact_id": f"contact-{number}",
        "is_permitted": permitted,
        "order_count": version if permitted else None,
        "lifetime_revenue": Decimal("20.5000") if permitted else None,
        "last_order_on": date(2026, 6, 1) if permitted else None,
        "segment_ids": "loyal;vip" if permitted else None,
        "sequence_number": version * 10_000 + number,
        "row_hash": f"{version}-{permitted}",
        "build_id": f"build-{version}",
    }


class Pusher:
    """Runs syncs into a stub with one ledger."""

    def __init__(self, folder: Path, adapter):
        self.folder = folder
        self.adapter = adapter

    def push(self, rows: list[dict], stub: Stub, **options) -> sync.Outcome:
        options = {"per_second": 1000, "pause": 0.01} | options
        client = Client(stub.url, self.adapter.headers(), **options)
        ledger = Ledger(self.folder / "ledger.sqlite")
        try:
            return sync.run(rows, self.adapter, client, ledger, "stub")
        finally:
            ledger.close()


@pytest.mark.parametrize("adapter", PROPERTIES)
def test_everything_arrives_once_through_trouble(adapter, tmp_path):
    pusher = Pusher(tmp_path, adapter())
    rows = [row(number) for number in range(950)]
    with Stub(seed=1, trouble=0.4) as stub:
        assert pusher.push(rows, stub).rows == 950
        assert len(stub.records) == 950
        # what nobody heard the answer of was told again, and nothing else
        assert sum(stub.lost.values()) > 0
        assert all(stub.writes[told] == 1 + stub.lost[told] for told in stub.writes)

        before = len(stub.requests)
        assert pusher.push(rows, stub).rows == 0
        assert len(stub.requests) == before

        changed = [row(number, 2) if number < 3 else row(number) for number in range(950)]
        assert pusher.push(changed, stub).rows == 3
        assert stub.requests[-1][2] == 3


def test_each_crm_is_told_in_its_own_words(tmp_path):
    with Stub() as stub:
        Pusher(tmp_path / "h", HubSpot(names={"segment_ids": "crm_segments"})).push([row(1)], stub)
        assert stub.records["1001"] == {
            "order_count": "1",
            "lifetime_revenue": "20.5000",
            "last_order_on": "2026-06-01",
            "crm_segments": "loyal;vip",
        }
        Pusher(tmp_path / "s", Salesforce()).push([row(2)], stub)
        assert stub.records["1002"] == {
            "order_count__c": 1,
            "lifetime_revenue__c": "20.5000",
            "last_order_on__c": "2026-06-01",
            "segment_ids__c": "loyal;vip",
        }
        Pusher(tmp_path / "z", Zoho()).push([row(3) | {"record_type": "lead"}], stub)
        assert stub.records["1003"]["order_count"] == 1
        assert [path for _, path, _ in stub.requests] == [
            "/crm/v3/objects/contacts/batch/update",
            "/services/data/v62.0/composite/sobjects",
            "/crm/v8/Leads",
        ]


@pytest.mark.parametrize("adapter", PROPERTIES)
def test_nobody_who_said_no_is_sent(adapter, tmp_path):
    pusher = Pusher(tmp_path, adapter())
    with Stub() as stub:
        # who never permitted it is unknown to the CRM, and stays so
        pusher.push([row(1), row(2, permitted=False)], stub)
        assert list(stub.records) == ["1001"]
        # who takes it back is emptied
        assert pusher.push([row(1, 2, permitted=False)], stub).rows == 1
        assert not any(stub.records["1001"].values())


def test_a_permission_withdrawn_while_the_answer_was_lost_is_carried_out(tmp_path):
    pusher = Pusher(tmp_path, HubSpot())
    with Stub(trouble=1.0, seed=3) as stub:
        stub.chance.choice = lambda kinds: "lose"
        with pytest.raises(Exception, match=r"times\. What was answered for is kept"):
            pusher.push([row(1)], stub, attempts=2)
        assert stub.records["1001"]["order_count"] == "1"
        stub.trouble = 0.0
        pusher.push([row(1, 2, permitted=False)], stub)
        assert stub.records["1001"]["order_count"] == ""


@pytest.mark.parametrize("adapter", PROPERTIES)
def test_what_the_crm_does_not_take_is_named_and_the_rest_arrives(adapter, tmp_path):
    pusher = Pusher(tmp_path, adapter())
    with Stub(refuses=frozenset(["1002"])) as stub:
        outcome = pusher.push([row(number) for number in range(5)], stub)
        assert len(stub.records) == 4
        ((key, reason),) = outcome.refused
        assert key == "key-2"
        assert reason in ("Could not find some objects", "entity is deleted", "the id is invalid")
        # not tried again until it changes
        assert pusher.push([row(number) for number in range(5)], stub).rows == 0
        stub.refuses = frozenset()
        assert pusher.push([row(2, 2)], stub).refused == []


def test_tags_are_added_and_taken_off(tmp_path):
    def membership(number: int, segment: str, version: int, is_member: bool) -> dict:
        return {
            "sync_id": f"{number}-{segment}",
            "destination_record_id": str(number),
            "record_type": "contact",
            "segment_id": segment,
            "is_member": is_member,
            "sequence_number": version,
            "row_hash": f"{is_member}",
        }

    pusher = Pusher(tmp_path, ZohoTags())
    with Stub(seed=5, trouble=0.3) as stub:
        rows = [membership(number, "vip", number + 1, True) for number in range(150)]
        rows += [membership(number, "loyal", 200 + number, True) for number in range(10)]
        rows += [membership(700, "loyal", 300, False)]
        pusher.push(rows, stub)
        assert stub.tags["3"] == {"vip", "loyal"}
        assert stub.tags["100"] == {"vip"}
        assert "700" not in stub.tags
        pusher.push([membership(3, "vip", 400, False)], stub)
        assert stub.tags["3"] == {"loyal"}
        # out and in again before anybody looked is no change
        assert pusher.push([membership(3, "loyal", 500, True)], stub).rows == 0


def test_no_faster_than_the_crm_allows(tmp_path):
    with Stub() as stub:
        started = time.monotonic()
        Pusher(tmp_path, HubSpot()).push([row(n) for n in range(600)], stub, per_second=10)
        assert time.monotonic() - started > 0.5


def test_what_cannot_succeed_is_not_repeated(tmp_path):
    with Stub() as stub:
        client = Client(stub.url, {}, pause=0.01)
        stub.work = lambda *_: (401, {"message": "the token has expired"}, [])
        (request,) = HubSpot().requests([row(1)])
        with pytest.raises(CRMError, match=r"401.*the token has expired"):
            client.send(request)
        assert len(stub.requests) == 1


# ---- the command ----


def published(file: Path, rows: list[dict]) -> Path:
    """A published file with these rows of sync_contact_properties."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("""
            create schema crm_serving;
            create table crm_serving.sync_contact_properties (
                sync_record_id varchar, destination varchar, instance varchar,
                destination_record_id varchar, record_type varchar, contact_record_key varchar,
                contact_id varchar, is_permitted boolean, order_count integer,
                lifetime_revenue decimal(18, 4), last_order_on date, segment_ids varchar,
                sequence_number bigint, row_hash varchar, build_id varchar
            )
        """)
        connection.executemany(
            f"insert into crm_serving.sync_contact_properties values ({', '.join('?' * 15)})",
            [list(one.values()) for one in rows],
        )
    return file


def command(file: Path, stub: Stub, folder: Path, *more: str) -> list[str]:
    return [
        *[sys.executable, "-m", "integrations.crm_sync", "hubspot", "--destination", "crm"],
        *["--database", str(file), "--url", stub.url, "--state", str(folder / "state")],
        *["--per-second", "1000", "--pause", "0.01", *more],
    ]


def test_a_dry_run_sends_nothing(tmp_path):
    file = published(tmp_path / "serving.duckdb", [row(number) for number in range(150)])
    with Stub() as stub:
        said = subprocess.run(
            command(file, stub, tmp_path, "--dry-run"),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert "Would send 150 of 150 rows in 2 requests." in said
        assert '"segment_ids": "loyal;vip"' in said
        assert stub.requests == []


@pytest.mark.slow
def test_a_sync_killed_anywhere_sends_the_rest_the_next_time(tmp_path):
    file = published(tmp_path / "serving.duckdb", [row(number) for number in range(3000)])
    chance = random.Random(2)
    with Stub(seed=7, trouble=0.3) as stub:
        work = stub.work
        stub.work = lambda *given: (time.sleep(0.05), work(*given))[1]
        killed = 0
        for _ in range(12):
            process = subprocess.Popen(
                command(file, stub, tmp_path), cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL
            )
            reached = len(stub.requests) + chance.randint(1, 6)
            while process.poll() is None and len(stub.requests) < reached:
                time.sleep(0.01)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.wait()
        subprocess.run(command(file, stub, tmp_path), cwd=ROOT, check=True)

        assert killed > 3
        assert len(stub.records) == 3000
        assert all(fields["order_count"] == "1" for fields in stub.records.values())
        # a kill may lose one answer of one batch: only that batch is told again
        again = sum(count - 1 - stub.lost[told] for told, count in stub.writes.items())
        assert again <= killed * 100
