"""Raw files of any size for measuring, as Parquet in the generic contract.

    python benchmarks/generate.py build/raw_1m --contacts 1000000

makes, per contact record, 10 orders, 20 e-mail events, 10 web events, and a few carts and
consents, over three years up to 2026-06-30: a million contacts in about a minute. The same size
gives the same files. One record in twelve is a second record of the person before it (same
mailbox in another spelling, or same phone), a few orders come from guests, few people buy much
and most buy little, prices are skewed, three currencies are used.

`--day N` writes the files as they are N days later: the same rows and 1/1000 of new ones a day.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import duckdb

# The day the story ends; recency is counted from it.
AS_OF = "2026-06-30"
DAYS = 1095

# u(row, salt): the same "random" number between 0 and 1 for the same row, on any thread.
MACROS = """
    create macro u(i, salt) as (hash(i, salt) >> 11) / 9007199254740992.0;
    create macro pick(words, x) as words[1 + cast(floor(x * len(words)) as integer)];
    -- a moment up to `days` days before the as-of date
    create macro moment(x, days) as
        cast($as_of as timestamp) + interval 1 day
        - to_seconds(cast(1 + floor(x * days * 86400) as bigint));
    -- few contacts do much: u cubed puts most of the rows on the first of them
    create macro whose(i, salt, n) as cast(floor(power(u(i, salt), 3) * n) as bigint);
"""

FIRST = str(
    [
        "Anna",
        "Bruno",
        "Carla",
        "David",
        "Elena",
        "Felix",
        "Greta",
        "Hugo",
        "Ines",
        "Jonas",
        "Klara",
        "Luca",
        "Mara",
        "Nils",
        "Olga",
        "Paul",
        "Rosa",
        "Simon",
        "Tilda",
        "Viktor",
    ]
)
LAST = str(
    [
        "Adler",
        "Bauer",
        "Costa",
        "Dietz",
        "Engel",
        "Fuchs",
        "Gruber",
        "Haas",
        "Iversen",
        "Jansen",
        "Keller",
        "Lang",
        "Moser",
        "Neumann",
        "Otto",
        "Peters",
        "Richter",
        "Schmid",
        "Thaler",
        "Vogel",
        "Weber",
        "Ziegler",
    ]
)

# table -> (rows per contact, SQL over range i; $contacts is the number of contact records)
TABLES: dict[str, tuple[float, str]] = {
    "contacts": (
        1,
        f"""
        with numbered as (
            -- p: the person; one record in twelve is the person before again
            select i, case when i % 12 = 11 then i - 1 else i end as p from rows_of_table
        )
        select
            'C' || i as contact_id,
            case
                when u(p, 1) < 0.02 then null
                when i != p and u(i, 2) < 0.5 then ' P' || p || '@Example.org'
                when i != p and u(p, 3) < 0.6 then null
                else 'p' || p || '@example.org'
            end as email,
            case
                when u(p, 3) < 0.6
                    then (case when i != p then '0049 (0)151 ' else '+49 151 ' end)
                        || lpad(cast(p as varchar), 8, '3')
            end as phone,
            pick({FIRST}, u(p, 4)) as first_name,
            pick({LAST}, u(p, 5)) as last_name,
            pick(['customer','customer','lead','subscriber','marketing_qualified_lead'], u(p, 6))
                as lifecycle_stage,
            pick(['google','newsletter','direct','facebook','referral'], u(p, 7)) as source_channel,
            pick(['cpc','email','organic',null], u(p, 8)) as utm_medium,
            pick(['Berlin','Hamburg','Wien','Graz','Lyon','London','Leeds','Bern'], u(p, 9))
                as city,
            pick(['DE','DE','AT','FR','GB','CH'], u(p, 10)) as country,
            pick(['de','de','en','fr'], u(p, 11)) as language,
            case when u(p, 12) < 0.5
                then cast(date '1950-01-01' + cast(floor(u(p, 13) * 18000) as integer) as date)
            end as birth_date,
            pick(['f','m',null], u(p, 14)) as gender,
            moment(u(p, 15), 1400) as created_at,
            moment(u(i, 16) * u(p, 15), 1400) as updated_at,
            u(i, 17) < 0.03 as email_opt_out
        from numbered
        """,
    ),
    "orders": (
        10,
        """
        select
            'O' || i as order_id,
            case when u(i, 21) >= 0.01 then 'C' || whose(i, 22, $contacts) end as contact_id,
            case when u(i, 21) < 0.01
                then 'guest' || whose(i, 22, $contacts) || '@example.net' end as email,
            moment(u(i, 23), 1095) as ordered_at,
            cast(5 + round(40 * exp(2 * u(i, 24) - 1) * u(i, 25), 2) as decimal(18, 2))
                as total_amount,
            pick(['EUR','EUR','EUR','EUR','EUR','EUR','EUR','EUR','USD','GBP'], u(i, 26))
                as currency,
            case
                when u(i, 27) < 0.95 then 'paid'
                when u(i, 27) < 0.97 then 'refunded'
                when u(i, 27) < 0.99 then 'cancelled'
                else 'pending'
            end as status,
            cast(case when u(i, 28) < 0.2 then 3 else 0 end as decimal(18, 2)) as discount_amount,
            cast(case when u(i, 27) between 0.95 and 0.97 then 5 else 0 end as decimal(18, 2))
                as refunded_amount,
            pick(['web','web','store','app'], u(i, 29)) as channel,
            u(i, 30) < 0.002 as is_test
        from rows_of_table
        """,
    ),
    "email_events": (
        20,
        """
        select
            'E' || i as event_id,
            'C' || whose(i, 41, $contacts) as contact_id,
            case
                when u(i, 42) < 0.50 then 'sent'
                when u(i, 42) < 0.80 then 'delivered'
                when u(i, 42) < 0.95 then 'opened'
                when u(i, 42) < 0.99 then 'clicked'
                when u(i, 42) < 0.997 then 'bounced'
                else 'unsubscribed'
            end as event_type,
            moment(u(i, 43), 1095) as occurred_at,
            'K' || cast(floor(u(i, 44) * 150) as integer) as campaign_id,
            case when u(i, 45) < 0.5 then 'soft' else 'hard' end as bounce_type
        from rows_of_table
        """,
    ),
    "web_events": (
        10,
        """
        select
            'W' || i as event_id,
            moment(u(i, 51), 1095) as occurred_at,
            pick(['page_view','page_view','page_view','product_viewed','login'], u(i, 52))
                as event_name,
            case when u(i, 53) < 0.4 then 'C' || whose(i, 54, $contacts) end as contact_id,
            'B' || whose(i, 54, $contacts) as anonymous_id,
            'https://shop.example.org/' || pick(['','p/1','p/2','pricing','cart'], u(i, 55))
                as page_url,
            pick(['Home','Espresso','Tea','Pricing','Cart'], u(i, 55)) as page_title
        from rows_of_table
        """,
    ),
    "carts": (
        0.5,
        """
        select
            'B' || i as cart_id,
            'C' || whose(i, 61, $contacts) as contact_id,
            moment(power(u(i, 62), 2), 365) as created_at,
            cast(10 + round(200 * u(i, 63), 2) as decimal(18, 2)) as total_amount,
            'EUR' as currency,
            case when u(i, 64) < 0.6 then moment(power(u(i, 62), 2), 365) + interval 1 hour end
                as completed_at
        from rows_of_table
        """,
    ),
    "consent_events": (
        0.9,
        """
        select
            'C' || i as contact_id,
            'email' as channel,
            'marketing' as purpose,
            case when u(i, 71) < 0.85 then 'granted' else 'withdrawn' end as status,
            moment(u(i, 72), 1095) as occurred_at
        from rows_of_table
        """,
    ),
}


def generate(folder: Path, contacts: int, day: int = 0) -> dict[str, int]:
    """Writes <folder>/csv/<table>.parquet; returns the rows of each table.

    `day` adds days * 1/1000 of new rows to what happened; the old rows are exactly the same.
    """
    (folder / "csv").mkdir(parents=True, exist_ok=True)
    rows = {}
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set memory_limit = '2GB'")
        connection.execute(MACROS.replace("$as_of", f"'{AS_OF}'"))
        for table, (per_contact, sql) in TABLES.items():
            old = round(contacts * per_contact)
            new = 0 if table == "consent_events" else day * round(old / 1000)
            query = sql.replace("$contacts", str(contacts)).replace(
                "rows_of_table", f"(select range as i from range({old + new}))"
            )
            file = folder / "csv" / f"{table}.parquet"
            connection.execute(
                f"copy ({query}) to '{file}' (format parquet, compression zstd, "
                "compression_level 1, row_group_size 122880)"
            )
            rows[table] = old + new
    return rows


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--day", type=int, default=0, help="days later than the first files")
    arguments = parser.parse_args()

    started = time.monotonic()
    rows = generate(arguments.folder, arguments.contacts, arguments.day)
    for table, count in rows.items():
        print(f"{table:16} {count:>12,}")
    print(f"{time.monotonic() - started:.0f} seconds")


if __name__ == "__main__":
    main()
