"""The raw tables of a system with nothing but what its sources YAML calls required."""

from __future__ import annotations

import yaml
from project import ROOT

CELLS = {
    "string": "1",
    "numeric": "1",
    "integer": "1",
    "boolean": "true",
    "timestamp": "2026-01-05 09:00:00",
    "date": "2026-01-05",
    "json": "[]",
}


def bare_tables(system: str, connector: str = "") -> dict[str, list[dict]]:
    """One row per declared table, of the required columns only, under the first spelling
    that is declared. All ids are 1, so the rows belong together."""
    tables = {}
    for table in declared_tables(system):
        meta = table.get("config", {}).get("meta", {})
        if connector in meta.get("array_in", {}):
            continue
        name = meta.get("identifiers", {}).get(connector) or table.get("identifier", table["name"])
        needed = {group[0] for group in meta.get("require_any", [])}
        row = {}
        for column in table["columns"]:
            settings = column.get("config", {}).get("meta", {})
            if settings.get("required") or column["name"] in needed:
                row[real_name(column["name"], settings)] = CELLS[column["data_type"]]
        if row:
            tables[f"{system}/{name}"] = [row]
    return tables


def declared_tables(system: str) -> list[dict]:
    """The tables of a system's sources YAML."""
    path = ROOT / "models" / "staging" / system / f"_{system}__sources.yml"
    return yaml.safe_load(path.read_text())["sources"][0]["tables"]


def real_name(name: str, settings: dict) -> str:
    """The first declared spelling that is a column, not a field of JSON; else the name."""
    spellings = (each for each in settings.get("names", []) if "." not in each and "^" not in each)
    return next(spellings, name)
