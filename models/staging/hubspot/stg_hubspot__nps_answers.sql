with

contacts as (

    {{ read_source(source('hubspot', 'contact')) }}

),

renamed as (

    select
        ---------- ids
        record_key || '|nps' as response_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        email,
        'nps' as survey_type,
        nps_comment as comment_text,

        ---------- numbers
        nps_rating as score,
        cast(10 as {{ type_money() }}) as score_max,

        ---------- dates and times
        nps_answered_at as responded_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from contacts

    where
        rejection is null
        and nps_rating is not null
        and nps_answered_at is not null

)

select * from renamed
