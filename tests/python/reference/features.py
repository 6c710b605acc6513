"""What is known about a contact on a date, in plain Python: the feature models must agree.

Written from what the columns are said to mean, not from the SQL: one contact at a time, whole
numbers and fractions instead of floats. Rows are dictionaries with the columns of the core tables
(contacts, companies, orders, order_items, activities, carts, deals, contact_permissions,
contact_tags, contact_attributes, exchange_rates).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

Row = Mapping[str, object]
METRICS = ("recency", "frequency", "monetary")


# ---- recency, frequency, monetary


def rfm_measures(
    orders: Iterable[Row], as_of: date, lookback_days: int | None = None
) -> dict[str, dict[str, object]]:
    """{contact_id: {recency, frequency, monetary}} of the contacts with a revenue order.

    recency is in whole days, monetary in the reporting currency. Only the `lookback_days` that
    end on the as-of date count; None: all.
    """
    bought: dict[str, list[Row]] = defaultdict(list)
    for order in orders:
        days_ago = (as_of - order["ordered_on"]).days
        if (
            order["is_revenue"]
            and days_ago >= 0
            and (not lookback_days or days_ago < lookback_days)
        ):
            bought[order["contact_id"]].append(order)
    return {
        contact: {
            "recency": min((as_of - order["ordered_on"]).days for order in theirs),
            "frequency": len(theirs),
            "monetary": sum((order["net_revenue"] for order in theirs), Decimal(0)),
        }
        for contact, theirs in bought.items()
    }


def quantile_cuts(values: Iterable[int | Decimal], bands: int) -> list[Fraction]:
    """The continuous quantiles 1/bands .. (bands - 1)/bands of the values, exactly.

    As in numpy's and SQL's definition: linear between the two values beside the rank
    k/bands * (n - 1), counted from 0. Empty when there is no value.
    """
    ordered = sorted(Fraction(value) for value in values)
    cuts = []
    for cut in range(1, bands) if ordered else ():
        rank = Fraction(cut * (len(ordered) - 1), bands)
        below = int(rank)
        above = min(below + 1, len(ordered) - 1)
        cuts.append(ordered[below] + (rank - below) * (ordered[above] - ordered[below]))
    return cuts


def band_scores(
    metric: str, values: Mapping[str, int | Decimal], cuts: list, method: str
) -> dict[str, int]:
    """{contact_id: score}, 1 the worst: how many cut points a value lies beyond.

    Under quantile a value at a cut point is not beyond it, under threshold it is. Recency counts
    the other way round: the fewer days the better.
    """
    scores = {}
    for contact, value in values.items():
        if method == "quantile":
            passed = sum(value > cut for cut in cuts)
        else:
            passed = sum(value >= cut for cut in cuts)
        scores[contact] = len(cuts) + 1 - passed if metric == "recency" else 1 + passed
    return scores


def rfm_scores(
    measures: Mapping[str, Mapping[str, object]],
    grid: Mapping[tuple[int, int], str],
    *,
    bands: int = 5,
    method: str = "quantile",
    thresholds: Mapping[str, list] | None = None,
) -> dict[str, dict[str, object]]:
    """{contact_id: {recency_score, frequency_score, monetary_score, rfm_group}}.

    `grid` maps (recency score, frequency score) to a group; `thresholds` holds each metric's cut
    points in growing order and is needed for the method threshold.
    """
    result: dict[str, dict[str, object]] = {contact: {} for contact in measures}
    for metric in METRICS:
        values = {contact: measure[metric] for contact, measure in measures.items()}
        cuts = quantile_cuts(values.values(), bands) if method == "quantile" else thresholds[metric]
        for contact, score in band_scores(metric, values, cuts, method).items():
            result[contact][f"{metric}_score"] = score
    for scores in result.values():
        scores["rfm_group"] = grid[scores["recency_score"], scores["frequency_score"]]
    return result


# ---- the stage as a buyer


def purchase_stage(
    order_days: Iterable[date], as_of: date, thresholds: Mapping[str, Decimal]
) -> dict[str, object]:
    """{purchase_stage, usual_gap_days} from the days with a revenue order up to the as-of date."""
    days = sorted(set(order_days))
    if not days:
        return {"purchase_stage": "prospect", "usual_gap_days": None}
    silence = (as_of - days[-1]).days
    usual_gap = None
    if len(days) >= thresholds["cadence_min_days"]:
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        usual_gap = half_up(Fraction(sum(gaps), len(gaps)))
        gap = max(Decimal(usual_gap), thresholds["shortest_gap_days"])
        at_risk_after = gap * thresholds["at_risk_after_gaps"]
        lapsed_after = gap * thresholds["lapsed_after_gaps"]
    else:
        at_risk_after = thresholds["at_risk_after_days"]
        lapsed_after = thresholds["lapsed_after_days"]
    if silence > lapsed_after:
        stage = "lapsed"
    elif silence > at_risk_after:
        stage = "at_risk"
    elif len(days) > 1:
        stage = "repeat"
    elif silence <= thresholds["new_within_days"]:
        stage = "new"
    else:
        stage = "active"
    return {"purchase_stage": stage, "usual_gap_days": usual_gap}


# ---- engagement


def engagement(
    activities: Iterable[Row],
    as_of: date,
    weights: Mapping[str, Mapping[str, object]],
    levels: Mapping[str, int],
) -> dict[str, object]:
    """{engagement_score, engagement_level} of one contact from its activities.

    `weights`: activity type -> points, fades_over_days, max_per_day; `levels`: level -> lowest
    score.
    """
    per_day = Counter(
        (activity["activity_type"], activity["occurred_on"])
        for activity in activities
        if activity["activity_type"] in weights and activity["occurred_on"] <= as_of
    )
    total = Fraction(0)
    for (activity_type, day), count in per_day.items():
        weight = weights[activity_type]
        left = max(weight["fades_over_days"] - (as_of - day).days, 0)
        points = (Fraction(weight["points"]) * min(count, weight["max_per_day"]) * left) / weight[
            "fades_over_days"
        ]
        # kept to a ten-thousandth of a point, cut off toward 0
        total += Fraction(int(points * 10000), 10000)
    score = min(100, max(0, -((-total) // 1)))
    level = max((least, name) for name, least in levels.items() if least <= score)[1]
    return {"engagement_score": int(score), "engagement_level": level}


def lead(contact: Row, features: Row, seeds: Mapping[str, object]) -> dict[str, object]:
    """{fit_score, lead_grade} of one contact, from its fields and its engagement score."""
    known = {**contact, **features}
    best: dict[str, int] = {}
    for line in seeds["fit_points"]:
        name, value = line["feature_name"], known.get(line["feature_name"])
        if value is None:
            continue
        wanted = line["value"].lower()
        holds = (
            value.lower() == wanted
            if line["match"] == "is"
            else f" {' '.join(words(wanted))} " in f" {' '.join(words(value))} "
        )
        if holds:
            best[name] = max(int(line["points"]), best.get(name, int(line["points"])))
    fit = min(100, max(0, sum(best.values())))
    scores = {"fit": fit, "engagement": features["engagement_score"]}
    grades = {
        dimension: max((least, grade) for grade, least in steps.items() if least <= score)[1]
        for dimension, score in scores.items()
        for steps in [seeds["grades"][dimension]]
    }
    return {"fit_score": fit, "lead_grade": grades["fit"] + grades["engagement"]}


def words(text: str) -> list[str]:
    """The words of a text in lower case: what is neither a letter nor a digit parts them."""
    parted = (c if c.isalnum() or ord(c) > 127 else " " for c in text.lower())
    return "".join(parted).split()


# ---- all that rules can test


def contact_features(
    core: Mapping[str, list[Row]],
    seeds: Mapping[str, object],
    as_of: date,
    *,
    bands: int = 5,
    method: str = "quantile",
    lookback_days: int | None = None,
) -> dict[str, dict[str, object]]:
    """{contact_id: {feature: value}} for every contact known on the as-of date.

    `core` holds the core tables by name. `seeds` holds `grid`, `thresholds` (by metric),
    `lifecycle`, `weights`, `levels`, `fit_points` and `grades` as the functions above take them,
    `time_zones` a time zone by country.
    """
    by_contact: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table, rows in core.items():
        for row in rows if table not in ("companies", "exchange_rates") else ():
            by_contact[row["contact_id"]][table].append(row)

    suppressions = core.get("contact_suppressions", ())
    unscored = {row["contact_id"] for row in suppressions if row["is_out_of_scores"]}
    orders = [row for row in core["orders"] if row["contact_id"] not in unscored]
    measures = rfm_measures(orders, as_of, lookback_days)
    scores = rfm_scores(
        measures, seeds["grid"], bands=bands, method=method, thresholds=seeds["thresholds"]
    )

    companies = {row["company_id"]: row for row in core.get("companies", ())}
    employees = {key: row["employee_count"] for key, row in companies.items()}
    zones = {
        row["contact_id"]: row["attribute_value"]
        for row in core.get("contact_attributes", ())
        if row["attribute_name"] in ("time_zone", "timezone")
    }

    features = {}
    for contact in core["contacts"]:
        contact_id = contact["contact_id"]
        if contact_id in unscored:
            continue
        theirs = by_contact[contact_id]
        activities = [row for row in theirs["activities"] if row["occurred_on"] <= as_of]
        created_on = contact["created_at"].date() if contact["created_at"] else None
        if created_on and created_on > as_of:
            if not activities:
                continue
            created_on = None
        features[contact_id] = {
            **birthdays(contact["birth_on"], as_of),
            **company_size(employees.get(contact.get("company_id"))),
            **company_revenue(
                companies.get(contact.get("company_id")), core.get("exchange_rates", ()), as_of
            ),
            "time_zone": zones.get(contact_id) or seeds["time_zones"].get(contact["country"]),
            **first_touch(activities),
            **products(theirs["order_items"], as_of),
            "tags": tags(theirs["contact_tags"], as_of),
            "is_archived": contact["is_archived"],
            "is_out_of_segments": any(
                row["is_out_of_segments"] for row in theirs["contact_suppressions"]
            ),
            "is_guest": contact["is_guest"],
            "country": contact["country"],
            "created_on": created_on,
            "days_since_created": days_since(created_on, as_of),
            **purchases(theirs["orders"], theirs["order_items"], as_of, seeds["lifecycle"]),
            **scored(scores.get(contact_id), theirs["orders"], as_of),
            **carts(theirs["carts"], theirs["orders"], as_of),
            **mail(activities, as_of),
            **permissions(theirs["contact_permissions"]),
            **visits(activities, as_of),
            **answers(activities),
            **deals(theirs["deals"], as_of),
            **engagement(activities, as_of, seeds["weights"], seeds["levels"]),
        }
        features[contact_id] |= lead(contact, features[contact_id], seeds)
        features[contact_id] |= converted(features[contact_id], theirs["deals"], as_of)
        features[contact_id] |= reachable(features[contact_id], contact)
    return features


def purchases(
    orders: list[Row], items: list[Row], as_of: date, lifecycle: Mapping[str, Decimal]
) -> dict[str, object]:
    """What one contact bought: counts, dates, sums, shares, categories, stage."""
    seen = [order for order in orders if order["ordered_on"] <= as_of]
    bought = [order for order in seen if order["is_revenue"]]
    days = sorted(order["ordered_on"] for order in bought)
    given_back = [order for order in seen if order["refunded_amount"] > 0 and not order["is_test"]]
    sold = len(bought) + sum(not order["is_revenue"] for order in given_back)
    revenue = sum((order["net_revenue"] for order in bought), Decimal(0))
    discounted = [order for order in bought if (order["discount_amount"] or 0) > 0]
    return {
        "order_count": len(bought),
        "first_order_on": days[0] if days else None,
        "last_order_on": days[-1] if days else None,
        "days_since_first_order": days_since(days[0] if days else None, as_of),
        "days_since_last_order": days_since(days[-1] if days else None, as_of),
        "days_to_order_anniversary": days_to_anniversary(days[0] if days else None, as_of),
        "seasons_bought": seasons(days, as_of),
        "lifetime_revenue": revenue,
        "average_order_value": four_decimals(revenue, len(bought)),
        "revenue_12m": sum(
            (o["net_revenue"] for o in bought if o["ordered_on"] > year_before(as_of)), Decimal(0)
        ),
        **{
            f"orders_{window}d": sum((as_of - day).days < window for day in days)
            for window in (30, 90, 180, 365)
        },
        "refunded_share": four_decimals(len(given_back), sold),
        "discount_share": four_decimals(len(discounted), len(bought)),
        **categories(items, as_of),
        **purchase_stage(days, as_of, lifecycle),
    }


def categories(items: list[Row], as_of: date) -> dict[str, object]:
    """The favourite, the first and the last category of one contact's order items."""
    revenue: dict[str, Decimal] = defaultdict(Decimal)
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for item in items:
        if item["is_revenue"] and item["category"] is not None and item["ordered_on"] <= as_of:
            revenue[item["category"]] += item["net_revenue"] or 0
            first[item["category"]] = min(
                item["ordered_on"], first.get(item["category"], item["ordered_on"])
            )
            last[item["category"]] = max(
                item["ordered_on"], last.get(item["category"], item["ordered_on"])
            )
    # of equal ones the first in the alphabet: sorted() keeps that order
    names = sorted(revenue)
    return {
        "favourite_category": max(
            names, key=lambda name: (revenue[name], last[name]), default=None
        ),
        "first_category": min(names, key=lambda name: (first[name], -revenue[name]), default=None),
        "last_category": max(names, key=lambda name: (last[name], revenue[name]), default=None),
    }


def products(items: list[Row], as_of: date) -> dict[str, object]:
    """What one contact bought: the product most, first and last, and all there was."""
    bought = [item for item in items if item["is_revenue"] and item["ordered_on"] <= as_of]
    named = [item for item in bought if item["product_name"] is not None]
    revenue = Counter()
    days = defaultdict(list)
    for item in named:
        revenue[item["product_name"]] += item["net_revenue"] or 0
        days[item["product_name"]].append(item["ordered_on"])
    names = sorted(revenue)
    return {
        "favourite_product": max(names, key=lambda n: (revenue[n], max(days[n])), default=None),
        "first_product": min(names, key=lambda n: (min(days[n]), -revenue[n]), default=None),
        "last_product": max(names, key=lambda n: (max(days[n]), revenue[n]), default=None),
        "bought_products": listed(names),
        "bought_categories": listed({item["category"] for item in bought} - {None}),
    }


def listed(entries: Iterable[str]) -> str | None:
    """Entries as ';a;b;', alphabetical; None of none."""
    names = sorted(entry.replace(";", ",") for entry in entries)
    return f";{';'.join(names)};" if names else None


def first_touch(activities: list[Row]) -> dict[str, object]:
    """The first thing one contact did; what was sent to it or noted about it does not count."""
    did = [
        (activity["occurred_at"], activity["activity_type"])
        for activity in activities
        if activity["activity_type"] not in ("task_logged", "note_logged")
        and not activity["activity_type"].startswith(("consent_", "email_bounced"))
        and activity["activity_type"] not in ("email_sent", "email_delivered")
    ]
    at, kind = min(did, default=(None, None))
    return {"first_touch_on": at.date() if at else None, "first_touch_type": kind}


def converted(features: Row, deals: list[Row], as_of: date) -> dict[str, object]:
    """The day and month of the first order or the first deal won."""
    days = [
        deal["closed_on"] or deal["created_on"]
        for deal in deals
        if deal["deal_status"] == "won" and deal["created_on"] <= as_of
    ]
    days = [day for day in days if day <= as_of] + [features["first_order_on"]]
    day = min((day for day in days if day), default=None)
    return {"converted_on": day, "conversion_month": day.isoformat()[:7] if day else None}


def reachable(features: Row, contact: Row) -> dict[str, object]:
    """Whether a contact may be written to or called, and can be."""
    by_mail = contact["email"] is not None and not features["is_email_bounced"]
    return {
        "is_email_reachable": features["is_email_permitted"] and by_mail,
        "is_sms_reachable": features["is_sms_permitted"] and contact["phone"] is not None,
        "is_phone_reachable": features["is_phone_permitted"] and contact["phone"] is not None,
    }


def company_revenue(company: Row | None, rates: Iterable[Row], as_of: date) -> dict[str, object]:
    """A company's revenue in the reporting currency, to the cent, and its band."""
    amount = company and company["annual_revenue"]
    rate = next(
        (
            row["rate_to_reporting"]
            for row in rates
            if amount is not None
            and row["currency"] == (company["revenue_currency"] or "EUR")
            and row["valid_from"] <= as_of
            and (row["valid_to"] is None or row["valid_to"] > as_of)
        ),
        None,
    )
    if rate is None:
        return {"company_revenue": None, "company_revenue_band": None}
    revenue = (amount * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
    bands = ((2, "under 2m"), (10, "2m-10m"), (50, "10m-50m"), (1000, "50m-1bn"))
    band = next((name for most, name in bands if revenue < most * 1_000_000), "over 1bn")
    return {"company_revenue": revenue, "company_revenue_band": band}


def scored(scores: Mapping[str, object] | None, orders: list[Row], as_of: date) -> Row:
    """The RFM columns of one contact: prospects is who never bought, not who bought long ago."""
    ever = any(order["is_revenue"] and order["ordered_on"] <= as_of for order in orders)
    nothing = {f"{metric}_score": None for metric in METRICS}
    return scores or {**nothing, "rfm_group": None if ever else "prospects"}


def carts(carts: list[Row], orders: list[Row], as_of: date) -> dict[str, object]:
    """Carts of one contact that were open on the as-of date."""
    last_order = max(
        (o["ordered_at"] for o in orders if o["is_revenue"] and o["ordered_on"] <= as_of),
        default=None,
    )
    still_open = [
        cart
        for cart in carts
        if cart["created_on"] <= as_of
        and not (cart["is_recovered"] and cart["completed_at"].date() <= as_of)
        and (last_order is None or last_order < cart["created_at"])
    ]
    lately = [cart for cart in still_open if (as_of - cart["created_on"]).days < 7]
    return {
        "open_cart_count_7d": len(lately),
        "days_since_last_open_cart": min(
            ((as_of - cart["created_on"]).days for cart in still_open), default=None
        ),
        "open_cart_value": sum((c["total_amount_reporting"] or 0 for c in lately), Decimal(0)),
    }


def mail(activities: list[Row], as_of: date) -> dict[str, object]:
    """E-mails of one contact in 90 days, the last engagement, and whether mail comes back."""
    last = last_days(activities)
    engaged = [last[name] for name in ("email_opened", "email_clicked") if name in last]
    arrived = engaged + [last[name] for name in ("email_delivered",) if name in last]
    bounced = last.get("email_bounced_hard")
    return {
        **{
            f"emails_{event}_90d": count(activities, f"email_{event}", as_of, 90)
            for event in ("sent", "opened", "clicked")
        },
        "days_since_last_email_engagement": days_since(max(engaged, default=None), as_of),
        "is_email_bounced": bounced is not None and max(arrived, default=bounced) <= bounced,
    }


def visits(activities: list[Row], as_of: date) -> dict[str, object]:
    """Visits of one contact to the website and the stores, and its open tickets."""
    on_the_web = [
        activity["occurred_on"]
        for activity in activities
        if activity["activity_type"] == "page_viewed"
        or activity["activity_type"].startswith("web_")
    ]
    types = Counter(activity["activity_type"] for activity in activities)
    return {
        "page_views_30d": count(activities, "page_viewed", as_of, 30),
        "days_since_last_visit": days_since(max(on_the_web, default=None), as_of),
        "store_visits_30d": count(activities, "store_visited", as_of, 30),
        "open_ticket_count": max(types["ticket_opened"] - types["ticket_closed"], 0),
    }


def answers(activities: list[Row]) -> dict[str, object]:
    """The latest answers and the loyalty tier of one contact."""

    def latest(types: tuple[str, ...], column: str) -> object:
        said = [a for a in activities if a["activity_type"] in types and a[column] is not None]
        return (
            max(said, key=lambda a: (a["occurred_at"], a["activity_key"]))[column] if said else None
        )

    score = latest(("survey_nps_answered",), "value")
    group = None
    if score is not None:
        group = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
    return {
        "last_csat_score": latest(("survey_csat_answered",), "value"),
        "last_nps_score": score,
        "nps_group": group,
        "loyalty_tier": latest(("loyalty_joined", "tier_changed"), "detail_name"),
    }


def permissions(rows: list[Row]) -> dict[str, object]:
    """Marketing permissions of one contact; what is not said is not permitted."""
    granted = {r["channel"] for r in rows if r["purpose"] == "marketing" and r["is_permitted"]}
    return {f"is_{channel}_permitted": channel in granted for channel in ("email", "sms", "phone")}


def deals(rows: list[Row], as_of: date) -> dict[str, object]:
    """Deals of one contact as they stood on the as-of date."""
    there = [deal for deal in rows if deal["created_on"] <= as_of]
    still_open = [
        deal
        for deal in there
        if deal["deal_status"] == "open" or (deal["closed_on"] and deal["closed_on"] > as_of)
    ]
    won = [
        deal
        for deal in there
        if deal["deal_status"] == "won" and (deal["closed_on"] or deal["created_on"]) <= as_of
    ]
    lost = [
        deal
        for deal in there
        if deal["deal_status"] == "lost" and (deal["closed_on"] or deal["created_on"]) <= as_of
    ]
    return {
        "deal_count": len(there),
        "open_deal_count": len(still_open),
        "open_deal_amount": sum((d["amount_reporting"] or 0 for d in still_open), Decimal(0)),
        "oldest_open_deal_days": max(
            (days_since(deal["created_on"], as_of) for deal in still_open), default=None
        ),
        "won_deal_count": len(won),
        "lost_deal_count": len(lost),
        "last_deal_status": last_deal_status(there, won, lost, still_open),
        "open_deal_stages": listed(
            {deal["stage"].lower() for deal in still_open if deal.get("stage")}
        ),
        "deal_owners": listed({deal["owner"] for deal in there if deal.get("owner")}),
    }


def last_deal_status(there: list, won: list, lost: list, still_open: list) -> str | None:
    """The state of the deal created last; of several on that day the one with the last key."""
    if not there:
        return None
    last = max(there, key=lambda deal: (deal["created_on"], deal["deal_key"]))
    states = (("won", won), ("lost", lost), ("open", still_open))
    return next((name for name, deals in states if any(d is last for d in deals)), None)


def tags(rows: list[Row], as_of: date) -> str | None:
    """Tags of one contact as ';a;b;', alphabetical."""
    names = sorted(
        row["tag"].replace(";", ",")
        for row in rows
        if row["tagged_at"] is None or row["tagged_at"].date() <= as_of
    )
    return f";{';'.join(names)};" if names else None


# ---- small things


def count(activities: list[Row], activity_type: str, as_of: date, window_days: int) -> int:
    """How many activities of a type there were in the days that end on the as-of date."""
    return sum(
        activity["activity_type"] == activity_type
        and (as_of - activity["occurred_on"]).days < window_days
        for activity in activities
    )


def last_days(activities: list[Row]) -> dict[str, date]:
    """{activity type: its last day}"""
    last: dict[str, date] = {}
    for activity in activities:
        kind, day = activity["activity_type"], activity["occurred_on"]
        last[kind] = max(day, last.get(kind, day))
    return last


def days_since(day: date | None, as_of: date) -> int | None:
    """Whole days to the as-of date, None of None."""
    return None if day is None else (as_of - day).days


def age(born: date | None, as_of: date) -> int | None:
    """Birthdays so far; born on 29 February, it is 1 March in a common year."""
    if born is None or born > as_of:
        return None
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def birthdays(born: date | None, as_of: date) -> dict[str, object]:
    """Age, its band, and the days to the next birthday."""
    years = age(born, as_of)
    if years is None:
        return {"age_years": None, "age_band": None, "days_to_birthday": None}
    band = "under 18" if years < 18 else "65+"
    for low, high in ((18, 24), (25, 34), (35, 44), (45, 54), (55, 64)):
        if low <= years <= high:
            band = f"{low}-{high}"
    return {
        "age_years": years,
        "age_band": band,
        "days_to_birthday": days_to_anniversary(born, as_of),
    }


def company_size(employees: int | None) -> dict[str, object]:
    """The people a company employs, and the band that is."""
    if not employees or not 1 <= employees <= 10_000_000:
        return {"company_employee_count": None, "company_size_band": None}
    bands = ((10, "micro"), (50, "small"), (250, "medium"), (1000, "large"))
    band = next((name for most, name in bands if employees <= most), "enterprise")
    return {"company_employee_count": employees, "company_size_band": band}


def days_to_anniversary(day: date | None, as_of: date) -> int | None:
    """Days to the next time a later year has that day; 29 February is 1 March where it must."""
    if day is None:
        return None
    ahead = 0
    while True:
        on = as_of + timedelta(days=ahead)
        is_leap = on.year % 4 == 0 and (on.year % 100 != 0 or on.year % 400 == 0)
        wanted = (day.month, day.day)
        if wanted == (2, 29) and not is_leap:
            wanted = (3, 1)
        if on > day and (on.month, on.day) == wanted:
            return ahead
        ahead += 1


def seasons(days: list[date], as_of: date) -> int:
    """In how many past years there was a day within 30 days of the as-of date's."""
    found = 0
    for years in range(1, as_of.year - min(days).year + 2) if days else ():
        leap_day = (as_of.month, as_of.day) == (2, 29)
        centre = date(as_of.year - years, as_of.month, 28 if leap_day else as_of.day)
        found += any(abs((day - centre).days) <= 30 for day in days)
    return found


def year_before(day: date) -> date:
    """The same date a year earlier; 28 February for 29 February."""
    earlier = day - timedelta(days=365)
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return earlier if earlier.day == day.day else earlier - timedelta(days=1)


def half_up(value: Fraction) -> int:
    """A value of at least 0, rounded to a whole number, halves up."""
    return int(value + Fraction(1, 2))


def four_decimals(amount: int | Decimal, number: int) -> Decimal | None:
    """amount / number, rounded half up to four decimals; None of nothing."""
    if number == 0:
        return None
    return Decimal(half_up(Fraction(amount) * 10000 / number)) / 10000
