"""All systems of the sample on at once: one company, its people found again, revenue once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from project import ROOT, Project
from systems.raw_rows import values
from systems.truth import assert_people_are_found, record_people, true_revenue

SAMPLE = ROOT / "data" / "sample"
SYSTEMS = sorted(folder.name for folder in SAMPLE.iterdir() if folder.is_dir())
SHOPS = ("csv", "shopify", "woocommerce")
GUARD = "assert_no_sale_counts_twice"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def everything(workshop, engine) -> Iterator[Project]:
    """The sample of all systems, with all data tests, on each engine."""
    project = workshop.project(SAMPLE, engine=engine, vars={"crm_sources": SYSTEMS})
    result = project.build()
    assert result.success, result.message
    yield project
    workshop.release(project)


def test_every_system_has_contact_records(everything):
    assert values(
        everything, "select distinct source_system from crm_core.contact_records order by 1"
    ) == [(system,) for system in SYSTEMS]


def test_the_known_people_are_found_again_across_systems(everything):
    told_about = {system for system in SYSTEMS if record_people(system)}
    assert_people_are_found(everything, *told_about)
    # most people of the small systems are in more than one
    assert values(
        everything,
        """
        select count(*) from (
            select contact_id from crm_core.contact_records
            group by 1 having count(distinct source_system) >= 3
        ) as contacts
        """,
    )[0] > (100,)


def test_revenue_is_the_shops_to_the_cent(everything):
    assert values(
        everything,
        """
        select currency, sum(net_amount) from crm_core.orders where is_revenue
        group by 1 order by 1
        """,
    ) == sorted(true_revenue(*SHOPS).items())
    assert values(
        everything,
        "select distinct revenue_class from crm_core.orders where is_revenue or net_revenue <> 0",
    ) == [("shop",)]


@pytest.mark.parametrize(
    ("variables", "failed"),
    [
        ({"revenue_sources": ["shop", "billing"]}, [GUARD]),
        ({"revenue_sources": ["shop", "billing"], "revenue_overlap_allowed": True}, []),
        ({"revenue_sources": ["billing"]}, []),
        ({"revenue_sources": ["crm"]}, [GUARD]),
    ],
    ids=["overlap", "overlap allowed", "billing alone", "one deal in two CRMs"],
)
def test_a_sale_that_two_systems_count_is_stopped_unless_that_is_meant(
    everything, variables, failed
):
    result = everything.build(f"orders {GUARD}", vars=variables)

    assert result.failed == failed, result.message
