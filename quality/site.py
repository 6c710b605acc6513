"""Great Expectations' Data Docs as pages that open without a network.

Its pages ask content delivery networks for their style sheets and scripts. Here every address
outside is taken out and one small style sheet of ours is put in; what the scripts added (sorting
of columns) goes, what the pages say stays. Its index is filled by a script, so there is one of
ours: what is not as expected first, then every table.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import quote

STYLE = Path(__file__).with_name("offline.css")
OUTSIDE = re.compile(
    r"<link[^>]*href=[\"']https?://[^>]*>"
    r"|<script[^>]*src=[\"']https?://[^>]*>\s*</script>"
    r"|<img[^>]*src=[\"']https?://[^>]*>",
    re.IGNORECASE,
)
# Words that invite to a service, and what only a script could do.
FOOTERS = re.compile(r"<(footer|iframe)\b.*?</\1>", re.IGNORECASE | re.DOTALL)


def make_offline(folder: Path) -> int:
    """Rewrites every page of a site; returns their number."""
    pages = list(folder.rglob("*.html"))
    for page in pages:
        if page == folder / "index.html":
            continue
        html = OUTSIDE.sub("", page.read_text())
        html = FOOTERS.sub("", html)
        html = html.replace("</head>", f"<style>\n{STYLE.read_text()}</style>\n</head>", 1)
        page.write_text(html)
    return len(pages)


def write_index(folder: Path, counts: dict[str, int], failures: dict[str, list[str]]) -> None:
    """The first page: {table: number of expectations} and what is not as expected, in words."""
    lines = []
    for name in sorted(counts, key=lambda name: (name not in failures, name)):
        # Great Expectations files a table's page under its name, without slashes
        found = sorted((folder / "validations" / name.replace("/", " ")).rglob("*.html"))
        link = quote(str(found[-1].relative_to(folder))) if found else ""
        title = f'<a href="{link}">{escape(name)}</a>' if link else escape(name)
        wrong = "".join(f"<li>{escape(words)}</li>" for words in failures.get(name, []))
        icon = "fa-times" if wrong else "fa-check-circle"
        lines.append(
            f'<tr><td><i class="{icon}"></i></td><td>{title}</td><td>{counts[name]}</td>'
            f"<td><ul>{wrong}</ul></td></tr>"
        )
    sentence = (
        f"{len(failures)} of {len(counts)} tables are not as expected."
        if failures
        else f"All {len(counts)} tables are as expected."
    )
    (folder / "index.html").write_text(
        "<!DOCTYPE html><html lang='en'><head><meta charset='UTF-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>Quality of the data</title><style>{STYLE.read_text()}</style></head>"
        f"<body><div class='container'><h1>Quality of the data</h1><p>{sentence} Landed is what "
        "came from the systems, published what people and tools read.</p>"
        "<table><thead><tr><th>Status</th><th>Table</th><th>Expectations</th>"
        f"<th>Not as expected</th></tr></thead><tbody>{''.join(lines)}</tbody></table>"
        "</div></body></html>"
    )
