{#
    What the law permits until somebody says no. Who may live under several laws
    is under the strictest: all of them must permit it.
#}
with

jurisdictions as (

    select * from {{ ref('int_jurisdictions__identified') }}

),

orders as (

    select * from {{ ref('orders') }}

),

permission_policies as (

    select * from {{ ref('permission_policies') }}

),

customers as (

    select distinct contact_id

    from orders

    where
        is_revenue
        and ordered_on <= {{ as_of_date() }}

),

counted as (

    select
        contact_id,
        count(*) as jurisdiction_count

    from jurisdictions

    group by contact_id

),

permitting as (

    select
        jurisdictions.contact_id,
        permission_policies.channel,
        permission_policies.purpose,
        permission_policies.legal_basis

    from jurisdictions

    inner join permission_policies
        on jurisdictions.jurisdiction = permission_policies.jurisdiction

    left join customers
        on jurisdictions.contact_id = customers.contact_id

    where
        permission_policies.rule = 'opt_out'
        or (
            permission_policies.rule = 'customers'
            and customers.contact_id is not null
        )

),

implied as (

    select
        permitting.contact_id,
        permitting.channel,
        permitting.purpose,
        min(permitting.legal_basis) as legal_basis

    from permitting

    inner join counted
        on permitting.contact_id = counted.contact_id

    group by
        permitting.contact_id,
        permitting.channel,
        permitting.purpose

    having count(*) = max(counted.jurisdiction_count)

)

select * from implied
