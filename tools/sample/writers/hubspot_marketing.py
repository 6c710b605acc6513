"""HubSpot's marketing side: mailings, subscriptions, lists, engagements and forms."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from ..files import Row
from ..mailings import MailEvent
from ..roster import Roster
from ..settings import SHOP_URL
from ..world import World

MAILINGS_SINCE = datetime(2026, 5, 1)
CAMPAIGN = 200_000_000
NEWSLETTER, SERVICE = 11, 12
TYPES = {
    "sent": "SENT",
    "delivered": "DELIVERED",
    "opened": "OPEN",
    "clicked": "CLICK",
    "bounced": "BOUNCE",
    "unsubscribed": "STATUSCHANGE",
    "complained": "SPAMREPORT",
}


def _mailings(world: World, roster: Roster, synced: datetime) -> dict[str, list[Row]]:
    """Return the events of the latest mailings, and what Fivetran keeps apart from them.

    Some opens are the team's own or a bot's, which HubSpot keeps out of its reports.
    """

    events, clicks, bounces, changes = [], [], [], []

    def note(number: int, mail: MailEvent, email: str, is_filtered: bool) -> None:
        key = str(uuid5(NAMESPACE_URL, f"{SHOP_URL}/mail/{number}"))
        child = {"id": key, "_fivetran_synced": synced}
        events.append(
            {
                "id": key,
                "type": TYPES[mail.event_type],
                "created": mail.occurred_at,
                "recipient": email,
                "email_campaign_id": CAMPAIGN + int(mail.campaign.campaign_id[4:]),
                "filtered_event": is_filtered,
                "_fivetran_synced": synced,
            }
        )
        if mail.event_type == "clicked":
            clicks.append({**child, "url": mail.url})
        if mail.event_type == "bounced":
            hard = mail.bounce_type == "hard"
            category = "UNKNOWN_USER" if hard else "MAILBOX_FULL"
            bounces.append({**child, "category": category, "status": "5.1.1" if hard else "4.2.2"})
        if mail.event_type == "unsubscribed":
            changes.append({**child, "portal_subscription_status": "UNSUBSCRIBED"})

    for number, mail in enumerate(roster.own(world.mail_events)):
        record = roster.record_at(mail.person, mail.campaign.sent_at, mailable=True)
        if record and mail.campaign.sent_at >= MAILINGS_SINCE:
            note(number, mail, record.email, mail.event_type == "opened" and number % 29 == 0)
    return {
        "email_campaign": [
            {
                "id": CAMPAIGN + int(each.campaign_id[4:]),
                "name": each.name,
                "subject": each.name,
                "_fivetran_synced": synced,
            }
            for each in world.campaigns
            if each.sent_at >= MAILINGS_SINCE
        ],
        "email_event": events,
        "email_event_click": clicks,
        "email_event_bounce": bounces,
        "email_event_status_change": changes,
    }


def _subscriptions(world: World, roster: Roster, synced: datetime) -> dict[str, list[Row]]:
    changes = []
    for consent in roster.own(world.consents):
        record = roster.record_at(consent.person, consent.occurred_at, mailable=True)
        kept = consent.channel == "email" and consent.purpose in ("marketing", "service")
        if record and kept and consent.status != "pending":
            granted = consent.status == "granted"
            service = consent.purpose == "service"
            changes.append(
                {
                    "recipient": record.email,
                    "timestamp": consent.occurred_at,
                    "change": "SUBSCRIBED" if granted else "UNSUBSCRIBED",
                    "change_type": "SUBSCRIPTION_STATUS",
                    "source": "SOURCE_RECIPIENT",
                    "email_subscription_id": SERVICE if service else NEWSLETTER,
                    "_fivetran_synced": synced,
                }
            )
    return {
        "email_subscription": [
            {
                "id": NEWSLETTER,
                "name": "Newsletter",
                "category": "Marketing",
                "_fivetran_synced": synced,
            },
            {
                "id": SERVICE,
                "name": "Your orders",
                "category": "Service",
                "_fivetran_synced": synced,
            },
        ],
        "email_subscription_change": changes,
    }


def _lists(world: World, roster: Roster, synced: datetime) -> dict[str, list[Row]]:
    names = sorted({each.tag for each in world.tags})
    members = []
    for number, tag in enumerate(roster.own(world.tags)):
        members.append(
            {
                "contact_id": roster.record_at(tag.person, tag.tagged_at).record_id,
                "contact_list_id": 300 + names.index(tag.tag),
                "added_at": tag.tagged_at,
                "_fivetran_deleted": number % 23 == 0,
                "_fivetran_synced": synced,
            }
        )
    return {
        "contact_list": [
            {
                "id": number,
                "name": name,
                "processing_type": "MANUAL",
                "_fivetran_deleted": False,
                "_fivetran_synced": synced,
            }
            for number, name in enumerate(names, 300)
        ],
        "contact_list_member": members,
    }


def _engagements(world: World, roster: Roster, synced: datetime) -> dict[str, list[Row]]:
    kinds: dict[str, list[Row]] = {
        kind: [] for kind in ("call", "email", "meeting", "note", "task")
    }
    pairs = []
    for number, act in enumerate(roster.own(world.activities), 6_000_001):
        kind = "meeting" if act.activity_type == "visit" else act.activity_type
        row = {
            "engagement_id": number,
            "type": kind.upper(),
            "property_hs_timestamp": act.occurred_at,
            "property_hs_createdate": act.occurred_at,
        }
        if kind == "call":
            row["property_hs_call_direction"] = act.direction.upper()
        if kind == "email":
            inbound = act.direction == "inbound"
            row["property_hs_email_direction"] = "INCOMING_EMAIL" if inbound else "EMAIL"
        if kind in ("call", "email", "task"):
            row[f"property_hs_{kind}_status"] = act.outcome.upper().replace(" ", "_")
        if kind == "meeting":
            row["property_hs_meeting_outcome"] = act.outcome.upper().replace(" ", "_")
        kinds[kind].append({**row, "_fivetran_deleted": False, "_fivetran_synced": synced})
        pairs.append(
            {
                "engagement_id": number,
                "contact_id": roster.record_at(act.person, act.occurred_at).record_id,
                "category": "HUBSPOT_DEFINED",
                "_fivetran_synced": synced,
            }
        )
    tables = {f"engagement_{kind}": rows for kind, rows in kinds.items()}
    return {**tables, "engagement_contact": pairs}


def _forms(world: World, roster: Roster, synced: datetime) -> dict[str, list[Row]]:
    forms: dict[str, str] = {}
    submissions = []
    for event in roster.own(world.web_events):
        if event.event_name == "content_downloaded" and event.is_identified:
            key = str(uuid5(NAMESPACE_URL, f"{SHOP_URL}/form/{event.content_id}"))
            forms[key] = event.content_id
            submissions.append(
                {
                    "contact_id": roster.record_at(event.person, event.occurred_at).record_id,
                    "conversion_id": str(
                        uuid5(NAMESPACE_URL, f"{event.session_id}/{event.occurred_at}")
                    ),
                    "form_id": key,
                    "page_url": event.url,
                    "title": event.title,
                    "timestamp": event.occurred_at,
                    "_fivetran_synced": synced,
                }
            )
    return {
        "form": [
            {"guid": key, "name": name, "_fivetran_synced": synced} for key, name in forms.items()
        ],
        "contact_form_submission": submissions,
    }


def marketing(world: World, roster: Roster, synced: datetime) -> dict[str, list[Row]]:
    """Return the rows of the marketing tables; `synced` is when the connector last ran."""

    return {
        **_mailings(world, roster, synced),
        **_subscriptions(world, roster, synced),
        **_lists(world, roster, synced),
        **_engagements(world, roster, synced),
        **_forms(world, roster, synced),
    }
