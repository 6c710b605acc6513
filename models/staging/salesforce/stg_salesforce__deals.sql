with

source as (

    {{ read_source(source('salesforce', 'opportunity')) }}

),

users as (

    {{ read_source(source('salesforce', 'user')) }}

),

main_contacts as (

    select
        source_scope,
        opportunity_id,
        contact_id,
        row_number() over (
            partition by source_scope, opportunity_id
            order by
                case when is_primary then 0 else 1 end asc,
                created_date asc nulls last,
                id asc
        ) as contact_rank

    from ( -- noqa: ST05
        {{ read_source(source('salesforce', 'opportunity_contact_role')) }}
    ) as contact_roles

    where
        rejection is null
        and contact_id is not null
        and not {{ is_gone('contact_roles') }}

),

person_accounts as (

    select
        source_scope,
        record_id

    from ( -- noqa: ST05
        {{ read_source(source('salesforce', 'account')) }}
    ) as all_accounts

    where is_person_account and rejection is null

),

renamed as (

    select
        ---------- ids
        source.record_key as deal_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_deal_id,
        source.source_scope || ':' || coalesce(
            main_contacts.contact_id, person_accounts.record_id
        ) as contact_record_key,
        source.source_scope || ':' || source.account_id as company_record_key,

        ---------- strings
        source.name as deal_name,
        source.type as pipeline,
        source.stage_name as stage,
        case
            when source.is_won then 'won'
            when source.is_closed then 'lost'
            when source.is_closed is null then source.stage_name
            else 'open'
        end as deal_status,
        upper(coalesce(
            source.currency_iso_code, '{{ var('default_currency') }}'
        )) as currency,
        source.lead_source as source_channel,
        coalesce(users.name, source.owner_id) as owner,

        ---------- numbers
        source.amount,
        cast(source.probability / 100 as {{ type_money() }}) as probability,

        ---------- dates and times
        source.close_date as expected_close_on,
        source.created_date as created_at,
        case
            when coalesce(source.is_closed, source.is_won)
                then cast(source.close_date as {{ dbt.type_timestamp() }})
        end as closed_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            [is_gone(), 'is_deleted', 'deleted in its system'],
        ]) }} as rejection

    from source

    left join main_contacts
        on source.source_scope = main_contacts.source_scope
            and source.id = main_contacts.opportunity_id
            and main_contacts.contact_rank = 1

    left join person_accounts
        on source.source_scope = person_accounts.source_scope
            and source.account_id = person_accounts.record_id

    left join users
        on source.source_scope = users.source_scope
            and source.owner_id = users.record_id
            and users.rejection is null

)

select * from renamed
