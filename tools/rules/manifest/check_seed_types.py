"""A rule of ours: dbt guesses the type of a seed's column unless it is told."""

from dbt_bouncer.check_framework.decorator import check, fail


@check
def check_seed_column_types_configured(seed):
    """Every column of a seed has its type in `config.column_types`.

    A guess depends on the rows that happen to be in the file: an id with leading zeros becomes
    a number, a column that somebody empties becomes an integer.
    """
    config = seed.config
    typed = getattr(config, "column_types", None) or {}
    untyped = [name for name in seed.columns or {} if name not in typed]
    if untyped:
        fail(f"`{seed.name}` has columns without a type in `column_types`: {untyped}.")
