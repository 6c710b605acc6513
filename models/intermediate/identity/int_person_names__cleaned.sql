-- A person's first or last name as it is shown: one blank between words, titles
-- in front left out, and names all in capitals or all in small letters as one
-- writes them. What is written both ways (McDonald) stays; so does what is long.
{% set most_words = 6 %}

with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

name_words as (

    select * from {{ ref('name_words') }}

),

written as (

    select first_name as written_name

    from contacts

    where first_name is not null

    union

    select last_name as written_name

    from contacts

    where last_name is not null

),

squeezed as (

    select
        written_name,
        {{ replace_pattern(
            'written_name', '[ \t\n\r\u00a0]+', ' '
        ) }} as squeezed_name

    from written

),

positions as (

    {% for position in range(1, most_words + 1) %}
    select {{ position }} as word_position
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{# two capitals may be initials: JP stays #}
worded as (

    select
        squeezed.written_name,
        positions.word_position,
        {{ part_of('squeezed.squeezed_name', "' '", 'positions.word_position') }}
            as word,
        squeezed.squeezed_name = lower(squeezed.squeezed_name)
        or (
            squeezed.squeezed_name = upper(squeezed.squeezed_name)
            and length(squeezed.squeezed_name) > 2
        ) as is_of_one_case

    from squeezed

    inner join positions
        on
            {{ part_of('squeezed.squeezed_name', "' '", 'positions.word_position') }}
            != ''

    where
        length(squeezed.squeezed_name) <= 100
        and {{ part_of('squeezed.squeezed_name', "' '", most_words + 1) }} = ''

),

judged as (

    select
        worded.written_name,
        worded.word_position,
        coalesce(titles.kind is not null, false) as is_title,
        case
            when not worded.is_of_one_case then worded.word
            when particles.kind is not null then lower(worded.word)
            else {{ capitalised('worded.word') }}
        end as word

    from worded

    left join name_words as titles
        on
            titles.kind = 'title'
            and replace(lower(worded.word), '.', '') = titles.word

    left join name_words as particles
        on
            particles.kind = 'particle'
            and lower(worded.word) = particles.word

),

{# where only titles are, they are the name #}
begun as (

    select
        *,
        coalesce(
            min(case when not is_title then word_position end) over (
                partition by written_name
            ),
            1
        ) as first_position

    from judged

),

assembled as (

    select
        written_name,
        {% for position in range(1, most_words + 1) %}
        {{ '|| ' if not loop.first }}coalesce(max(
            case when word_position = {{ position }} then ' ' || word end
        ), '')
        {%- endfor %}
            as shown_name

    from begun

    where word_position >= first_position

    group by written_name

),

cleaned as (

    select
        squeezed.written_name,
        coalesce(trim(assembled.shown_name), squeezed.squeezed_name) as shown_name

    from squeezed

    left join assembled
        on squeezed.written_name = assembled.written_name

)

select * from cleaned
