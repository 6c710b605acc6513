with

source as (

    {{ read_source(source('csv', 'survey_responses')) }}

),

renamed as (

    select
        ---------- ids
        record_key as response_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        email,
        survey_type,
        comment as comment_text,

        ---------- numbers
        score,
        score_max,

        ---------- dates and times
        responded_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
