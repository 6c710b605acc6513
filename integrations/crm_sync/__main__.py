"""python -m integrations.crm_sync hubspot: pushes what is published into a CRM.

The token is read from the environment variable CRM_SYNC_TOKEN. docs/crm_sync.md says more.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from integrations.crm_sync import sync
from integrations.crm_sync.adapters import ADAPTERS
from integrations.crm_sync.client import Client, CRMError
from integrations.crm_sync.ledger import Ledger

HOMES = {"hubspot": "https://api.hubapi.com", "zoho": "https://www.zohoapis.com"}


def main() -> int:
    """Sends, or with --dry-run says what would be sent; 1 when the CRM did not take all."""
    arguments = parse_arguments()
    url = arguments.url or HOMES.get(arguments.crm, "")
    if not url:
        print("--url is needed: the address of your org, such as https://acme.my.salesforce.com")
        return 1
    adapter = ADAPTERS[arguments.crm, arguments.what](
        token=os.environ.get("CRM_SYNC_TOKEN", ""), names=json.loads(arguments.names)
    )
    name = "_".join(filter(None, [arguments.crm, arguments.what, arguments.instance]))
    folder = Path(arguments.state)
    ledger = Ledger(folder / f"{name}.sqlite")
    rows = sync.published_rows(
        arguments.database, adapter, arguments.destination or arguments.crm, arguments.instance
    )
    if arguments.dry_run:
        waiting = list(sync.to_send(rows, adapter, ledger))
        requests = [
            request
            for start in range(0, len(waiting), adapter.batch_size)
            for request in adapter.requests(waiting[start : start + adapter.batch_size])
        ]
        print(f"Would send {len(waiting)} of {len(rows)} rows in {len(requests)} requests.")
        for request in requests[:1]:
            print(f"The first: {request.method} {url}{request.path}")
            print(json.dumps(request.body, indent=1, default=str)[:2000])
        return 0

    client = Client(url, adapter.headers(), per_second=arguments.per_second, pause=arguments.pause)
    try:
        outcome = sync.run(rows, adapter, client, ledger, name)
    except Exception as error:
        reason = crm_error(error)
        if reason is None:
            raise
        print(f"Stopped: {reason}")
        return 1
    print(f"Sent {outcome.rows} rows in {outcome.requests} requests.")
    for key, reason in outcome.refused:
        print(f"Not taken: {key}: {reason}")
    return 1 if outcome.refused else 0


def crm_error(error: BaseException | None) -> CRMError | None:
    """The CRM's answer that dlt has wrapped, if that is what stopped it."""
    while error is not None and not isinstance(error, CRMError):
        error = error.__cause__ or error.__context__
    return error


def parse_arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="crm_sync", description=__doc__.split("\n")[0])
    parser.add_argument("crm", choices=sorted({crm for crm, _ in ADAPTERS}))
    parser.add_argument("--what", default="properties", choices=["properties", "segments"])
    parser.add_argument("--database", default="crm_published/current/serving.duckdb")
    parser.add_argument("--destination", default="", help="as segment_syncs.csv names it")
    parser.add_argument("--instance", default="")
    parser.add_argument("--url", default="")
    parser.add_argument("--names", default="{}", help='JSON: {"segment_ids": "crm_segments"}')
    parser.add_argument("--state", default="crm_sync", help="folder of what the CRM has taken")
    parser.add_argument("--per-second", type=float, default=5, help="most requests in a second")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds before the first retry")
    parser.add_argument("--dry-run", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
