"""Shopify's orders with their lines, codes, links, refunds and movements of money."""

from datetime import datetime, timedelta

from ..catalogue import Product
from ..files import Row, money
from ..orders import Order
from ..roster import Roster


def order_id(order: Order) -> int:
    """Return Shopify's id of an order."""

    return 5600000000000 + order.number


def product_number(product: Product) -> int:
    """Return Shopify's id of a product."""

    return 8100000000000 + int(product.product_id)


def _financial_status(order: Order) -> str:
    if order.refunded:
        return "refunded" if order.refunded == order.total else "partially_refunded"
    if order.status == "cancelled":  # now and then the money was never given back
        return "paid" if order.number % 4 == 0 else "voided"
    if order.status == "pending":
        return "authorized" if order.number % 2 else "pending"
    return "paid"


def _order(roster: Roster, order: Order, synced: datetime) -> Row:
    record = roster.record_at(order.person, order.ordered_at)
    email = record.email.strip() if record.takes_mail else ""
    if order.as_guest:
        email = order.person.own_emails[0]
        email = email.upper() if order.number % 3 == 0 else email
    line_discounts = sum(line.discount for line in order.lines)
    cancelled = order.ordered_at + timedelta(hours=5) if order.status == "cancelled" else ""
    return {
        "id": order_id(order),
        "name": f"#{order.number}",
        "order_number": order.number,
        "customer_id": "" if order.as_guest else record.record_id,
        "email": email,
        "created_at": order.ordered_at,
        "processed_at": order.ordered_at,
        "updated_at": order.ordered_at + timedelta(days=1),
        "cancelled_at": cancelled,
        "cancel_reason": "customer" if cancelled else "",
        "currency": order.currency,
        "total_line_items_price": money(order.subtotal + line_discounts),
        "total_discounts": money(order.discount + line_discounts),
        "subtotal_price": money(order.subtotal - order.discount),
        "total_tax": money(order.tax),
        "total_price": money(order.total),
        "taxes_included": False,
        "total_shipping_price_set": (
            f'{{"shop_money":{{"amount":"{money(order.shipping)}",'
            f'"currency_code":"{order.currency}"}}}}'
        ),
        "financial_status": _financial_status(order),
        "fulfillment_status": "fulfilled" if order.status in ("completed", "shipped") else "",
        "source_name": order.channel,
        "landing_site_base_url": "/",
        "referring_site": "",
        "checkout_token": f"checkout{order_id(order)}",
        "buyer_accepts_marketing": False,
        "test": order.is_test,
        "_fivetran_deleted": False,
        "_fivetran_synced": synced,
    }


def _lines(order: Order, synced: datetime) -> list[Row]:
    return [
        {
            "id": order_id(order) * 10 + index,
            "order_id": order_id(order),
            "index": index,
            "product_id": product_number(line.product),
            "variant_id": product_number(line.product) + 900000,
            "sku": line.product.sku,
            "title": line.product.name,
            "name": line.product.name,
            "vendor": line.product.brand,
            "quantity": line.quantity,
            "price": money(line.unit_price),
            "total_discount": money(line.discount),
            "gift_card": False,
            "_fivetran_synced": synced,
        }
        for index, line in enumerate(order.lines)
    ]


def _refund_lines(order: Order, refund: int, synced: datetime) -> list[Row]:
    """Return the lines taken back; shipping apart, they come to what was paid back.

    Every second part refund takes back goods for 1.50 more than it pays: an opened bag.
    """

    left = order.refunded - (order.shipping if order.refunded == order.total else 0)
    left += _kept_back(order)
    rows = []
    returned = [(n, line) for n, line in enumerate(order.lines) if line.refunded_quantity]
    for place, (index, line) in enumerate(returned, 1):
        share = line.amount * line.refunded_quantity / line.quantity / order.subtotal
        amount = left if place == len(returned) else round((order.total - order.shipping) * share)
        tax = round(amount * order.tax / (order.total - order.shipping))
        left -= amount
        rows.append(
            {
                "id": refund * 10 + index,
                "refund_id": refund,
                "order_line_id": order_id(order) * 10 + index,
                "quantity": line.refunded_quantity,
                "restock_type": "return",
                "subtotal": money(amount - tax),
                "total_tax": money(tax),
                "_fivetran_synced": synced,
            }
        )
    return rows


def _kept_back(order: Order) -> int:
    return 150 if order.refunded != order.total and order.number % 2 else 0


def _adjustments(order: Order, refund: int, synced: datetime) -> list[Row]:
    shipping = order.shipping if order.refunded == order.total else 0
    found = (("shipping_refund", -shipping), ("refund_discrepancy", _kept_back(order)))
    return [
        {
            "id": refund * 10 + 9 - number,
            "order_id": order_id(order),
            "refund_id": refund,
            "amount": money(amount),
            "tax_amount": "0.00",
            "kind": kind,
            "reason": kind.replace("_", " ").capitalize(),
            "_fivetran_synced": synced,
        }
        for number, (kind, amount) in enumerate(found)
        if amount
    ]


def _transaction(order: Order, kind: str, amount: int, refund: int | str, synced: datetime) -> Row:
    return {
        "id": order_id(order) * 10 + (7 if kind == "refund" else 1),
        "order_id": order_id(order),
        "refund_id": refund,
        "kind": kind,
        "status": "success" if order.status != "pending" else "pending",
        "amount": money(amount),
        "currency": order.currency,
        "gateway": "shopify_payments",
        "test": order.is_test,
        "processed_at": order.ordered_at,
        "_fivetran_synced": synced,
    }


def order_tables(roster: Roster, orders: list[Order], synced: datetime) -> dict[str, list[Row]]:
    """Return the rows of the tables that orders fill, by table."""

    tables: dict[str, list[Row]] = {
        "order": [_order(roster, order, synced) for order in orders],
        "order_line": [row for order in orders for row in _lines(order, synced)],
        "order_discount_code": [
            {
                "order_id": order_id(order),
                "index": 1,
                "code": order.coupon,
                "amount": money(order.discount),
                "type": "percentage",
                "_fivetran_synced": synced,
            }
            for order in orders
            if order.coupon
        ],
        "order_url_tag": [
            {
                "order_id": order_id(order),
                "key": f"utm_{key}",
                "value": value,
                "_fivetran_synced": synced,
            }
            for order in orders
            for key, value in zip(("source", "medium", "campaign"), order.utm, strict=True)
            if value
        ],
        "refund": [],
        "order_line_refund": [],
        "order_adjustment": [],
        "transaction": [],
    }
    for order in orders:
        if order.status != "cancelled":
            tables["transaction"].append(_transaction(order, "sale", order.total, "", synced))
        if not order.refunded:
            continue
        refund = 860000000000 + order.number
        at = order.ordered_at + timedelta(days=6)
        tables["refund"].append(
            {
                "id": refund,
                "order_id": order_id(order),
                "created_at": at,
                "processed_at": at,
                "note": "",
                "restock": True,
                "_fivetran_synced": synced,
            }
        )
        tables["order_line_refund"] += _refund_lines(order, refund, synced)
        tables["order_adjustment"] += _adjustments(order, refund, synced)
        tables["transaction"].append(_transaction(order, "refund", order.refunded, refund, synced))
    return tables
