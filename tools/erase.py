"""`make erase`: takes down that a person is to be erased, or has come back, as hashes only.

    make erase EMAIL=ann@example.com
    make erase CONTACT=<contact_id>          or PHONE=..., or RECORD=hubspot:77
    make erase EMAIL=ann@example.com RETURN=yes

The identifier is hashed as the models hash it, and a line is added to
seeds/permission/erasure_requests.csv; the identifier itself is written nowhere, not even in a log.
The next build erases the person. docs/permission.md says what goes and what stays.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from dbt.cli.main import dbtRunner

PROJECT = Path(__file__).resolve().parent.parent
SEED = PROJECT / "seeds" / "permission" / "erasure_requests.csv"
TYPES = ("email", "phone", "record", "contact")


def main() -> int:
    """Adds a line to the seed; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in TYPES:
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--returned", action="store_true", help="let the person in again")
    parser.add_argument("--on", default="", help="day of the request, YYYY-MM-DD; today")
    parser.add_argument("--seed", type=Path, default=SEED, help=argparse.SUPPRESS)
    arguments = parser.parse_args()

    given = [(name, getattr(arguments, name)) for name in TYPES if getattr(arguments, name)]
    if len(given) != 1:
        print("Say who: one of EMAIL=, PHONE=, RECORD= (system:id) or CONTACT= (contact_id).")
        return 1
    try:
        on = date.fromisoformat(arguments.on) if arguments.on else datetime.now(UTC).date()
    except ValueError:
        print(f"ON={arguments.on} is no day. Write it like 2026-06-30.")
        return 1

    kind, value = given[0]
    hashed = identifier_hash(kind, value.strip())
    if hashed is None:
        print(f"{kind.upper()} is none that can be read, so nothing was written.")
        return 1
    action = "return" if arguments.returned else "erase"
    print(add_line(arguments.seed, kind, hashed, action, on))
    if not os.environ.get("CRM_SEGMENTS_ERASURE_SALT"):
        print(
            "CRM_SEGMENTS_ERASURE_SALT is not set: whoever guesses an address can tell that it was "
            "erased. Set it to a secret before the first request, and keep it."
        )
    return 0


def identifier_hash(kind: str, value: str) -> str | None:
    """The hash of an identifier as the models make it; None when it is no such thing."""
    printed: list[str] = []

    def listen(event) -> None:
        if "erasure_hash=" in event.info.msg:
            printed.append(event.info.msg.split("erasure_hash=")[1].strip())

    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("CRM_SEGMENTS_DUCKDB")
        os.environ["CRM_SEGMENTS_DUCKDB"] = f"{folder}/hash.duckdb"
        try:
            outcome = dbtRunner(callbacks=[listen]).invoke(
                ["--log-level", "none", "--log-level-file", "none", "--quiet"]
                + ["run-operation", "print_erasure_hash", "--target", "duckdb"]
                + ["--args", repr({"type": kind, "value": value})]
                + ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
                + ["--target-path", f"{folder}/target", "--log-path", f"{folder}/logs"]
            )
        finally:
            if before is None:
                del os.environ["CRM_SEGMENTS_DUCKDB"]
            else:
                os.environ["CRM_SEGMENTS_DUCKDB"] = before
    if not outcome.success:
        raise SystemExit("dbt could not hash the identifier; `dbt debug` may say why.")
    return None if not printed or printed[0] == "None" else printed[0]


def add_line(seed: Path, kind: str, hashed: str, action: str, on: date) -> str:
    """Adds the request to the seed, in the place of an older one; says what was done."""
    lines = seed.read_text().splitlines()
    kept = [line for line in lines if not (f",{hashed}," in line and line.split(",")[2] == action)]
    kept.append(f"{kind},{hashed},{action},{on}")
    seed.write_text("\n".join(kept) + "\n")
    done = "erases the person" if action == "erase" else f"lets in what is dated {on} or later"
    return f"Written to {seed.name}: {kind} {hashed[:12]}... The next build {done}."


if __name__ == "__main__":
    sys.exit(main())
