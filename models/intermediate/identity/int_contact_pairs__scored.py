"""Pairs of contact records that may be one person though they share no identifier: typed wrong,
moved house, another address. Splink compares them and learns, without labels, how much each
agreement says. Only where the variable probabilistic_linking is on; see docs/identity.md.
"""

# Fewer pairs than this that are surely one person teach nothing: no pair is proposed.
LEAST_TRAINING_PAIRS = 30

RECORDS = """
    with

    names as (
        select nickname, min(given_name) as given_name
        from nicknames
        group by nickname
        having count(*) = 1
    ),

    plain as (
        select
            contacts.*,
            lower(strip_accents(split_part(contacts.first_name, ' ', 1))) as plain_name,
            coalesce(emails.is_linking, false) as is_email_own
        from contacts
        left join emails on contacts.email_key = emails.email_key
    )

    select
        plain.contact_record_key,
        nullif(coalesce(names.given_name, plain.plain_name), '') as given_name,
        nullif(lower(strip_accents(plain.last_name)), '') as family_name,
        cast(plain.birth_on as varchar) as birth_on,
        case when plain.is_email_own then plain.email_key end as email,
        case
            when plain.is_email_own
                then nullif(
                    regexp_replace(split_part(plain.email_key, '@', 1), '[^a-z]', '', 'g'), ''
                )
        end as mailbox_name,
        plain.phone,
        lower(plain.postal_code) as postal_code,
        lower(plain.city) as city,
        lower(plain.company_name) as company_name
    from plain
    left join names on plain.plain_name = names.nickname
    where plain.record_type != 'guest' and not plain.is_deleted
"""

# What an agreement is called in the evidence: {comparison: words, from the best level down}
WORDS = {
    "given_name": ("same given name", "given name but for a slip", "similar given name"),
    "family_name": ("same family name", "family name but for a slip", "similar family name"),
    "birth_on": ("same birth date", "birth date but for a digit", "similar birth date"),
    "email": (
        "same e-mail",
        "same name before the @",
        "e-mail but for a slip",
        "similar name before the @",
    ),
    "phone": ("same phone", "phone but for a digit"),
    "place": ("same postal code", "same city"),
    "company_name": ("same company",),
}


def model(dbt, session):
    """One row per pair of records that is likely enough to be looked at."""
    dbt.config(materialized="table")
    inputs = {
        "contacts": dbt.ref("int_contacts__cleaned").df(),
        "emails": dbt.ref("int_emails__classified").df(),
        "nicknames": dbt.ref("nicknames").df(),
    }
    try:
        import splink  # noqa: F401
    except ImportError as error:
        raise RuntimeError(
            "probabilistic_linking is on and needs the library Splink. Install it: "
            ".venv/bin/pip install --no-deps --require-hashes -r requirements/link.lock"
        ) from error

    import duckdb

    # a database of its own: what Splink leaves behind goes with it
    connection = duckdb.connect()
    for name, frame in inputs.items():
        connection.register(name, frame)
    connection.execute(f"create table records as {RECORDS}")
    score_pairs(connection, review_score=float(dbt.config.get("review_score")))
    return connection.execute(PAIRS).df()


def score_pairs(connection, review_score: float) -> None:
    """Puts the table scored beside the table records: pairs with the level of each comparison."""
    from splink import DuckDBAPI, Linker, block_on

    rules = [
        ("family_name", "birth_on"),
        ("given_name", "family_name"),
        ("given_name", "birth_on"),
    ]
    columns = ", ".join(f"-1 as gamma_{name}" for name in WORDS)
    empty = (
        "create or replace table scored as select '' as contact_record_key_l, "
        f"'' as contact_record_key_r, 0.0 as match_probability, {columns} where 1 = 0"
    )
    if any(count_pairs(connection, rule) < LEAST_TRAINING_PAIRS for rule in rules):
        connection.execute(empty)
        return
    api = DuckDBAPI(connection)
    linker = Linker(api.register("records"), settings(), log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("email", "given_name"), block_on("given_name", "family_name", "birth_on")],
        recall=0.7,
    )
    # drawn on one thread, the sample is the same every time
    connection.execute("set threads = 1")
    training.estimate_u_using_random_sampling(max_pairs=5_000_000, seed=1)
    connection.execute("reset threads")
    for rule in rules:
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=review_score)
    connection.execute(f"create or replace table scored as select * from {found.physical_name}")


def count_pairs(connection, columns: tuple[str, ...]) -> int:
    """How many pairs of records have all these columns in common."""
    filled = " and ".join(f"{column} is not null" for column in columns)
    query = f"""
        select coalesce(sum(size * (size - 1) / 2), 0)
        from (select count(*) as size from records where {filled} group by {", ".join(columns)})
    """
    return int(connection.execute(query).fetchone()[0])


def settings():
    """What is compared, how closely, and which pairs are looked at."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as compare
    from splink import SettingsCreator, block_on

    place = compare.CustomComparison(
        output_column_name="place",
        comparison_levels=[
            levels.And(levels.NullLevel("postal_code"), levels.NullLevel("city")),
            levels.ExactMatchLevel("postal_code", term_frequency_adjustments=True),
            levels.ExactMatchLevel("city", term_frequency_adjustments=True),
            levels.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="contact_record_key",
        comparisons=[
            compare.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            compare.JaroWinklerAtThresholds("family_name", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            compare.DamerauLevenshteinAtThresholds("birth_on", [1, 2]),
            compare.EmailComparison("email"),
            compare.LevenshteinAtThresholds("phone", [1]),
            place,
            compare.ExactMatch("company_name").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("email"),
            block_on("phone"),
            block_on("mailbox_name"),
            block_on("given_name", "family_name"),
            block_on("given_name", "birth_on"),
            block_on("family_name", "birth_on"),
            block_on("given_name", "postal_code"),
            block_on("family_name", "postal_code"),
        ],
    )


def evidence() -> str:
    """SQL for what agrees, in words: the best level has the highest number, 0 is no agreement."""
    parts = []
    for name, words in WORDS.items():
        cases = " ".join(
            f"when {len(words) - place} then '{text}; '" for place, text in enumerate(words)
        )
        parts.append(f"case gamma_{name} {cases} else '' end")
    return " || ".join(parts)


# The law of linking holds here too: who is called otherwise or was born on another day is somebody
# else, and a name alone links nobody; an address that is only like another's is made of the name.
# -1 is unknown, 0 contradicts.
PAIRS = f"""
    select
        least(contact_record_key_l, contact_record_key_r) as contact_record_key,
        greatest(contact_record_key_l, contact_record_key_r) as other_record_key,
        cast(match_probability as decimal(18, 4)) as score,
        rtrim({evidence()}, '; ') as evidence
    from scored
    where
        gamma_given_name > 0
        and gamma_birth_on != 0
        and (
            greatest(gamma_birth_on, gamma_phone, gamma_place, gamma_company_name) > 0
            or gamma_email >= 2
        )
"""
