with

counted as (

    {% for kind, model, happened_at in [
        ('contacts', 'int_contacts__unioned', 'coalesce(updated_at, created_at)'),
        ('companies', 'int_companies__unioned', 'created_at'),
        ('orders', 'int_orders__unioned', 'ordered_at'),
        ('order_items', 'int_order_items__unioned', none),
        ('products', 'int_products__unioned', none),
        ('deals', 'int_deals__unioned', 'created_at'),
        ('carts', 'int_carts__unioned', 'created_at'),
        ('email_events', 'int_email_events__unioned', 'occurred_at'),
        ('web_events', 'int_web_events__unioned', 'occurred_at'),
        ('support_tickets', 'int_support_tickets__unioned', 'created_at'),
        ('survey_responses', 'int_survey_responses__unioned', 'responded_at'),
        ('loyalty_events', 'int_loyalty_events__unioned', 'occurred_at'),
        ('social_events', 'int_social_events__unioned', 'occurred_at'),
        ('activities', 'int_logged_activities__unioned', 'occurred_at'),
        ('consent_events', 'int_consent_events__unioned', 'occurred_at'),
        ('tags', 'int_contact_tags__unioned', 'tagged_at'),
        ('attributes', 'int_contact_attributes__unioned', 'observed_at')
    ] %}

    select
        source_system,
        '{{ kind }}' as record_kind,
        count(*) as row_count,
        max(
            {%- if happened_at %}
            case
                when cast({{ happened_at }} as date) <= {{ as_of_date() }}
                    then cast({{ happened_at }} as date)
            end
            {%- else %} cast(null as date)
            {%- endif %}
        ) as newest_on

    from {{ ref(model) }}

    group by source_system

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

named as (

    select
        {{ dbt.concat(['source_system', "'/'", 'record_kind']) }}
            as source_name,
        source_system,
        cast(record_kind as {{ dbt.type_string() }}) as record_kind,
        row_count,
        newest_on,
        {{ as_of_date() }} as as_of_on

    from counted

)

select * from named
