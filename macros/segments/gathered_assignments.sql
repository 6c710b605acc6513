{#
    CTEs after static_lists, segment_overrides, contacts and contact_records:
    `gathered` has, a row a contact, the lists it is on and the segments it is
    included in or excluded from by hand on the as-of date.
#}
{% macro gathered_assignments() -%}
stacked as (

    select
        {{ parse_text('contact') }} as contact_reference,
        {{ parse_text('list_name') }} as list_name,
        cast(null as {{ dbt.type_string() }}) as included_in,
        cast(null as {{ dbt.type_string() }}) as excluded_from

    from static_lists

    union all

    select
        {{ parse_text('contact') }} as contact_reference,
        cast(null as {{ dbt.type_string() }}) as list_name,
        case
            when lower(trim(override)) = 'include' then trim(segment_id)
        end as included_in,
        case
            when lower(trim(override)) = 'exclude' then trim(segment_id)
        end as excluded_from

    from segment_overrides

    where
        coalesce({{ parse_date('trim(added_on)') }}, {{ as_of_date() }})
        <= {{ as_of_date() }}
        and coalesce({{ parse_date('trim(expires_on)') }}, {{ as_of_date() }})
        >= {{ as_of_date() }}

),

resolved as (

    select distinct
        coalesce(contacts.contact_id, contact_records.contact_id) as contact_id,
        lower(stacked.list_name) as list_name,
        stacked.included_in,
        stacked.excluded_from

    from stacked

    left join contacts
        on stacked.contact_reference = contacts.contact_id

    left join contact_records
        on stacked.contact_reference = contact_records.contact_record_key

),

gathered as (

    select
        contact_id,
        ';' || nullif({{ sorted_list('list_name', ';') }}, '') || ';'
            as static_lists,
        ';' || nullif({{ sorted_list('included_in', ';') }}, '') || ';'
            as included_in,
        ';' || nullif({{ sorted_list('excluded_from', ';') }}, '') || ';'
            as excluded_from

    from resolved

    where contact_id is not null

    group by contact_id

)
{%- endmacro %}
