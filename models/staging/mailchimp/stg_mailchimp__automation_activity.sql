with

source as (

    {{ read_source(source('mailchimp', 'automation_recipient_activity')) }}

),

automation_emails as (

    {{ read_source(source('mailchimp', 'automation_email')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as email_event_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':'
        || source.member_id || '|' || source.list_id as contact_record_key,
        source.automation_email_id as campaign_id,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        source.action as event_type,
        source.bounce_type,
        coalesce(automation_emails.title, automation_emails.subject_line) as campaign_name,
        source.url,

        ---------- dates and times
        source.occurred_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join automation_emails
        on source.source_scope = automation_emails.source_scope
            and source.automation_email_id = automation_emails.record_id
            and automation_emails.rejection is null

)

select * from renamed
