"""A throw-away PostgreSQL server on this machine, for tests and for trying things out.

    python tools/postgres.py start build/postgres       prints the settings to export
    python tools/postgres.py stop build/postgres        stops it and deletes its data

It listens on the loopback address only, asks for no password and gives up durability for
speed: nothing in it is meant to be kept. Needs the server's programs (Debian: postgresql-15).
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
USER = "postgres"
ACCOUNT = "postgres"

SETTINGS = {
    "listen_addresses": HOST,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


class PostgresError(RuntimeError):
    """The server cannot be found, started or stopped; the message says why."""


@dataclass(frozen=True)
class Server:
    """A running server: where its data is and which port it listens on."""

    folder: Path
    port: int

    def environment(self, database: str = "postgres") -> dict[str, str]:
        """The variables that make the `postgres` target of profiles.yml mean this server."""
        return {
            "CRM_SEGMENTS_PG_HOST": HOST,
            "CRM_SEGMENTS_PG_PORT": str(self.port),
            "CRM_SEGMENTS_PG_USER": USER,
            "CRM_SEGMENTS_PG_PASSWORD": "",
            "CRM_SEGMENTS_PG_DBNAME": database,
        }

    def sql(self, statement: str, database: str = "postgres") -> list[tuple]:
        """Runs one statement outside a transaction; returns its rows, if it has any."""
        import psycopg2

        connection = psycopg2.connect(host=HOST, port=self.port, user=USER, dbname=database)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


def start(folder: Path, port: int = 0) -> Server:
    """Creates a cluster in a new folder and starts it.

    Port 0 takes a free one. Raises PostgresError when the programs are missing, the folder
    is in use, or the server does not come up within a minute.
    """
    binaries = find_binaries()
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        raise PostgresError(f"{folder} is not empty. Stop the server that is there, or delete it.")
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    owner = server_account()
    if owner:
        shutil.chown(folder, owner, owner)
    folder.chmod(0o700)

    run(
        [binaries / "initdb", "--no-sync", "--auth=trust", f"--username={USER}"]
        + ["--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", folder / "data"],
        owner,
    )
    # The socket's path may have 107 characters at most; loopback TCP is enough.
    options = {**SETTINGS, "port": str(port), "unix_socket_directories": ""}
    run(
        [binaries / "pg_ctl", "start", "--wait", "--timeout=60", "--pgdata", folder / "data"]
        + ["--log", folder / "log"]
        + ["--options", " ".join(f"-c {name}='{value}'" for name, value in options.items())],
        owner,
        log=folder / "log",
    )
    return Server(folder, port)


def stop(folder: Path) -> None:
    """Stops the server of the folder (the process whose id it wrote there), deletes the folder."""
    folder = folder.resolve()
    if (folder / "data" / "postmaster.pid").exists():
        run(
            [find_binaries() / "pg_ctl", "stop", "--wait", "--mode=fast"]
            + ["--pgdata", folder / "data"],
            server_account(),
        )
    shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """The folder of initdb and pg_ctl: Debian's, newest version first, else the PATH's."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]),
        reverse=True,
    )
    on_path = shutil.which("initdb")
    for program in [*debian, *([Path(on_path)] if on_path else [])]:
        return program.parent
    raise PostgresError(
        "PostgreSQL's server programs are not installed. On Debian or Ubuntu: "
        "apt-get install postgresql; on macOS: brew install postgresql."
    )


def server_account() -> str | None:
    """The account to run the server as; None for one's own. PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", ACCOUNT], check=True)
    return ACCOUNT


def free_port() -> int:
    """A TCP port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


def run(command: list, owner: str | None, log: Path | None = None) -> None:
    """Runs one of the server's programs, as the owner; its output is shown only on failure."""
    # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile() as output:
        finished = subprocess.run(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            user=owner,
            group=owner,
            extra_groups=[] if owner else None,
            cwd="/",
        )
        if finished.returncode != 0:
            output.seek(0)
            said = output.read().decode(errors="replace")
            if log and log.exists():
                said += log.read_text(errors="replace")
            raise PostgresError(f"{Path(str(command[0])).name} failed:\n{said.strip()}")


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["start", "stop"])
    parser.add_argument("folder", type=Path, help="where its data is kept while it runs")
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    arguments = parser.parse_args()

    try:
        if arguments.action == "stop":
            stop(arguments.folder)
            return 0
        server = start(arguments.folder, arguments.port)
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    for name, value in server.environment().items():
        print(f"export {name}={value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
