{#
    Deals were named Potentials once. Where both tables are there, a deal counts
    as the newer one tells it.
#}
with

deals as (

    {{ read_source(source('zoho', 'deal')) }}

),

potentials as (

    {{ read_source(source('zoho', 'potential')) }}

),

source as (

    select
        deals.*,
        false as is_superseded

    from deals

    union all

    select
        potentials.*,
        deals.record_key is not null as is_superseded

    from potentials

    left join deals
        on potentials.record_key = deals.record_key
            and deals.rejection is null

),

renamed as (

    select
        ---------- ids
        record_key as deal_key,
        source_system,
        source_instance,
        source_row,
        id as source_deal_id,
        source_scope || ':' || contact_id as contact_record_key,
        source_scope || ':' || account_id as company_record_key,

        ---------- strings
        deal_name,
        pipeline,
        stage,
        {{ zoho_deal_status() }} as deal_status,
        upper(coalesce(
            currency, '{{ var('default_currency') }}'
        )) as currency,
        lead_source as source_channel,
        coalesce(owner_name, owner_email) as owner,

        ---------- numbers
        amount,
        cast(probability / 100 as {{ type_money() }}) as probability,

        ---------- dates and times
        closing_date as expected_close_on,
        created_time as created_at,
        case
            when {{ zoho_deal_status() }} != 'open'
                then cast(closing_date as {{ dbt.type_timestamp() }})
        end as closed_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            [zoho_is_gone(), 'id', 'deleted in its system'],
            ['is_superseded', 'id', 'is in Deals too, the newer name of Potentials'],
        ]) }} as rejection

    from source

)

select * from renamed
