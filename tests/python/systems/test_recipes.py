"""The recipes of docs/sources/recipes.md: each loads its sample with the variables it shows."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import yaml
from project import ROOT
from systems.raw_rows import rejected, values

FOLDERS = sorted((ROOT / "data" / "recipes").iterdir())
PAGE = (ROOT / "docs" / "sources" / "recipes.md").read_text()
SETTINGS = {
    re.search(r"# data/recipes/(\w+)", block).group(1): yaml.safe_load(block)
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
}

SHOP = {
    "shopify/customer": [{"id": 1, "email": "ann@example.com"}],
    "shopify/order": [
        {"id": 100, "customer_id": 1, "created_at": "2026-01-05 09:00:00", "total_price": 20,
         "financial_status": "paid"},
    ],
}  # fmt: skip

# What Ann, who is the shop's, is known for besides.
KNOWN = {
    "epiccrm": (
        """
        select first_name, phone, company_name, lifecycle_stage, activity_type, amount, deal_status
        from crm_core.contacts join crm_core.deals using (contact_id)
        join crm_core.activities using (contact_id)
        where email = 'ann@example.com' and activity_type = 'call_logged'
        """,
        [("Ann", "+491701234567", "Lee Ltd", "customer", "call_logged", Decimal("1200.50"), "won")],
    ),
    "syncmatters": (
        """
        select owner, company_name, activity_type
        from crm_core.contacts join crm_core.activities using (contact_id)
        where email = 'ann@example.com' and activity_type = 'task_logged'
        """,
        [("Olga Sales", "Lee Ltd", "task_logged")],
    ),
    "unlisted_crm": (
        """
        select last_name, postal_code, country, attribute_name, attribute_value
        from crm_core.contacts join crm_core.contact_attributes using (contact_id)
        where email = 'ann@example.com'
        """,
        [("Lee", "01067", "DE", "liebste röstung", "hell")],
    ),
    "loyalty": (
        """
        select activity_type, detail_name from crm_core.activities
        join crm_core.contacts using (contact_id)
        where email = 'ann@example.com' and activity_type in
            ('loyalty_joined', 'points_earned', 'tier_changed') order by occurred_at
        """,
        [("loyalty_joined", "Bean"), ("points_earned", "Leeds"), ("tier_changed", "Roast")],
    ),
    "social": (
        """
        select activity_type, channel from crm_core.activities
        join crm_core.contacts using (contact_id)
        where email = 'ann@example.com' and activity_type like 'social%' order by occurred_at
        """,
        [("social_follow", "instagram"), ("social_like", "instagram")],
    ),
    "enrichment": (
        """
        select attribute_name, attribute_value, provider from crm_core.contact_attributes
        join crm_core.contacts using (contact_id) where email = 'ann@example.com' order by 1
        """,
        [("household_income_band", "C", "Acme Data"), ("owns_home", "yes", "Acme Data")],
    ),
    "surveys": (
        """
        select activity_type, count(*) from crm_core.activities
        join crm_core.contacts using (contact_id)
        where email = 'ann@example.com' and activity_type like 'survey%' group by 1 order by 1
        """,
        [("survey_csat_answered", 1), ("survey_nps_answered", 1)],
    ),
}


def test_every_recipe_has_a_sample_and_every_sample_a_recipe():
    assert sorted(SETTINGS) == [folder.name for folder in FOLDERS] == sorted(KNOWN)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recipe_adds_to_the_people_of_the_shop(make_project, folder):
    files = {f"csv/{path.name}": path for path in (folder / "csv").iterdir()}
    project = make_project(SHOP | files, vars=SETTINGS[folder.name])

    result = project.build("+marts.core", data_tests=False)

    assert result.success, result.message
    query, expected = KNOWN[folder.name]
    assert values(project, query) == expected
    assert rejected(project) == []
