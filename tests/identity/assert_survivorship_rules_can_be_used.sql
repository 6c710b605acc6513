-- A rule for every field, rules that there are, and systems that are read.
{% set fields = surviving_fields() | list %}
{% set rules = survivorship_rules_known() %}
{% set systems = known_systems() %}

with

survivorship_rules as (

    select * from {{ ref('survivorship_rules') }}

),

fields as (

    {% for field in fields %}
    select '{{ field }}' as field_name
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

listed_systems as (

    select
        field_name,
        {{ split_to_rows("replace(source_priority, ' ', '')", "';'") }}
            as source_system

    from survivorship_rules

    where survivorship_rule = 'source_priority'

),

problems as (

    select
        'survivorship_rules.csv: there is no field ' || field_name
        || '. Use {{ fields | join(", ") }}.' as message

    from survivorship_rules

    where field_name not in ('{{ fields | join("', '") }}') -- noqa: LT05

    union all

    select
        'survivorship_rules.csv: no line for ' || fields.field_name
        || '. Add ' || fields.field_name || ',best_record,,' as message

    from fields

    left join survivorship_rules
        on fields.field_name = survivorship_rules.field_name

    where survivorship_rules.field_name is null

    union all

    select
        'survivorship_rules.csv: the rule of ' || field_name || ' is '''
        || coalesce(survivorship_rule, '')
        || '''. Write {{ rules | join(", ") }}.' as message

    from survivorship_rules

    where
        coalesce(survivorship_rule, '')
        not in ('{{ rules | join("', '") }}')

    union all

    select
        'survivorship_rules.csv: ' || field_name || ' goes by source_priority, '
        || 'but names no system. Write them in that column, the best one first,'
        || ' a semicolon between.' as message

    from survivorship_rules

    where
        survivorship_rule = 'source_priority'
        and source_priority is null

    union all

    select
        'survivorship_rules.csv: ' || field_name || ' goes by '
        || survivorship_rule || ', which reads no source_priority. Empty that '
        || 'column, or write source_priority as the rule.' as message

    from survivorship_rules

    where
        survivorship_rule != 'source_priority'
        and source_priority is not null

    union all

    select
        'survivorship_rules.csv: ' || field_name || ' names the system '''
        || source_system || ''', which there is not. Use '
        || '{{ systems | join(", ") }}.' as message

    from listed_systems

    where source_system not in ('{{ systems | join("', '") }}') -- noqa: LT05

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
