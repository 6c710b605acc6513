{% set kinds = {
    'call': ['direction', 'outcome'],
    'email': ['direction', 'outcome'],
    'meeting': ['outcome'],
    'note': [],
    'task': ['outcome'],
} %}
{% set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

{% for kind in kinds %}

{{ kind }}s as (

    {{ read_source(source('hubspot', 'engagement_' ~ kind)) }}

),

{% endfor %}

engagement_contacts as (

    {{ read_source(source('hubspot', 'engagement_contact')) }}

),

engagements as (

    {% for kind, columns in kinds.items() %}

    select
        source_system,
        source_instance,
        source_scope,
        source_row,
        record_id,
        id,
        '{{ kind }}' as activity_type,
        {{ 'direction' if 'direction' in columns else no_text }} as direction,
        {{ 'outcome' if 'outcome' in columns else no_text }} as outcome,
        contacts,
        coalesce(occurred_at, created_at) as occurred_at,
        is_deleted,
        is_connector_deleted,
        is_current,
        bad_values,
        rejection

    from {{ kind }}s

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

listed_contacts as (

    select
        source_scope,
        id,
        {{ json_array_to_rows('contacts') }} as contact_id

    from engagements

    where rejection is null

),

participants as (

    {# Fivetran has a table of them, Airbyte a list in the engagement #}
    select
        source_scope,
        id,
        contact_id

    from listed_contacts

    union distinct

    select
        source_scope,
        engagement_id as id,
        contact_id

    from engagement_contacts

    where rejection is null

),

renamed as (

    select
        ---------- ids
        engagements.source_scope || ':' || engagements.activity_type || '-'
        || engagements.record_id
        || coalesce('|' || participants.contact_id, '') as logged_activity_key,
        engagements.source_system,
        engagements.source_instance,
        engagements.source_row,
        engagements.source_scope || ':'
        || participants.contact_id as contact_record_key,

        ---------- strings
        engagements.activity_type,
        engagements.direction,
        engagements.outcome,

        ---------- dates and times
        engagements.occurred_at,

        ---------- faults
        engagements.record_id,
        engagements.bad_values,
        {{ rejected_when([
            [is_gone('engagements'), 'id', 'deleted in its system'],
            ['participants.contact_id is null', 'id', 'belongs to no contact'],
        ], 'engagements') }} as rejection

    from engagements

    left join participants
        on
            engagements.source_scope = participants.source_scope
            and engagements.id = participants.id

)

select * from renamed
