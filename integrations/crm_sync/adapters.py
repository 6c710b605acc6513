"""How each CRM takes what is published: one batch of rows as one or more requests, and its answer
as what became of each record.

A row of `properties` (sync_contact_properties) sets all properties of a record, empty ones too. A
row of `segments` (sync_segment_memberships) puts a tag on a record or takes it off. Every request
sets a state rather than adding to one, so to repeat it does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

# Columns that say which record and which change it is; all others are properties.
ADMINISTRATIVE = {
    "sync_record_id",
    "destination",
    "instance",
    "destination_record_id",
    "record_type",
    "contact_record_key",
    "contact_id",
    "is_permitted",
    "sequence_number",
    "changed_on",
    "changed_at",
    "row_hash",
    "build_id",
}


@dataclass(frozen=True)
class Request:
    """One request, and the rows that it is about in the order in which it names them."""

    method: str
    path: str
    body: dict
    rows: list[dict]


@dataclass
class Adapter:
    """What is common: which properties are sent, and under which names.

    `names` maps a property to the field of the CRM; a property that is not in it is called as the
    table calls it (with `suffix`, such as Salesforce's __c).
    """

    token: str = ""
    names: dict[str, str] = field(default_factory=dict)
    table = "sync_contact_properties"
    key = "sync_record_id"
    batch_size = 100
    suffix = ""

    def headers(self) -> dict[str, str]:
        """Who asks."""
        return {"Authorization": f"Bearer {self.token}"}

    def values(self, row: dict) -> dict:
        """{field of the CRM: value} of a row; of somebody without permission only empty ones."""
        return {
            self.names.get(name, name + self.suffix): self.value(
                value if row["is_permitted"] else None
            )
            for name, value in row.items()
            if name not in ADMINISTRATIVE and not name.startswith("_dlt")
        }

    def value(self, value):
        """A value as the CRM takes it; dates and amounts as text."""
        return value if value is None or isinstance(value, (bool, int, str)) else str(value)

    def requests(self, rows: list[dict]) -> Iterator[Request]:
        """The requests that a batch takes."""
        raise NotImplementedError

    def refused(self, request: Request, answer) -> dict[str, str]:
        """{key of a row: why} of the rows of a request that the CRM did not take."""
        raise NotImplementedError


class HubSpot(Adapter):
    """POST /crm/v3/objects/contacts/batch/update: up to 100 contacts; segments in a property of
    several checkboxes, separated by semicolons. An empty text clears a property. 207 says which
    contacts were not taken."""

    def value(self, value):
        return "" if value is None else str(super().value(value))

    def requests(self, rows):
        inputs = [
            {"id": row["destination_record_id"], "properties": self.values(row)} for row in rows
        ]
        yield Request("POST", "/crm/v3/objects/contacts/batch/update", {"inputs": inputs}, rows)

    def refused(self, request, answer):
        reasons = {}
        for error in answer.get("errors", []):
            for record_id in error.get("context", {}).get("ids", []):
                reasons[str(record_id)] = error.get("message", "")
        taken = {str(result["id"]) for result in answer.get("results", [])}
        return {
            row[self.key]: reasons.get(row["destination_record_id"], "not in the answer")
            for row in request.rows
            if row["destination_record_id"] not in taken
        }


class Salesforce(Adapter):
    """PATCH /services/data/vXX.X/composite/sobjects: up to 200 records, each with its own answer
    in the same order; segments in a multi-select picklist, separated by semicolons."""

    batch_size = 200
    suffix = "__c"
    version = "v62.0"
    types: ClassVar = {"lead": "Lead"}

    def requests(self, rows):
        records = [
            {
                "attributes": {"type": self.types.get(row["record_type"], "Contact")},
                "id": row["destination_record_id"],
                **self.values(row),
            }
            for row in rows
        ]
        yield Request(
            "PATCH",
            f"/services/data/{self.version}/composite/sobjects",
            {"allOrNone": False, "records": records},
            rows,
        )

    def refused(self, request, answer):
        return {
            row[self.key]: "; ".join(error.get("message", "") for error in result.get("errors", []))
            for row, result in zip(request.rows, answer, strict=True)
            if not result.get("success")
        }


class Zoho(Adapter):
    """PUT /crm/v8/Contacts (or Leads): up to 100 records, each with its own answer in the same
    order."""

    modules: ClassVar = {"lead": "Leads"}

    def headers(self):
        return {"Authorization": f"Zoho-oauthtoken {self.token}"}

    def module(self, row: dict) -> str:
        """The module that holds a record."""
        return self.modules.get(row["record_type"], "Contacts")

    def requests(self, rows):
        for module in sorted({self.module(row) for row in rows}):
            of_module = [row for row in rows if self.module(row) == module]
            data = [{"id": row["destination_record_id"], **self.values(row)} for row in of_module]
            # workflows of the CRM are not to answer to a score that changed
            body = {"data": data, "trigger": []}
            yield Request("PUT", f"/crm/v8/{module}", body, of_module)

    def refused(self, request, answer):
        return {
            row[self.key]: result.get("message", "")
            for row, result in zip(request.rows, answer.get("data", []), strict=True)
            if result.get("status") != "success"
        }


class ZohoTags(Zoho):
    """POST /crm/v8/Contacts/actions/add_tags and remove_tags: one tag, up to 100 records."""

    table = "sync_segment_memberships"
    key = "sync_id"

    def requests(self, rows):
        def action(row: dict) -> tuple[str, str, bool]:
            return self.module(row), row["segment_id"], row["is_member"]

        for module, segment, is_member in sorted({action(row) for row in rows}):
            same = [row for row in rows if action(row) == (module, segment, is_member)]
            yield Request(
                "POST",
                f"/crm/v8/{module}/actions/{'add' if is_member else 'remove'}_tags",
                {
                    "tags": [{"name": segment}],
                    "ids": [row["destination_record_id"] for row in same],
                },
                same,
            )


ADAPTERS = {
    ("hubspot", "properties"): HubSpot,
    ("salesforce", "properties"): Salesforce,
    ("zoho", "properties"): Zoho,
    ("zoho", "segments"): ZohoTags,
}
