-- Why a contact is, or is not, in each segment: every condition with the
-- contact's own value. The variable explain_contact names the contact, by
-- contact_id or by a record such as csv:1042; explain_segments may list
-- segments, resting ones too (else all published ones).
-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
-- depends_on: {{ ref('behaviours') }}, {{ ref('custom_attributes') }}
{% set contact = text_literal(var('explain_contact', '') | string | trim) %}
{% set segment_ids = var('explain_segments', []) %}
{% set book = segment_book(also=segment_ids) %}

with

evaluated_0 as (

    select * from {{ ref('rule_features') }}

),

contact_records as (

    select * from {{ ref('contact_records') }}

),

{{ evaluated_levels(book.levels) }}

chosen as (

    select *

    from evaluated_{{ book.levels | length }}

    where
        contact_id = {{ contact }}
        or contact_id in (
            select contact_records.contact_id

            from contact_records

            where contact_records.contact_record_key = {{ contact }}
        )

),

compared as (

    {{ rule_results(
        book.levels,
        segment_ids or book.segments | map(attribute='segment_id') | list,
        'chosen'
    ) }}

),

counted as (

    select
        *,
        sum(case when is_passed then 0 else 1 end) over (
            partition by segment_id, rule_group
        ) as conditions_failed,
        count(*) over (partition by segment_id, rule_group) as condition_count

    from compared

),

decided as (

    select
        counted.*,
        {{ dbt.position(
            "';' || counted.segment_id || ';'",
            "coalesce(chosen.included_in, '')"
        ) }} > 0 as is_included,
        {{ dbt.position(
            "';' || counted.segment_id || ';'",
            "coalesce(chosen.excluded_from, '')"
        ) }} > 0 as is_excluded

    from counted

    inner join chosen
        on counted.contact_id = chosen.contact_id

)

select
    segment_id,
    case
        when is_excluded then 'no, kept out by hand'
        when is_included then 'yes, put in by hand'
        when is_member then 'yes'
        when
            conditions_failed = 1
            and condition_count > 1
            and not is_group_negated
            then 'nearly: one condition fails'
        else 'no'
    end as is_member,
    rule_group,
    case when is_group_negated then 'not: ' else '' end || condition_in_words
        as condition_in_words,
    feature_value,
    is_passed,
    distance_to_passing

from decided

order by
    segment_id,
    rule_group,
    condition_number
