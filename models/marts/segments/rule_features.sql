-- depends_on: {{ ref('behaviours') }}, {{ ref('custom_attributes') }}
{{ config(materialized='view') }}

with

contact_features as (

    select * from {{ ref('contact_features') }}

),

contact_behaviours as (

    select * from {{ ref('contact_behaviours') }}

),

contact_attribute_values as (

    select * from {{ ref('contact_attribute_values') }}

),

contact_assignments as (

    select * from {{ ref('contact_assignments') }}

),

-- who is archived, or left alone altogether, is in no segment; nobody says since
-- when the first, so a backtest takes them
joined as (

    select
        contact_features.*,
        {{ columns_of('contact_behaviours', behaviour_names()) -}}
        {{ columns_of('contact_attribute_values', attribute_names()) -}}
        contact_assignments.static_lists,
        contact_assignments.included_in,
        contact_assignments.excluded_from

    from contact_features

    left join contact_behaviours -- noqa: ST11
        on contact_features.contact_id = contact_behaviours.contact_id

    left join contact_attribute_values -- noqa: ST11
        on contact_features.contact_id = contact_attribute_values.contact_id

    left join contact_assignments
        on contact_features.contact_id = contact_assignments.contact_id

    where
        not contact_features.is_out_of_segments
        {% if not is_backtest() -%}
        and not contact_features.is_archived
        {%- endif %}

)

select * from joined
