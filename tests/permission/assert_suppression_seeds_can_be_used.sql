-- A reason or a signal that nothing would heed leaves somebody reachable.
{% set text = dbt.type_string() %}
{% set built_in = [
    'unsubscribed', 'complaint', 'hard_bounce', 'do_not_call',
    'profiling_objection', 'restricted_processing', 'deleted_in_source'
] %}

with

reasons as (

    select
        *,
        row_number() over (order by {{ row_position() }}) + 1 as line_number

    from {{ ref('suppression_reasons') }}

),

signals as (

    select
        *,
        row_number() over (order by {{ row_position() }}) + 1 as line_number

    from {{ ref('suppression_signals') }}

),

listed_words as (

    {% for column in ['closes_channels', 'closes_purposes'] %}

    select
        line_number,
        '{{ column }}' as column_name,
        {{ split_to_rows('coalesce(' ~ column ~ ", '')", "';'") }} as word

    from reasons

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

switches as (

    {% for column in ['is_out_of_segments', 'is_out_of_scores'] %}

    select
        line_number,
        '{{ column }}' as column_name,
        coalesce(lower({{ column }}), '') as word

    from reasons

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

needed as (

    {% for reason in built_in %}
    select '{{ reason }}' as reason
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

problems as (

    select
        'suppression_reasons.csv, line ' || cast(line_number as {{ text }})
        || ': ' || column_name || ' names ''' || word || '''. Write all, or '
        || 'email, sms, phone, post, ads with semicolons between.' as message

    from listed_words

    where
        column_name = 'closes_channels'
        and word not in ('all', 'email', 'sms', 'phone', 'post', 'ads')

    union all

    select
        'suppression_reasons.csv, line ' || cast(line_number as {{ text }})
        || ': ' || column_name || ' names ''' || word || '''. Write all, or '
        || 'marketing, service, profiling, sale_of_data with semicolons between.'
            as message

    from listed_words

    where
        column_name = 'closes_purposes'
        and word not in ('all', 'marketing', 'service', 'profiling', 'sale_of_data') -- noqa: LT05

    union all

    select
        'suppression_reasons.csv, line ' || cast(line_number as {{ text }})
        || ': ' || column_name || ' is ''' || word || '''. Write true or false.'
            as message

    from switches

    where word not in ('true', 'false')

    union all

    select
        'suppression_reasons.csv: no line for ' || needed.reason
        || ', so whoever has it would be addressed. Add one.' as message

    from needed

    left join reasons
        on needed.reason = reasons.reason

    where reasons.reason is null

    union all

    select
        'suppression_reasons.csv, line '
        || cast(max(line_number) as {{ text }}) || ': ' || coalesce(reason, '')
        || ' is on line ' || cast(min(line_number) as {{ text }})
        || ' already. Keep one.' as message

    from reasons

    group by reason

    having count(*) > 1

    union all

    select
        'suppression_signals.csv, line ' || cast(line_number as {{ text }})
        || ': the signal is ''' || coalesce(signal, '')
        || '''. Write tag, attribute or email, and what it is called.' as message

    from signals

    where
        coalesce(signal, '') not in ('tag', 'attribute', 'email')
        or name is null

    union all

    select
        'suppression_signals.csv, line '
        || cast(signals.line_number as {{ text }}) || ': the reason '''
        || coalesce(signals.reason, '')
        || ''' is not in suppression_reasons.csv. Add it there, or correct it.'
            as message

    from signals

    left join reasons
        on signals.reason = reasons.reason

    where reasons.reason is null

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
