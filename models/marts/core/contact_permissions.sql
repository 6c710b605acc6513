{#
    Consent fails closed: what was said stands; where nothing was said, what the
    law of every country that the contact may live in permits; and what a
    suppression closes is closed. No row means unknown, which is no permission.
#}
with

decided as (

    select * from {{ ref('int_consents__decided') }}

    where purpose != 'processing'

),

jurisdictions as (

    select * from {{ ref('int_jurisdictions__identified') }}

),

suppressions as (

    select * from {{ ref('contact_suppressions') }}

),

implied as (

    select * from {{ ref('implied_permissions') }}

),

placed as (

    select
        contact_id,
        {{ sorted_list('jurisdiction', ', ') }} as jurisdiction

    from jurisdictions

    group by contact_id

),

stacked as (

    select
        contact_id,
        channel,
        purpose,
        permission_status,
        decided_at,
        case
            when permission_status = 'granted'
                then coalesce(legal_basis, 'consent')
            else legal_basis
        end as legal_basis,
        evidence

    from decided

    union all

    select
        implied.contact_id,
        implied.channel,
        implied.purpose,
        'implied' as permission_status,
        cast(null as {{ dbt.type_timestamp() }}) as decided_at,
        implied.legal_basis,
        'permission_policies' as evidence

    from implied

    left join decided
        on
            implied.contact_id = decided.contact_id
            and implied.channel = decided.channel
            and implied.purpose = decided.purpose

    where decided.contact_id is null

),

closed as (

    select distinct
        stacked.contact_id,
        stacked.channel,
        stacked.purpose

    from stacked

    inner join suppressions
        on stacked.contact_id = suppressions.contact_id

    where
        {{ is_closed('suppressions', 'stacked.channel', 'stacked.purpose') }}

),

described as (

    select
        stacked.contact_id || ':' || stacked.channel || ':' || stacked.purpose
            as permission_key,
        stacked.contact_id,
        stacked.channel,
        stacked.purpose,
        stacked.permission_status,
        closed.contact_id is not null as is_suppressed,
        stacked.permission_status in ('granted', 'implied')
        and closed.contact_id is null as is_permitted,
        stacked.decided_at,
        stacked.legal_basis,
        placed.jurisdiction,
        stacked.evidence

    from stacked

    inner join placed
        on stacked.contact_id = placed.contact_id

    left join closed
        on
            stacked.contact_id = closed.contact_id
            and stacked.channel = closed.channel
            and stacked.purpose = closed.purpose

)

select * from described
