"""A CRM on the loopback that speaks like HubSpot, Salesforce and Zoho, and misbehaves: it
throttles, fails, loses its answers after the work is done, and refuses some records."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Stub:
    """`records` is what the CRM holds, {record id: fields}; `writes` counts how often it was told
    each state of a record, `lost` in how many of them nobody heard the answer."""

    def __init__(
        self, *, seed: int = 0, trouble: float = 0.0, refuses: frozenset[str] = frozenset()
    ):
        self.records: dict[str, dict] = {}
        self.tags: dict[str, set[str]] = {}
        self.writes: Counter = Counter()
        self.lost: Counter = Counter()
        self.requests: list[tuple[str, str, int]] = []
        self.refuses = refuses
        self.trouble = trouble
        self.chance = random.Random(seed)
        self.in_a_row = 0
        self.lock = threading.Lock()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with stub.lock:
                    stub.handle(self, body)

            do_POST = do_PUT = do_PATCH = answer  # noqa: N815

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Stub:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()

    def handle(self, handler: BaseHTTPRequestHandler, body: dict) -> None:
        """Works or misbehaves, never more than three times in a row."""
        kind = "work"
        if self.in_a_row < 3 and self.chance.random() < self.trouble:
            kind = self.chance.choice(["throttle", "fail", "lose"])
        self.in_a_row = 0 if kind == "work" else self.in_a_row + 1
        if kind == "throttle":
            self.reply(handler, 429, {"message": "slow down"}, {"Retry-After": "0.01"})
            return
        if kind == "fail":
            self.reply(handler, 503, {"message": "try again"})
            return
        status, answer, told = self.work(handler.command, handler.path, body)
        self.requests.append((handler.command, handler.path, len(told)))
        self.writes.update(told)
        if kind == "lose":
            self.lost.update(told)
            handler.close_connection = True
            handler.connection.close()
            return
        self.reply(handler, status, answer)

    @staticmethod
    def reply(handler, status: int, answer, headers: dict | None = None) -> None:
        content = json.dumps(answer).encode()
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def work(self, method: str, path: str, body: dict) -> tuple[int, object, list[tuple]]:
        """(status, answer, [(record, its state as text)])."""
        if (method, path) == ("POST", "/crm/v3/objects/contacts/batch/update"):
            assert len(body["inputs"]) <= 100
            return self.hubspot(body["inputs"])
        if method == "PATCH" and path.endswith("/composite/sobjects"):
            assert len(body["records"]) <= 200
            return self.salesforce(body["records"])
        if method == "PUT" and path.startswith("/crm/v8/"):
            assert len(body["data"]) <= 100
            return self.zoho(body["data"])
        if method == "POST" and path.endswith("_tags"):
            assert len(body["ids"]) <= 100
            return self.zoho_tags(body, is_added=path.endswith("/add_tags"))
        return 404, {"message": f"no {method} {path}"}, []

    def set(self, record: str, fields: dict) -> tuple:
        self.records.setdefault(record, {}).update(fields)
        return record, json.dumps(fields, sort_keys=True)

    def hubspot(self, inputs):
        told = [self.set(i["id"], i["properties"]) for i in inputs if i["id"] not in self.refuses]
        bad = [i["id"] for i in inputs if i["id"] in self.refuses]
        answer = {"status": "COMPLETE", "results": [{"id": record} for record, _ in told]}
        if bad:
            answer["numErrors"] = 1
            answer["errors"] = [{"message": "Could not find some objects", "context": {"ids": bad}}]
        return (207 if bad else 200), answer, told

    def salesforce(self, records):
        answers, told = [], []
        for record in records:
            fields = {k: v for k, v in record.items() if k not in ("attributes", "id")}
            if record["id"] in self.refuses:
                errors = [{"statusCode": "ENTITY_IS_DELETED", "message": "entity is deleted"}]
                answers.append({"success": False, "errors": errors})
            else:
                told.append(self.set(record["id"], fields))
                answers.append({"id": record["id"], "success": True, "errors": []})
        return 200, answers, told

    def zoho(self, data):
        answers, told = [], []
        for record in data:
            fields = {k: v for k, v in record.items() if k != "id"}
            if record["id"] in self.refuses:
                answers.append(
                    {"status": "error", "code": "INVALID_DATA", "message": "the id is invalid"}
                )
            else:
                told.append(self.set(record["id"], fields))
                answers.append({"status": "success", "code": "SUCCESS"})
        return 200, {"data": answers}, told

    def zoho_tags(self, body, *, is_added: bool):
        (tag,) = [tag["name"] for tag in body["tags"]]
        told = []
        for record in body["ids"]:
            tags = self.tags.setdefault(record, set())
            (tags.add if is_added else tags.discard)(tag)
            told.append((record, f"{tag} {is_added}"))
        return 200, {"data": [{"status": "success"} for _ in body["ids"]]}, told
