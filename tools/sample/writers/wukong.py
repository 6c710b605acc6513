"""WuKong CRM 11, its MySQL tables as they are: the importer's office in Shanghai.

The office knows those the sales team has dealt with, and some consumers who are customers
themselves. Won deals became contracts, in yuan. Times are Shanghai's, without a zone; what is
not a column of a table is a value of a custom field, kept under a batch_id.
"""

from datetime import datetime, timedelta
from hashlib import md5
from pathlib import Path

from ..catalogue import products
from ..duplicates import SHOP_KINDS
from ..enrolment import CompanyRecord, enrol, enrol_companies
from ..files import Row, money, write_csv
from ..people import Person
from ..roster import Record, Roster
from ..sales import STAGES, Deal
from ..settings import stream
from ..truth import SystemTruth
from ..world import World

SYSTEM = "wukong"
CONSUMERS = 27
FIRST_CUSTOMER = 20001
PIPELINES = {"Office coffee": 1, "Resale": 2}
STATUSES = {stage: number for number, (stage, _) in enumerate(STAGES, 1)}

FIELDS = {
    "sex": (1, "性别", 3, 2),
    "policymakers": (2, "是否关键决策人", 3, 2),
    "flied_hqkzpb": (3, "喜欢的烘焙", 1, 0),
    "source": (11, "客户来源", 3, 2),
    "industry": (12, "客户行业", 3, 2),
    "level": (13, "客户级别", 3, 2),
    "lead_source": (21, "线索来源", 3, 2),
}
SOURCES = {
    "web": "线上注册",
    "organic search": "搜索引擎",
    "paid search": "广告",
    "social": "广告",
    "referral": "转介绍",
    "store": "预约上门",
    "trade fair": "促销",
    "contact form": "线上询价",
    "cold call": "陌拜",
}
INDUSTRIES = {
    "Technology": "IT",
    "Finance": "金融业",
    "Professional services": "商业服务",
    "Logistics": "运输/物流",
    "Manufacturing": "生产",
    "Media": "文化传媒",
}
LEVELS = ("A（重点客户）", "B（普通客户）", "C（非优先客户）")  # noqa: RUF001
KINDS = {"call": "打电话", "email": "发邮件", "meeting": "活动", "visit": "见面拜访"}


def _local(at: datetime) -> datetime:
    return at + timedelta(hours=8)


def _batch(*names: object) -> str:
    return md5("/".join(map(str, names)).encode()).hexdigest()


class _Office:
    """The office's records and where each is: a contact, a lead or a customer."""

    def __init__(self, world: World) -> None:
        self.world = world
        met = {each.person.person_id for each in (*world.deals, *world.activities)}
        consumers = [p for p in world.people if p.kind == "consumer" and p.habit == "devoted"]
        chosen = stream(SYSTEM, "consumers").sample(consumers, CONSUMERS)
        people = [each for each in world.people if each.person_id in met and each.company]
        # contacts, leads and customers are numbered apart; here no number occurs twice
        self.roster: Roster = enrol(
            SYSTEM, [*chosen, *people], "{}", duplicates=20, kinds=SHOP_KINDS
        )
        self.companies: list[CompanyRecord] = enrol_companies(SYSTEM, world.companies, "{}")
        for number, each in enumerate(self.companies, FIRST_CUSTOMER):
            each.record_id = str(number)
        self.customers = {each.company.company_id: each.record_id for each in self.companies}
        buyers = {each.person.person_id for each in world.deals}
        self.leads = {
            record.record_id
            for record in self.roster.records
            if record.person.company
            and record.person.person_id not in buyers
            and int(record.person.person_id[1:]) % 3 == 0
        }

    def customer(self, person: Person) -> str:
        """Return the customer a person belongs to, or is."""

        if person.company:
            return self.customers[person.company.company_id]
        return self.roster.records_of(person)[0].record_id

    def owner(self, number: str) -> object:
        """Return who looks after a row; every ninth is in the public pool."""

        return "" if int(number) % 9 == 0 else 100 + int(number) % len(self.world.owners)


def _person(office: _Office, record: Record) -> Row:
    return {
        "mobile": "" if record.phone_kind == "shared" else record.phone,
        "telephone": record.phone if record.phone_kind == "shared" else "",
        "email": record.email,
        "owner_user_id": office.owner(record.record_id),
        "create_time": _local(record.created_at),
        "update_time": _local(record.updated_at),
    }


def _name(record: Record) -> str:
    return f"{record.first_name.strip()} {record.last_name.strip()}".strip()


def _contacts_and_leads(office: _Office) -> tuple[list[Row], list[Row]]:
    contacts, leads = [], []
    for record in office.roster.records:
        if not record.person.company:
            continue
        row = _person(office, record)
        if record.record_id in office.leads:
            converted = int(record.record_id) % 4 == 0
            leads.append(
                {
                    "leads_id": record.record_id,
                    "leads_name": _name(record),
                    "is_transform": int(converted),
                    "followup": int(record.record_id) % 2,
                    "customer_id": office.customer(record.person) if converted else 0,
                    "batch_id": _batch("leads", record.record_id),
                }
                | row
            )
        else:
            contacts.append(
                {
                    "contacts_id": record.record_id,
                    "name": _name(record),
                    "customer_id": office.customer(record.person),
                    "post": record.person.job_title if record.variant == "original" else "",
                    "batch_id": _batch("contacts", record.record_id),
                }
                | row
            )
    return contacts, leads


def _customers(office: _Office, contacts: list[Row]) -> list[Row]:
    won = {deal.company.company_id for deal in office.world.deals if deal.status == "won"}
    main = {row["customer_id"]: row["contacts_id"] for row in reversed(contacts)}
    rows = []
    for each in office.companies:
        company, key = each.company, each.record_id
        joined = datetime.combine(company.joined_on, datetime.min.time())
        rows.append(
            {
                "customer_id": key,
                "customer_name": each.name,
                "contacts_id": main.get(key, ""),
                "deal_status": int(company.company_id in won),
                "mobile": "",
                "telephone": company.phone,
                "website": f"https://{each.domain}/" if each.domain else "",
                "email": "",
                "address": f"{company.place.region},{company.place.city},",
                "status": 1,
                "owner_user_id": office.owner(key),
                "create_time": _local(joined),
                "update_time": _local(joined),
                "batch_id": _batch("customer", key),
            }
        )
    for record in office.roster.records:
        if not record.person.company:
            place = record.person.place
            rows.append(
                {
                    "customer_id": record.record_id,
                    "customer_name": _name(record),
                    "contacts_id": "",
                    "deal_status": 0,
                    "mobile": record.phone,
                    "telephone": "",
                    "website": "",
                    "email": record.email,
                    "address": f"{place.region},{place.city},",
                    "status": 1,
                    "owner_user_id": office.owner(record.record_id),
                    "create_time": _local(record.created_at),
                    "update_time": _local(record.updated_at),
                    "batch_id": _batch("customer", record.record_id),
                }
            )
    return rows


def _values(entries: list[tuple[Row, str, str]]) -> list[Row]:
    """Return the values of custom fields: of which row, field, text. The name is spelt anyhow."""

    rows = []
    for number, (row, field, text) in enumerate(entries, 1):
        if text:
            written = field if number % 3 else field.title().replace("_", "")
            rows.append(
                {
                    "id": number,
                    "field_id": FIELDS[field][0],
                    "name": written,
                    "value": text,
                    "create_time": row["update_time"],
                    "batch_id": row["batch_id"],
                }
            )
    return rows


def _custom_values(office: _Office, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    world = office.world
    records = {each.record_id: each for each in office.roster.records}
    companies = {each.record_id: each.company for each in office.companies}
    roasts = {
        each.person.person_id: each.value
        for each in world.attributes
        if each.name == "favourite_roast"
    }
    contact_values, lead_values, customer_values = [], [], []
    for row in tables["contacts"]:
        person = records[row["contacts_id"]].person
        decides = any(word in person.job_title for word in ("CEO", "Head", "Direct", "Owner"))
        sex = {"f": "女", "m": "男"}.get(person.gender, "")
        contact_values += [
            (row, "sex", sex),
            (row, "policymakers", "是" if decides else "否"),
            (row, "flied_hqkzpb", roasts.get(person.person_id, "")),
        ]
    for row in tables["leads"]:
        source = world.profiles[records[row["leads_id"]].person.person_id].source_channel
        lead_values.append((row, "lead_source", SOURCES[source]))
    for row in tables["customer"]:
        company = companies.get(row["customer_id"])
        people = company.people if company else [records[row["customer_id"]].person]
        source = world.profiles[people[0].person_id].source_channel if people else ""
        customer_values.append((row, "source", SOURCES.get(source, "")))
        if company:
            size = 0 if company.employees > 100 else 1 if company.employees > 20 else 2
            customer_values += [
                (row, "industry", INDUSTRIES.get(company.industry, "")),
                (row, "level", LEVELS[size]),
            ]
    return {
        "contacts_data": _values(contact_values),
        "leads_data": _values(lead_values),
        "customer_data": _values(customer_values),
    }


def _signatory(office: _Office, deal: Deal) -> str:
    record = office.roster.record_at(deal.person, deal.created_at)
    return "" if record.record_id in office.leads else record.record_id


def _businesses(office: _Office) -> tuple[list[Row], list[Row]]:
    deals, changes = [], []
    for number, deal in enumerate(office.world.deals, 1):
        ended = {"open": 0, "won": 1, "lost": 2}[deal.status]
        deals.append(
            {
                "business_id": number,
                "type_id": PIPELINES[deal.pipeline],
                "status_id": STATUSES.get(deal.stage, len(STATUSES)),
                "customer_id": office.customer(deal.person),
                "contacts_id": _signatory(office, deal),
                "deal_date": datetime.combine(deal.expected_close_on, datetime.min.time()),
                "business_name": deal.name,
                "money": f"{deal.amount}.00",
                "owner_user_id": office.owner(str(number)),
                "create_time": _local(deal.created_at),
                "update_time": _local(deal.closed_at or deal.created_at),
                "is_end": ended,
                "status": 1,
            }
        )
        for at in filter(None, (deal.created_at, deal.closed_at)):
            changes.append(
                {
                    "change_id": len(changes) + 1,
                    "business_id": number,
                    "status_id": deals[-1]["status_id"],
                    "create_time": _local(at),
                }
            )
    return deals, changes


def _contracts(office: _Office) -> tuple[list[Row], list[Row], list[Row]]:
    """Return a contract for every closed deal, approved when it was won, with line and payments."""

    machine = max(products(), key=lambda each: each.price_eur)
    contracts, lines, payments = [], [], []
    for number, deal in enumerate(office.world.deals, 1):
        if not deal.closed_at:
            continue
        signed = _local(deal.closed_at).replace(hour=0, minute=0, second=0)
        if deal.status == "won":
            status = 10 if number % 10 == 0 else 1
        else:
            status = (0, 2, 4, 5, 7, 8)[number % 6]
        contracts.append(
            {
                "contract_id": number,
                "num": f"HT{number:05}",
                "name": deal.name,
                "customer_id": office.customer(deal.person),
                "business_id": number,
                "contacts_id": _signatory(office, deal),
                "order_date": signed,
                "money": f"{deal.amount}.00",
                "total_price": f"{deal.amount}.00",
                "check_status": status,
                "owner_user_id": office.owner(str(number)),
                "create_time": _local(deal.closed_at),
                "update_time": _local(deal.closed_at),
            }
        )
        lines.append(
            {
                "r_id": len(lines) + 1,
                "contract_id": number,
                "product_id": machine.product_id,
                "price": f"{deal.amount // 2}.00",
                "sales_price": f"{deal.amount // 2}.00",
                "num": "2.00",
                "discount": "0.0000",
                "subtotal": f"{deal.amount // 2 * 2}.00",
            }
        )
        if deal.status == "won":
            payments.append(
                {
                    "receivables_id": len(payments) + 1,
                    "number": f"HK{len(payments) + 1:05}",
                    "contract_id": number,
                    "customer_id": contracts[-1]["customer_id"],
                    "return_time": signed.date() + timedelta(days=14),
                    "return_type": ("网上转账", "支付宝", "支票")[number % 3],
                    "money": f"{deal.amount}.00",
                    "check_status": 1,
                    "create_time": _local(deal.closed_at),
                    "update_time": _local(deal.closed_at),
                }
            )
    return contracts, lines, payments


def _products() -> tuple[list[Row], list[Row]]:
    categories = {each: n for n, each in enumerate(sorted({p.category for p in products()}), 1)}
    rows = [
        {
            "product_id": each.product_id,
            "name": each.name,
            "num": each.sku,
            "price": money(each.price_eur * 8),
            "status": int(each.is_active),
            "category_id": categories[each.category],
        }
        for each in products()
    ]
    return rows, [{"category_id": n, "name": name} for name, n in categories.items()]


def _activities(office: _Office) -> tuple[list[Row], list[Row]]:
    rows, relations = [], []

    def add(kind: int, category: str, under: int, key: str, at: datetime, contacts: str) -> None:
        rows.append(
            {
                "activity_id": len(rows) + 1,
                "type": kind,
                "category": category,
                "activity_type": under,
                "activity_type_id": key,
                "contacts_ids": contacts,
                "status": 1,
                "create_time": _local(at),
            }
        )

    for act in office.roster.own(office.world.activities):
        key = office.roster.record_at(act.person, act.occurred_at).record_id
        is_visit = act.activity_type == "visit"
        category = KINDS.get(act.activity_type, "")
        if key in office.leads:
            add(4 if is_visit else 1, category, 1, key, act.occurred_at, "")
        elif not act.person.company:
            add(4 if is_visit else 1, category, 2, key, act.occurred_at, "")
        else:
            # half of them are filed under the customer and name the contact
            listed = int(key) % 2 == 0
            under, under_key = (2, office.customer(act.person)) if listed else (3, key)
            add(
                4 if is_visit else 1,
                category,
                under,
                under_key,
                act.occurred_at,
                f",{key}," if listed and len(rows) % 2 else "",
            )
            if listed and not rows[-1]["contacts_ids"]:
                relations.append(
                    {
                        "id": len(relations) + 1,
                        "activity_id": rows[-1]["activity_id"],
                        "type": 3,
                        "type_id": key,
                    }
                )
    for record in office.roster.records[:40]:
        if record.person.company and record.record_id not in office.leads:
            add(2, "", 3, record.record_id, record.created_at, "")
    return rows, relations


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables of the database into a folder and return what they hide."""

    office = _Office(world)
    tables: dict[str, list[Row]] = {}
    tables["contacts"], tables["leads"] = _contacts_and_leads(office)
    tables["customer"] = _customers(office, tables["contacts"])
    tables |= _custom_values(office, tables)
    tables["business"], tables["business_change"] = _businesses(office)
    tables["business_type"] = [
        {"type_id": number, "name": name, "status": 1} for name, number in PIPELINES.items()
    ]
    tables["business_status"] = [
        {
            "status_id": number,
            "type_id": 1,
            "name": stage,
            "rate": str(round(chance * 100)),
            "order_num": number,
        }
        for number, (stage, chance) in enumerate(STAGES, 1)
    ]
    tables["contract"], tables["contract_product"], tables["receivables"] = _contracts(office)
    tables["product"], tables["product_category"] = _products()
    tables["activity"], tables["activity_relation"] = _activities(office)
    tables["field"] = [
        {
            "field_id": number,
            "field_name": "source" if name == "lead_source" else name,
            "name": label,
            "type": kind,
            "label": 3 if number < 10 else 2 if number < 20 else 1,
            "field_type": place,
        }
        for name, (number, label, kind, place) in FIELDS.items()
    ]
    for table, rows in tables.items():
        write_csv(folder / f"wk_crm_{table}.csv", rows)
    users = [{"user_id": 100 + n, "realname": name} for n, name in enumerate(world.owners)]
    write_csv(folder / "wk_admin_user.csv", users)
    return SystemTruth(SYSTEM, office.roster, office.companies, [], [])
