"""docs/add_a_source.md, followed to the letter in a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT

PAGE = (ROOT / "docs" / "add_a_source.md").read_text()
SWITCHBOARD = "macros/sources/source_feeds.sql"


def follow(copy: Path) -> list[str]:
    """Does in a copy of the project what the page says; the files it makes."""
    made = dict(re.findall(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
    for name, text in made.items():
        path = copy / name
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    entity, line = re.search(
        rf"`{SWITCHBOARD}`, under `(\w+)`:\n\n```text\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE
    ).groups()
    feeds = (copy / SWITCHBOARD).read_text()
    head = f"        '{entity}': {{\n"
    assert feeds.count(head) == 1
    (copy / SWITCHBOARD).write_text(feeds.replace(head, head + line))
    return list(made)


@pytest.mark.slow
def test_the_page_makes_a_system_that_passes_its_tests(tmp_path):
    copy = tmp_path / "project"
    copy.mkdir()
    for part in ("models", "macros", "seeds", "tests", "tools"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("dbt_project.yml", "profiles.yml", "pyproject.toml"):
        shutil.copy(ROOT / part, copy / part)

    made = follow(copy)
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", made[-1]],
        cwd=copy,
        capture_output=True,
        text=True,
    )

    assert made[-1].endswith("test_pulse.py")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "2 passed" in tested.stdout
