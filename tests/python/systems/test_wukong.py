"""WuKong CRM 11: its quirks, each as a few rows of its MySQL tables, copied as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import polars
import pytest
from project import ROOT, Project
from sample.world import build_world
from systems.bare import bare_tables
from systems.raw_rows import rejected, values
from systems.truth import assert_people_are_found

VARS = {"crm_sources": ["wukong"]}
LEVEL = "A（重点客户）"  # noqa: RUF001
CREATED = "2026-01-05 17:00:00"


def contact(key, customer, **fields) -> dict:
    return {"contacts_id": key, "customer_id": customer, "create_time": CREATED} | fields


def customer(key, **fields) -> dict:
    return {"customer_id": key, "status": 1, "create_time": CREATED} | fields


def lead(key, **fields) -> dict:
    return {"leads_id": key, "is_transform": 0, "create_time": CREATED} | fields


def contract(key, status, **fields) -> dict:
    return {"contract_id": key, "customer_id": 10, "contacts_id": 1, "check_status": status,
            "order_date": "2026-02-01 12:00:00", "money": "100.00"} | fields  # fmt: skip


def opportunity(key, **fields) -> dict:
    return {"business_id": key, "customer_id": 10, "contacts_id": 1, "type_id": 1,
            "status_id": 5, "is_end": 0, "status": 1, "create_time": CREATED} | fields  # fmt: skip


def value(key, field, batch, text, **fields) -> dict:
    return {"id": key, "field_id": field, "batch_id": batch, "value": text,
            "create_time": CREATED} | fields  # fmt: skip


def activity(key, under, key_under, **fields) -> dict:
    return {"activity_id": key, "type": 1, "activity_type": under, "activity_type_id": key_under,
            "status": 1, "create_time": CREATED} | fields  # fmt: skip


RAW = {
    "wukong/wk_crm_customer": [
        customer(10, customer_name="北京晨光科技有限公司", contacts_id=2, batch_id="c10",
                 website="https://www.chenguang.example/", deal_status=1,
                 address="北京市,北京市,东城区", owner_user_id=901),
        # a consumer, in the public pool: nobody looks after it, no contact person
        customer(11, customer_name="王芳", email="wang@wk.example", mobile="13800000011",
                 deal_status=0, batch_id="c11", owner_user_id=None),
        customer(12, customer_name="已删除", status=3),
        # two of its people give one number, so it is nobody's own
        customer(13, customer_name="上海分店", mobile="01000000000"),
    ],
    "wukong/wk_crm_contacts": [
        contact(1, 10, name="李强", email="li@wk.example", mobile="13800000001", post="采购经理",
                owner_user_id=901, batch_id="p1", create_time="2026-01-05 07:30:00"),
        contact(2, 10, name="赵敏", email="zhao@wk.example", owner_user_id=902, batch_id="p2",
                update_time="2026-01-06 08:00:00"),
        # the same number as a lead and a customer have
        contact(11, 10, name="Old", email="old@wk.example", _fivetran_deleted=True),
        contact(2, 10, name="赵敏", email="zhao.old@wk.example",
                update_time="2026-01-05 18:00:00"),
        contact(21, 13, name="吴", mobile="01000000000"),
        contact(22, 13, name="郑", mobile="01000000000"),
        contact(23, 0, name="冯"),
    ],
    "wukong/wk_crm_leads": [
        lead(11, leads_name="孙丽", email="sun@wk.example", followup=0, batch_id="l11"),
        lead(12, leads_name="李强", mobile="13800000001", is_transform=1, customer_id=10),
        lead(13, leads_name="王芳", mobile="13800000011", is_transform=1, customer_id=11),
        lead(14, leads_name="前台", mobile="13800000099", is_transform=1, customer_id=10),
        lead(15, leads_name="周杰", followup=1, customer_id=0),
        lead(16, leads_name="总机", mobile="01000000000", is_transform=1, customer_id=13),
    ],
    "wukong/wk_admin_user": [{"user_id": 901, "realname": "陈经理"}],
    "wukong/wk_crm_field": [
        {"field_id": 31, "field_name": "sex", "name": "性别", "type": 3, "field_type": 2},
        {"field_id": 21, "field_name": "source", "name": "客户来源", "type": 3, "field_type": 2},
        {"field_id": 22, "field_name": "industry", "name": "客户行业", "type": 3,
         "field_type": 2},
        {"field_id": 23, "field_name": "level", "name": "客户级别", "type": 3, "field_type": 2},
        {"field_id": 90, "field_name": "flied_abcdef", "name": "喜欢的咖啡", "type": 9,
         "field_type": 0},
        {"field_id": 91, "field_name": "flied_photos", "name": "照片", "type": 8,
         "field_type": 0},
    ],
    "wukong/wk_crm_contacts_data": [
        # the column name is written in several ways; the id of the field is what counts
        value(1, 31, "p1", "女", name="sexName", create_time="2026-01-05 07:30:00"),
        value(2, 31, "p1", "男", name="sex", create_time="2026-01-07 07:30:00"),
        value(3, 90, "p1", "拿铁,美式", name="fliedAbcdef"),
        value(4, 91, "p1", "8f3a"),
        value(5, 99, "p2", "whose?", name="source"),
        # keyed by batch: these are of no contact, though a contact has the id 1
        value(6, 31, "1", "女", name="sex"),
        value(7, 31, None, "女"),
    ],
    "wukong/wk_crm_customer_data": [
        value(1, 21, "c10", "转介绍"), value(2, 22, "c10", "金融业"),
        value(3, 23, "c10", LEVEL), value(4, 21, "c11", "扫码"),
    ],
    "wukong/wk_crm_leads_data": [value(1, 21, "l11", "搜索引擎")],
    "wukong/wk_crm_contract": [
        contract(1, 1, order_date="2026-01-05 07:30:00", money="1000.50", total_price="1100.00"),
        contract(2, 2), contract(7, 7), contract(8, 8), contract(10, 10), contract(3, 3),
        contract(9, 9),
        # the contact is gone: who stands for the customer; a customer without contacts: itself
        contract(20, 1, contacts_id=404),
        contract(21, 1, contacts_id=None, customer_id=11, order_date=None, create_time=CREATED),
        contract(22, 1, money=None),
        contract(23, 1, _fivetran_deleted=True),
        # 0 is none, so this is nobody's
        contract(24, 1, contacts_id=0, customer_id=0),
    ],
    "wukong/wk_crm_contract_product": [
        {"r_id": 1, "contract_id": 1, "product_id": 5, "price": "600", "sales_price": "550.25",
         "num": "2", "subtotal": "1000.50"},
        {"r_id": 2, "contract_id": 1, "product_id": 5, "price": "10", "sales_price": "12",
         "num": "3"},
        {"r_id": 3, "contract_id": 1, "product_id": 5, "num": "-1"},
    ],
    "wukong/wk_crm_receivables": [
        {"receivables_id": 1, "contract_id": 1, "customer_id": 10, "money": "400.00",
         "return_time": "2026-02-10", "return_type": "支付宝", "check_status": 1},
        {"receivables_id": 2, "contract_id": 1, "customer_id": 10, "money": "600.50",
         "return_time": "2026-03-10", "return_type": "现金", "check_status": 7},
    ],
    "wukong/wk_crm_product": [
        {"product_id": 5, "name": "咖啡机", "num": "M-5", "price": "600", "status": 1,
         "category_id": 2},
        {"product_id": 6, "name": "旧款", "status": 3},
    ],
    "wukong/wk_crm_product_category": [{"category_id": 2, "name": "设备"}],
    "wukong/wk_crm_business": [
        opportunity(1, business_name="办公室咖啡", money="5000",
                    deal_date="2026-03-01 00:00:00", owner_user_id=902),
        opportunity(2, is_end=1, update_time="2026-02-20 10:00:00", money="700"),
        opportunity(3, is_end=2, update_time="2026-02-21 07:00:00"),
        opportunity(4, is_end=3, customer_id=11, contacts_id=None),
        opportunity(5, status=3),
    ],
    "wukong/wk_crm_business_type": [{"type_id": 1, "name": "销售流程"}],
    "wukong/wk_crm_business_status": [{"status_id": 5, "name": "方案报价", "rate": "60"}],
    "wukong/wk_crm_business_change": [
        {"change_id": 1, "business_id": 2, "create_time": "2026-02-10 10:00:00"},
        {"change_id": 2, "business_id": 2, "create_time": "2026-02-15 10:00:00"},
    ],
    "wukong/wk_crm_activity": [
        activity(1, 3, 1, category="打电话", create_time="2026-03-01 07:30:00"),
        activity(2, 1, 11, category="见面拜访"),
        activity(3, 2, 11, category="发短信"),
        activity(4, 5, 4, type=4),
        activity(5, 2, 10, contacts_ids="1,2"),
        activity(6, 2, 10, type=2),
        activity(7, 3, 1, status=0),
        activity(8, 11, 77),
        activity(9, 5, 1, category="活动"),
    ],
    "wukong/wk_crm_activity_relation": [
        {"activity_id": 9, "type": 3, "type_id": 2}, {"activity_id": 9, "type": 5, "type_id": 1},
    ],
}  # fmt: skip


@pytest.fixture(
    scope="module", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def built(request, workshop) -> Project:
    """One project of all the stories, on each engine."""
    project = workshop.project(RAW, engine=request.param, vars=VARS)
    result = project.build("staging.wukong +marts.core", data_tests=False)
    assert result.success, result.message
    yield project
    workshop.release(project)


def test_contacts_leads_and_customers_are_numbered_apart(built):
    assert values(
        built,
        """
        select contact_record_key, record_type, source_contact_id, email, is_deleted
        from crm_core.contact_records order by 1
        """,
    ) == [
        ("wukong:1", "contact", "1", "li@wk.example", False),
        ("wukong:11", "contact", "11", "old@wk.example", True),
        ("wukong:2", "contact", "2", "zhao@wk.example", False),
        ("wukong:21", "contact", "21", None, False),
        ("wukong:22", "contact", "22", None, False),
        ("wukong:23", "contact", "23", None, False),
        ("wukong:customer-11", "contact", "11", "wang@wk.example", False),
        ("wukong:customer-12", "contact", "12", None, True),
        ("wukong:lead-11", "lead", "11", "sun@wk.example", False),
        ("wukong:lead-12", "lead", "12", None, False),
        ("wukong:lead-13", "lead", "13", None, False),
        ("wukong:lead-14", "lead", "14", None, False),
        ("wukong:lead-15", "lead", "15", None, False),
        ("wukong:lead-16", "lead", "16", None, False),
    ]


def test_a_converted_lead_is_one_person_only_with_whom_it_shares_a_mobile_phone(built):
    assert values(
        built,
        """
        select source_contact_id, lead_status, merged_into_record_key, company_record_key,
            lifecycle_stage
        from crm_staging.stg_wukong__leads order by 1
        """,
    ) == [
        ("11", "not contacted", None, None, "lead"),
        ("12", "converted", "wukong:1", "wukong:10", None),
        ("13", "converted", "wukong:customer-11", "wukong:11", None),
        ("14", "converted", None, "wukong:10", None),
        ("15", "contacted", None, None, "lead"),
        ("16", "converted", None, "wukong:13", None),
    ]


def test_nobody_looks_after_the_public_pool(built):
    assert values(
        built,
        "select contact_record_key, owner from crm_staging.stg_wukong__customers_without_contact"
        " order by 1",
    ) == [("wukong:customer-11", None), ("wukong:customer-12", None)]
    assert values(
        built,
        "select contact_record_key, owner from crm_staging.stg_wukong__contacts"
        " where rejection is null order by 1",
    ) == [
        ("wukong:1", "陈经理"),
        ("wukong:11", None),
        ("wukong:2", "902"),
        ("wukong:21", None),
        ("wukong:22", None),
        ("wukong:23", None),
    ]


def test_values_of_custom_fields_are_found_by_batch_and_named_by_field(built):
    assert values(
        built,
        """
        select contact_record_key, attribute_name, attribute_value
        from crm_staging.stg_wukong__contact_attributes
        order by contact_record_key, contact_attribute_key
        """,
    ) == [
        ("wukong:1", "sex", "男"),
        ("wukong:1", "喜欢的咖啡", "拿铁,美式"),
        *(
            (key, name, text)
            for key, own in (("wukong:1", []), ("wukong:11", []),
                             ("wukong:2", [("field_99", "whose?")]))
            for name, text in [*own, ("customer_source", "转介绍"),
                               ("customer_industry", "金融业"),
                               ("customer_level", LEVEL)]
        ),
        ("wukong:customer-11", "customer_source", "扫码"),
        ("wukong:lead-11", "source", "搜索引擎"),
    ]  # fmt: skip


def test_option_texts_are_translated_and_unknown_ones_listed(built):
    assert values(
        built,
        """
        select email, gender, source_channel, city, region, lifecycle_stage, company_name, last_name
        from crm_core.contacts where email is not null order by 1
        """,
    ) == [
        ("li@wk.example", "male", "referral", "北京市", "北京市", "customer",
         "北京晨光科技有限公司", "李强"),
        ("old@wk.example", None, "referral", "北京市", "北京市", "customer",
         "北京晨光科技有限公司", "Old"),
        ("sun@wk.example", None, "organic_search", None, None, "lead", None, "孙丽"),
        ("wang@wk.example", None, "other", None, None, "lead", "王芳", "王芳"),
        ("zhao@wk.example", None, "referral", "北京市", "北京市", "customer",
         "北京晨光科技有限公司", "赵敏"),
    ]  # fmt: skip
    assert values(
        built,
        "select value_set, raw_value from crm_core.unmapped_values order by 1, 2",
    ) == [
        ("job_title", "采购经理"),
        ("order_status", "check_status 9"),
        ("source_channel", "扫码"),
    ]


def test_approved_contracts_are_revenue_and_no_others(built):
    assert values(
        built,
        """
        select source_order_id, contact_record_key, order_status, is_revenue, net_amount, currency
        from crm_core.orders order by cast(source_order_id as integer)
        """,
    ) == [
        ("1", "wukong:1", "completed", True, Decimal("1000.5000"), "CNY"),
        ("2", "wukong:1", "cancelled", False, Decimal("100.0000"), "CNY"),
        ("3", "wukong:1", "pending", False, Decimal("100.0000"), "CNY"),
        ("7", "wukong:1", "cancelled", False, Decimal("100.0000"), "CNY"),
        ("8", "wukong:1", "cancelled", False, Decimal("100.0000"), "CNY"),
        ("9", "wukong:1", "other", False, Decimal("100.0000"), "CNY"),
        ("10", "wukong:1", "completed", True, Decimal("100.0000"), "CNY"),
        ("20", "wukong:2", "completed", True, Decimal("100.0000"), "CNY"),
        ("21", "wukong:customer-11", "completed", True, Decimal("100.0000"), "CNY"),
        ("23", "wukong:1", "cancelled", False, Decimal("100.0000"), "CNY"),
    ]
    assert values(built, "select distinct revenue_class from crm_core.orders") == [("crm",)]


def test_local_times_are_utc_and_days_stay_days(built):
    # half past seven in Shanghai is the day before in UTC
    assert values(
        built,
        "select ordered_at, ordered_on from crm_core.orders where source_order_id = '1'",
    ) == [(datetime(2026, 1, 4, 23, 30), date(2026, 1, 4))]
    assert values(
        built,
        "select created_at from crm_core.contact_records where contact_record_key = 'wukong:1'",
    ) == [(datetime(2026, 1, 4, 23, 30),)]
    assert values(
        built,
        "select expected_close_on from crm_core.deals where source_deal_id = '1'",
    ) == [(date(2026, 3, 1),)]


def test_opportunities_are_deals_that_end_with_their_last_change(built):
    assert values(
        built,
        """
        select source_deal_id, contact_record_key, pipeline, stage, deal_status, owner, amount,
            probability, closed_at
        from crm_staging.stg_wukong__deals where rejection is null order by 1
        """,
    ) == [
        ("1", "wukong:1", "销售流程", "方案报价", "open", "902", Decimal("5000.0000"),
         Decimal("0.6000"), None),
        ("2", "wukong:1", "销售流程", "方案报价", "won", None, Decimal("700.0000"),
         Decimal("1.0000"), datetime(2026, 2, 15, 2)),
        ("3", "wukong:1", "销售流程", "方案报价", "lost", None, None, Decimal("0.0000"),
         datetime(2026, 2, 20, 23)),
        ("4", "wukong:customer-11", "销售流程", "方案报价", "invalid", None, None,
         Decimal("0.0000"), None),
    ]  # fmt: skip
    assert values(
        built, "select deal_status, count(*) from crm_core.deals group by 1 order by 1"
    ) == [("lost", 2), ("open", 1), ("won", 1)]


def test_contracts_hold_products(built):
    assert values(
        built,
        """
        select order_key, product_key, quantity, unit_price, discount_amount, line_amount
        from crm_staging.stg_wukong__contract_products where rejection is null
        order by order_item_key
        """,
    ) == [
        ("wukong:1", "wukong:5", Decimal("2.0000"), Decimal("600.0000"), Decimal("199.5000"),
         Decimal("1000.5000")),
        ("wukong:1", "wukong:5", Decimal("3.0000"), Decimal("10.0000"), Decimal("0.0000"),
         Decimal("36.0000")),
    ]  # fmt: skip
    assert values(
        built,
        """
        select source_product_id, product_name, sku, category, is_active
        from crm_staging.stg_wukong__products order by 1
        """,
    ) == [("5", "咖啡机", "M-5", "设备", True), ("6", "旧款", None, None, False)]


def test_follow_ups_find_whom_they_were_with(built):
    assert values(
        built,
        """
        select activities.activity_key, activity_type, occurred_at
        from crm_core.activities where activity_type like '%_logged' order by 1
        """,
    ) == [
        ("wukong:1|wukong:1:call_logged", "call_logged", datetime(2026, 2, 28, 23, 30)),
        ("wukong:2|wukong:lead-11:visit_logged", "visit_logged", datetime(2026, 1, 5, 9)),
        ("wukong:3|wukong:customer-11:sms_logged", "sms_logged", datetime(2026, 1, 5, 9)),
        ("wukong:4|wukong:customer-11:visit_logged", "visit_logged", datetime(2026, 1, 5, 9)),
        ("wukong:5|wukong:1:note_logged", "note_logged", datetime(2026, 1, 5, 9)),
        ("wukong:5|wukong:2:note_logged", "note_logged", datetime(2026, 1, 5, 9)),
        ("wukong:9|wukong:2:meeting_logged", "meeting_logged", datetime(2026, 1, 5, 9)),
    ]


def test_what_cannot_be_used_is_listed(built):
    assert rejected(built) == [
        ("activities", "7", "status", "deleted in its system"),
        ("activities", "8", "activity_type_id", "belongs to no contact"),
        ("contacts", "2", "contacts_id", "older version of a row"),
        ("contract_products", "3", "num", "is not a number of at least 0"),
        ("contracts", "22", "money", "is required and empty"),
        ("deals", "5", "status", "deleted in its system"),
        ("joined_tables", "contacts_data 7", "batch_id", "is required and empty"),
    ]


def test_payments_can_be_the_orders_instead_of_contracts(make_project):
    project = make_project(RAW, vars=VARS | {"wukong__order_grain": "payment"})

    result = project.build("+orders", data_tests=False)

    assert result.success, result.message
    assert values(
        project,
        """
        select order_key, contact_record_key, channel, net_amount, is_revenue, ordered_at
        from crm_core.orders order by 1
        """,
    ) == [
        ("wukong:payment-1", "wukong:1", "支付宝", Decimal("400.0000"), True,
         datetime(2026, 2, 9, 16)),
        ("wukong:payment-2", "wukong:1", "现金", Decimal("600.5000"), False,
         datetime(2026, 3, 9, 16)),
    ]  # fmt: skip


def test_columns_of_a_database_keep_their_types(make_project, engine):
    project = make_project(
        {
            "wukong/wk_crm_contacts.parquet": polars.DataFrame(
                {
                    "contacts_id": [1, 1],
                    "customer_id": [10, 10],
                    "email": ["old@typed.example", "new@typed.example"],
                    "create_time": [datetime(2026, 1, 5, 7, 30)] * 2,
                    "update_time": [datetime(2026, 1, 6, 7, 30)] * 2,
                    "_airbyte_extracted_at": [
                        datetime(2026, 1, 7, tzinfo=UTC),
                        datetime(2026, 1, 8, tzinfo=UTC),
                    ],
                    "_ab_cdc_deleted_at": [None, "2026-01-08T00:00:00Z"],
                }
            ),
            "wukong/wk_crm_business.parquet": polars.DataFrame(
                {
                    "business_id": [7],
                    "contacts_id": [1],
                    "customer_id": [10],
                    "money": [Decimal("12.50")],
                    "is_end": [0],
                    "deal_date": [datetime(2026, 3, 1)],
                    "create_time": [datetime(2026, 1, 5, 7, 30)],
                }
            ),
            "wukong/wk_crm_receivables.parquet": polars.DataFrame(
                {
                    "receivables_id": [3],
                    "customer_id": [10],
                    "return_time": [date(2026, 2, 1)],
                    "money": [Decimal("12.50")],
                    "check_status": [10],
                }
            ),
        },
        engine=engine,
        vars=VARS | {"wukong__order_grain": "payment"},
    )

    result = project.build("staging.wukong +marts.core", data_tests=False)

    assert result.success, result.message
    assert values(
        project,
        "select source_contact_id, email, is_deleted, created_at from crm_core.contact_records",
    ) == [("1", "new@typed.example", True, datetime(2026, 1, 4, 23, 30))]
    assert values(
        project,
        "select amount, contact_record_key, expected_close_on from crm_staging.stg_wukong__deals",
    ) == [(Decimal("12.5000"), "wukong:1", date(2026, 3, 1))]
    assert values(
        project, "select contact_record_key, ordered_at from crm_core.orders where is_revenue"
    ) == [("wukong:1", datetime(2026, 1, 31, 16))]
    assert rejected(project) == [("contacts", "1", "contacts_id", "older version of a row")]


def test_an_unknown_grain_of_orders_stops_the_build(make_project):
    project = make_project(RAW, vars=VARS | {"wukong__order_grain": "invoice"})

    result = project.build("staging.wukong")

    assert not result.success
    assert "wukong__order_grain is 'invoice'. Use contract or payment." in result.message


def test_what_is_not_required_may_be_missing(make_project, engine):
    project = make_project(bare_tables("wukong"), engine=engine, vars=VARS)

    result = project.build("staging.wukong +marts.core", data_tests=False)

    assert result.success, result.message
    assert rejected(project) == [("activities", "1", "activity_type_id", "belongs to no contact")]
    assert values(
        project,
        "select contact_record_key, merged_into_record_key from crm_staging.stg_wukong__leads",
    ) == [("wukong:lead-1", None)]
    # a contract of nobody: no customer, no contact
    assert values(
        project,
        """
        select total_amount, order_status, contact_record_key, ordered_at
        from crm_staging.stg_wukong__contracts
        """,
    ) == [(Decimal("1.0000"), "approved", None, datetime(2026, 1, 5, 1))]


@pytest.mark.slow
def test_contacts_alone_are_enough(make_project):
    project = make_project({"wukong/wk_crm_contacts": "contacts_id\n1\n"}, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert len(project.query("select * from crm_features.contact_features")) == 1


@pytest.mark.slow
def test_the_sample_builds_alone_and_its_contracts_are_the_deals_won(make_project, engine):
    project = make_project(ROOT / "data" / "sample", engine=engine, vars=VARS)

    result = project.build()

    assert result.success, result.message
    assert_people_are_found(project, "wukong")
    won = [deal.amount for deal in build_world().deals if deal.status == "won"]
    assert values(
        project, "select sum(net_amount), count(*) from crm_core.orders where is_revenue"
    ) == [(sum(won), len(won))]
    assert values(
        project, "select count(distinct attribute_name) from crm_core.contact_attributes"
    ) == [(7,)]
