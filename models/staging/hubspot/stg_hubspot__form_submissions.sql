with

source as (

    {{ read_source(source('hubspot', 'contact_form_submission')) }}

),

forms as (

    {{ read_source(source('hubspot', 'form')) }}

),

answers as (

    select
        record_key,
        {{ json_array_to_rows('answers') }} as answer

    from source

    where rejection is null

),

addresses as (

    select
        record_key,
        min({{ json_text('answer', 'value') }}) as email

    from answers

    where lower({{ json_text('answer', 'name') }}) = 'email'

    group by record_key

),

renamed as (

    select
        ---------- ids
        source.record_key as web_event_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.contact_id as contact_record_key,
        cast(null as {{ dbt.type_string() }}) as anonymous_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        coalesce(forms.name, source.form_id) as content_id,

        ---------- strings
        addresses.email,
        'form_submitted' as event_name,
        source.page_url,
        source.title as page_title,
        {% for column in [
            'referrer', 'utm_source', 'utm_medium', 'utm_campaign'
        ] -%}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {% endfor %}
        ---------- dates and times
        source.submitted_at as occurred_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join forms
        on
            source.source_scope = forms.source_scope
            and source.form_id = forms.id
            and forms.rejection is null

    left join addresses
        on source.record_key = addresses.record_key

)

select * from renamed
