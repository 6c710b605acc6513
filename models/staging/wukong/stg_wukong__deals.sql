with

source as (

    {{ read_source(source('wukong', 'business')) }}

),

pipelines as (

    {{ read_source(source('wukong', 'business_type')) }}

),

stages as (

    {{ read_source(source('wukong', 'business_status')) }}

),

changes as (

    {{ read_source(source('wukong', 'business_change')) }}

),

contacts as (

    {{ read_source(source('wukong', 'contacts')) }}

),

customers as (

    {{ read_source(source('wukong', 'customer')) }}

),

users as (

    {{ read_source(source('wukong', 'user')) }}

),

{{ wukong_main_contacts() }},

last_changes as (

    select
        source_scope,
        business_id,
        max(create_time) as changed_at

    from changes

    where rejection is null

    group by
        source_scope,
        business_id

),

renamed as (

    select
        ---------- ids
        source.record_key as deal_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.business_id as source_deal_id,
        {{ wukong_contact_of('source') }} as contact_record_key,
        source.source_scope || ':' || source.customer_id as company_record_key,

        ---------- strings
        source.business_name as deal_name,
        coalesce(pipelines.name, source.type_id) as pipeline,
        coalesce(stages.name, source.status_id) as stage,
        case source.is_end
            when 0 then 'open'
            when 1 then 'won'
            when 2 then 'lost'
            when 3 then 'invalid'
        end as deal_status,
        '{{ var('wukong__currency') }}' as currency,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        coalesce(users.realname, source.owner_user_id) as owner,

        ---------- numbers
        source.money as amount,
        case source.is_end
            when 1 then cast(1 as {{ type_money() }})
            when 2 then cast(0 as {{ type_money() }})
            when 3 then cast(0 as {{ type_money() }})
            else cast(stages.rate / 100 as {{ type_money() }})
        end as probability,

        ---------- dates and times
        source.deal_date as expected_close_on,
        source.create_time as created_at,
        case
            when source.is_end in (1, 2, 3)
                then coalesce(last_changes.changed_at, source.update_time)
        end as closed_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            ['source.status = 3', 'status', 'deleted in its system'],
            [wukong_is_gone(), 'business_id', 'deleted in its system'],
        ]) }} as rejection

    from source

    left join pipelines
        on source.source_scope = pipelines.source_scope
            and source.type_id = pipelines.record_id
            and pipelines.rejection is null

    left join stages
        on source.source_scope = stages.source_scope
            and source.status_id = stages.record_id
            and stages.rejection is null

    left join last_changes
        on source.source_scope = last_changes.source_scope
            and source.business_id = last_changes.business_id

    {{ wukong_join_contacts('source') }}

    left join users
        on source.source_scope = users.source_scope
            and source.owner_user_id = users.record_id
            and users.rejection is null

)

select * from renamed
