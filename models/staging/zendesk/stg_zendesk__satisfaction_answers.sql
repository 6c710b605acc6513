with

ratings as (

    {{ read_source(source('zendesk', 'satisfaction_rating')) }}

),

field_history as (

    {{ read_source(source('zendesk', 'ticket_field_history')) }}

),

tickets as (

    {{ read_source(source('zendesk', 'ticket')) }}

),

latest_fields as (

    select
        *,
        row_number() over (
            partition by source_scope, ticket_id, field_name
            order by updated desc
        ) as newest_first

    from field_history

    where
        rejection is null
        and (
            field_name = 'satisfaction_comment'
            or (
                field_name = 'satisfaction_score'
                and {{ zendesk_is_answer('value') }}
            )
        )

),

{# the same answer may be in all three places; the first knows most of it #}
answers as (

    select
        1 as place,
        source_system,
        source_instance,
        source_scope,
        source_row,
        ticket_id,
        requester_id,
        score,
        comment as comment_text,
        rated_at as responded_at

    from ratings

    where rejection is null and {{ zendesk_is_answer('score') }}

    union all

    select
        2 as place,
        source_system,
        source_instance,
        source_scope,
        min(source_row) as source_row,
        ticket_id,
        cast(null as {{ dbt.type_string() }}) as requester_id,
        max(case when field_name = 'satisfaction_score' then value end) as score,
        max(case when field_name = 'satisfaction_comment' then value end)
            as comment_text,
        max(case when field_name = 'satisfaction_score' then updated end)
            as responded_at

    from latest_fields

    where newest_first = 1

    group by
        source_system,
        source_instance,
        source_scope,
        ticket_id

    union all

    {# a ticket does not say when it was rated; rating it changes it #}
    select
        3 as place,
        source_system,
        source_instance,
        source_scope,
        source_row,
        id as ticket_id,
        requester_id,
        satisfaction_score as score,
        satisfaction_comment as comment_text,
        coalesce(updated_at, created_at) as responded_at

    from tickets

    where rejection is null and {{ zendesk_is_answer('satisfaction_score') }}

),

ranked as (

    select
        answers.*,
        coalesce(answers.requester_id, tickets.requester_id) as user_id,
        row_number() over (
            partition by answers.source_scope, answers.ticket_id
            order by
                answers.place asc,
                answers.responded_at desc,
                answers.score asc,
                answers.source_row asc
        ) as answer_rank

    from answers

    left join tickets
        on
            answers.source_scope = tickets.source_scope
            and answers.ticket_id = tickets.record_id
            and tickets.rejection is null

    where answers.score is not null

),

renamed as (

    select
        ---------- ids
        source_scope || ':' || ticket_id as response_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || user_id as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        'csat' as survey_type,
        comment_text,

        ---------- numbers
        cast(
            case when lower(score) like 'good%' then 1 else 0 end
            as {{ type_money() }}
        ) as score,
        cast(1 as {{ type_money() }}) as score_max,

        ---------- dates and times
        responded_at,

        ---------- faults
        ticket_id as record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from ranked

    where answer_rank = 1

)

select * from renamed
