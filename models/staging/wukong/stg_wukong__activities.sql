with

activities as (

    {{ read_source(source('wukong', 'activity')) }}

),

relations as (

    {{ read_source(source('wukong', 'activity_relation')) }}

),

contacts as (

    {{ read_source(source('wukong', 'contacts')) }}

),

customers as (

    {{ read_source(source('wukong', 'customer')) }}

),

opportunities as (

    {{ read_source(source('wukong', 'business')) }}

),

contracts as (

    {{ read_source(source('wukong', 'contract')) }}

),

{{ wukong_main_contacts() }},

filed_under as (

    {# whose an activity is when it names no contact #}
    {% for table, code in [
        ('customers', 2),
        ('opportunities', 5),
        ('contracts', 6)
    ] %}

    select
        {{ table }}.source_scope,
        {{ code }} as activity_type,
        {{ table }}.record_id as activity_type_id,
        {{ wukong_contact_of(table) }} as contact_record_key

    from {{ table }}

    {{ wukong_join_contacts(table) }}

    where {{ table }}.rejection is null

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

listed as (

    select
        source_scope,
        activity_id,
        {{ split_to_rows('contacts_ids', "','") }} as contact_id

    from activities

    where rejection is null

    union all

    select
        source_scope,
        activity_id,
        type_id as contact_id

    from relations

    where type = 3 and rejection is null

),

participants as (

    select distinct
        source_scope,
        activity_id,
        source_scope || ':' || {{ parse_text('contact_id') }} as contact_record_key

    from listed

    where {{ parse_text('contact_id') }} is not null

),

assigned as (

    select
        activities.*,
        coalesce(
            participants.contact_record_key,
            filed_under.contact_record_key,
            activities.source_scope || case activities.activity_type
                when 1 then ':lead-'
                when 3 then ':'
            end || activities.activity_type_id
        ) as contact_record_key

    from activities

    left join participants
        on activities.source_scope = participants.source_scope
            and activities.activity_id = participants.activity_id

    left join filed_under
        on activities.source_scope = filed_under.source_scope
            and activities.activity_type = filed_under.activity_type
            and activities.activity_type_id = filed_under.activity_type_id

),

renamed as (

    select
        ---------- ids
        record_key || coalesce('|' || contact_record_key, '')
            as logged_activity_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,

        ---------- strings
        case
            when type = 4 then 'check-in'
            else coalesce(category, 'note')
        end as activity_type,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as {{ dbt.type_string() }}) as outcome,

        ---------- dates and times
        create_time as occurred_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            ['status = 0', 'status', 'deleted in its system'],
            ['contact_record_key is null', 'activity_type_id', 'belongs to no contact'],
        ], 'assigned') }} as rejection

    from assigned

    {# 2 and 3 are what WuKong itself notes: a record made, a stage changed #}
    where coalesce(type, 1) not in (2, 3) or rejection is not null

)

select * from renamed
