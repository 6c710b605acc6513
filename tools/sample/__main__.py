"""`python -m tools.sample`: write the sample files and the truth about them."""

import argparse
from pathlib import Path

from .settings import REPOSITORY
from .truth import write_truth
from .world import build_world
from .writers import (
    csv_contract,
    hubspot,
    klaviyo,
    mailchimp,
    salesforce,
    segment,
    shopify,
    stripe,
    woocommerce,
    wukong,
    zendesk,
    zoho,
)

WRITERS = {
    "csv": csv_contract.write,
    "hubspot": hubspot.write,
    "salesforce": salesforce.write,
    "klaviyo": klaviyo.write,
    "mailchimp": mailchimp.write,
    "shopify": shopify.write,
    "woocommerce": woocommerce.write,
    "stripe": stripe.write,
    "segment": segment.write,
    "zendesk": zendesk.write,
    "wukong": wukong.write,
    "zoho": zoho.write,
}


def main() -> None:
    """Build the world, let each system write its files, write the truth."""

    parser = argparse.ArgumentParser(prog="python -m tools.sample", description=__doc__)
    parser.add_argument(
        "--out",
        type=Path,
        default=REPOSITORY / "data",
        help="folder that gets sample/<system>/ and truth/ (default: data)",
    )
    folder = parser.parse_args().out
    world = build_world()
    truths = [write(world, folder / "sample" / name) for name, write in WRITERS.items()]
    write_truth(world, truths, folder / "truth")


if __name__ == "__main__":
    main()
