-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

history as (

    select * from {{ ref('segment_membership_history') }}

),

-- what a second run of a day took back was no stage
stages as (

    select
        *,
        lag(segment_id) over (
            partition by contact_id, exclusive_group
            order by valid_from, opened_sequence
        ) as former_segment_id,
        lag(valid_to) over (
            partition by contact_id, exclusive_group
            order by valid_from, opened_sequence
        ) as former_valid_to

    from history

    where
        exclusive_group is not null
        and is_primary
        and (valid_to is null or valid_to > valid_from)

),

numbered as (

    select
        *,
        sum(
            case
                when
                    segment_id = former_segment_id
                    and valid_from = former_valid_to
                    then 0
                else 1
            end
        ) over (
            partition by contact_id, exclusive_group
            order by valid_from, opened_sequence
            rows between unbounded preceding and current row
        ) as step_number,
        row_number() over (
            partition by contact_id, exclusive_group
            order by valid_from, opened_sequence
        ) as piece

    from stages

),

steps as (

    select
        contact_id,
        exclusive_group,
        step_number,
        segment_id,
        min(valid_from) as entered_on,
        case when count(*) = count(valid_to) then max(valid_to) end as left_on,
        min(piece) as first_piece,
        max(piece) as last_piece

    from numbered

    group by contact_id, exclusive_group, step_number, segment_id

),

reasoned as (

    select
        steps.contact_id,
        steps.exclusive_group,
        cast(steps.step_number as integer) as step_number,
        steps.segment_id,
        lag(steps.segment_id) over (
            partition by steps.contact_id, steps.exclusive_group
            order by steps.step_number
        ) as previous_segment_id,
        lag(steps.left_on) over (
            partition by steps.contact_id, steps.exclusive_group
            order by steps.step_number
        ) as previous_left_on,
        lead(steps.segment_id) over (
            partition by steps.contact_id, steps.exclusive_group
            order by steps.step_number
        ) as next_segment_id,
        lead(steps.entered_on) over (
            partition by steps.contact_id, steps.exclusive_group
            order by steps.step_number
        ) as next_entered_on,
        steps.entered_on,
        steps.left_on,
        cast({{ dbt.datediff(
            'steps.entered_on',
            'coalesce(steps.left_on, ' ~ as_of_date() ~ ')',
            'day'
        ) }} as integer) as stage_days,
        first_pieces.reason_in,
        case when steps.left_on is not null then last_pieces.reason_out end
            as reason_out

    from steps

    inner join numbered as first_pieces
        on
            steps.contact_id = first_pieces.contact_id
            and steps.exclusive_group = first_pieces.exclusive_group
            and steps.first_piece = first_pieces.piece

    inner join numbered as last_pieces
        on
            steps.contact_id = last_pieces.contact_id
            and steps.exclusive_group = last_pieces.exclusive_group
            and steps.last_piece = last_pieces.piece

)

select * from reasoned
