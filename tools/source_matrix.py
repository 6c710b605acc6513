"""The table of docs/sources/README.md: which system fills which entity.

    python tools/source_matrix.py       writes it anew, from the switchboard

The switchboard is macros/sources/source_feeds.sql; a test compares the table with it.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[1]
SWITCHBOARD = ROOT / "macros" / "sources" / "source_feeds.sql"
PAGE = ROOT / "docs" / "sources" / "README.md"
START, END = "<!-- matrix: python tools/source_matrix.py -->\n", "<!-- end of matrix -->\n"

# Lists of faults, not an entity.
NO_ENTITY = "joined_tables"


def source_feeds(text: str) -> dict[str, dict[str, list[str]]]:
    """What the macro of the switchboard gives: {entity: {system: [model, ...]}}."""
    given = []
    macros = Environment(extensions=["jinja2.ext.do"]).from_string(text)
    macros.make_module({"return": given.append}).source_feeds()
    return given[0]


def matrix(feeds: dict[str, dict[str, list[str]]]) -> str:
    """The table in Markdown: a line an entity, a column a system."""
    systems = sorted({system for fed_by in feeds.values() for system in fed_by})
    lines = [["", *systems], ["---", *[":-:"] * len(systems)]]
    for entity, fed_by in feeds.items():
        if entity != NO_ENTITY:
            marks = ["●" if system in fed_by else "" for system in systems]
            lines.append([entity.replace("_", " "), *marks])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def with_matrix(page: str, table: str) -> str:
    """The page with the table between its marks."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return before + START + table + END + after


def main() -> None:
    """Writes the table of the page anew."""
    table = matrix(source_feeds(SWITCHBOARD.read_text()))
    PAGE.write_text(with_matrix(PAGE.read_text(), table))


if __name__ == "__main__":
    main()
