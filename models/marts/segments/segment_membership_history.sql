-- What was published cannot be computed again: this table remembers it. A run
-- opens rows and closes rows; what a row said of a day before, it goes on saying.
-- Written only when the circuit breaker has not stopped the build.
-- depends_on: {{ ref('publication_checks') }}
{{ config(
    schema='state',
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='opened_sequence',
    full_refresh=false,
    post_hook="{{ blank_erased(ref('int_erasures__listed')) }}",
    on_schema_change='append_new_columns'
) }}

with

memberships as (

    select
        *,
        case when is_holdout then 'holdout' else 'treatment' end as variant,
        rule_group = 0 as is_by_hand

    from {{ ref('segment_memberships') }}

),

segments as (

    select * from {{ ref('segments') }}

),

contact_changes as (

    select * from {{ ref('contact_changes') }}

    where known_on = {{ as_of_date() }}

),

contact_assignments as (

    select * from {{ ref('contact_assignments') }}

),

contact_merges as (

    select * from {{ ref('contact_merges') }}

    where changed_on <= {{ as_of_date() }}

),

history as (

    {{ remembered(membership_history_columns()) }}

),

open_rows as (

    select * from history

    where valid_to is null

),

last_change as (

    select
        coalesce(max(coalesce(closed_sequence, opened_sequence)), 0)
            as last_number

    from history

),

-- the definition that each segment was last published with
known_definitions as (

    select
        segment_id,
        latest_definition_hash,
        row_number() over (
            partition by segment_id
            order by
                case when valid_to is null then 0 else 1 end asc,
                closed_sequence desc
        ) as place

    from history

),

last_rows as (

    select
        segment_id,
        contact_id,
        reason_out,
        row_number() over (
            partition by segment_id, contact_id
            order by opened_sequence desc
        ) as place

    from history

),

-- whose stays a contact took over when records were merged or split
inherited as (

    select
        open_rows.segment_id,
        contact_merges.current_contact_id as contact_id,
        min(open_rows.member_since) as member_since,
        max(contact_merges.change_type) as change_type

    from open_rows

    inner join contact_merges
        on open_rows.contact_id = contact_merges.old_contact_id

    left join contact_changes
        on open_rows.contact_id = contact_changes.contact_id

    where
        contact_changes.contact_id is null
        or contact_merges.changed_on > contact_changes.last_known_on

    group by open_rows.segment_id, contact_merges.current_contact_id

),

departed as (

    select
        old_contact_id as contact_id,
        max(change_type) as change_type

    from contact_merges

    group by old_contact_id

),

compared as (

    select
        coalesce(memberships.segment_id, open_rows.segment_id) as segment_id,
        coalesce(memberships.contact_id, open_rows.contact_id) as contact_id,
        open_rows.opened_sequence as open_sequence,
        open_rows.stay_id as open_stay_id,
        open_rows.member_since as open_member_since,
        open_rows.is_permitted as was_permitted,
        open_rows.is_by_hand as was_by_hand,
        open_rows.variant as former_variant,
        memberships.variant,
        memberships.is_by_hand,
        memberships.is_primary,
        memberships.is_permitted,
        memberships.is_actionable,
        memberships.exclusive_group,
        case
            when open_rows.contact_id is null then 'entered'
            when memberships.contact_id is null then 'exited'
            when memberships.variant != open_rows.variant then 'variant_changed'
            when
                memberships.is_primary != open_rows.is_primary
                or memberships.is_permitted != open_rows.is_permitted
                or memberships.is_actionable != open_rows.is_actionable
                or memberships.is_by_hand != open_rows.is_by_hand
                or coalesce(memberships.exclusive_group, '')
                != coalesce(open_rows.exclusive_group, '')
                then 'standing_changed'
        end as change_type

    from memberships

    full outer join open_rows
        on
            memberships.segment_id = open_rows.segment_id
            and memberships.contact_id = open_rows.contact_id

),

evidenced as (

    select
        compared.*,
        segments.definition_hash,
        segments.segment_id is not null as is_published,
        coalesce(segments.has_permission_rule, false) as has_permission_rule,
        coalesce(
            segments.definition_hash != known_definitions.latest_definition_hash,
            true
        ) as is_redefined,
        coalesce(not contact_changes.is_archived, false) as is_current,
        coalesce(contact_changes.is_out_of_segments, false)
            as is_out_of_segments,
        coalesce(contact_changes.has_new_permissions, false)
            as has_new_permissions,
        coalesce(contact_changes.late_activity_count, 0) as late_activity_count,
        coalesce(contact_changes.identity_change, inherited.change_type)
            as arrived_by,
        case
            when contact_changes.contact_id is null then departed.change_type
            else contact_changes.identity_change
        end as departed_by,
        inherited.member_since as inherited_since,
        coalesce(
            {{ dbt.position(
                "';' || compared.segment_id || ';'",
                'contact_assignments.excluded_from'
            ) }} > 0, false
        ) as is_excluded_by_hand,
        last_rows.reason_out as last_reason_out

    from compared

    left join segments
        on compared.segment_id = segments.segment_id

    left join known_definitions
        on
            compared.segment_id = known_definitions.segment_id
            and known_definitions.place = 1

    left join contact_changes
        on compared.contact_id = contact_changes.contact_id

    left join contact_assignments
        on compared.contact_id = contact_assignments.contact_id

    left join inherited
        on
            compared.segment_id = inherited.segment_id
            and compared.contact_id = inherited.contact_id

    left join departed
        on compared.contact_id = departed.contact_id

    left join last_rows
        on
            compared.segment_id = last_rows.segment_id
            and compared.contact_id = last_rows.contact_id
            and last_rows.place = 1

),

explained as (

    select
        *,
        case change_type
            when 'entered' then {{ reason_of_entry() }}
            when 'exited' then {{ reason_of_exit() }}
            when 'variant_changed' then {{ reason_of_change() }}
            when 'standing_changed' then {{ reason_of_change() }}
        end as reason,
        row_number() over (
            order by
                case when change_type is null then 1 else 0 end asc,
                {{ dbt.hash("segment_id || '|' || contact_id") }} asc
        ) as change_number

    from evidenced

),

numbered as (

    select
        explained.*,
        last_change.last_number + explained.change_number as change_sequence

    from explained

    cross join last_change

),

opened as (

    select
        change_sequence as opened_sequence,
        cast(null as {{ dbt.type_bigint() }}) as closed_sequence,
        coalesce(
            open_stay_id,
            {{ dbt.hash(
                "segment_id || '|' || contact_id || '|' || cast(change_sequence as "
                ~ dbt.type_string() ~ ")"
            ) }}
        ) as stay_id,
        segment_id,
        contact_id,
        variant,
        is_primary,
        is_permitted,
        is_actionable,
        is_by_hand,
        exclusive_group,
        {{ as_of_date() }} as valid_from,
        cast(null as date) as valid_to,
        least(
            coalesce(open_member_since, inherited_since, {{ as_of_date() }}),
            coalesce(inherited_since, open_member_since, {{ as_of_date() }})
        ) as member_since,
        change_type as change_in,
        cast(null as {{ dbt.type_string() }}) as change_out,
        reason as reason_in,
        cast(null as {{ dbt.type_string() }}) as reason_out,
        definition_hash,
        definition_hash as latest_definition_hash,
        '{{ build_id() }}' as opened_build_id,
        {{ run_timestamp() }} as opened_at,
        cast(null as {{ dbt.type_string() }}) as closed_build_id,
        cast(null as {{ dbt.type_timestamp() }}) as closed_at

    from numbered

    where change_type in ('entered', 'variant_changed', 'standing_changed')

),

-- closed, or known under a new definition, or joined by an older stay
updated as (

    select
        open_rows.opened_sequence,
        case
            when numbered.change_type is not null
                then numbered.change_sequence
        end as closed_sequence,
        open_rows.stay_id,
        open_rows.segment_id,
        open_rows.contact_id,
        open_rows.variant,
        open_rows.is_primary,
        open_rows.is_permitted,
        open_rows.is_actionable,
        open_rows.is_by_hand,
        open_rows.exclusive_group,
        open_rows.valid_from,
        case
            when numbered.change_type is not null then {{ as_of_date() }}
        end as valid_to,
        least(
            open_rows.member_since,
            coalesce(numbered.inherited_since, open_rows.member_since)
        ) as member_since,
        open_rows.change_in,
        numbered.change_type as change_out,
        open_rows.reason_in,
        numbered.reason as reason_out,
        open_rows.definition_hash,
        coalesce(numbered.definition_hash, open_rows.latest_definition_hash)
            as latest_definition_hash,
        open_rows.opened_build_id,
        open_rows.opened_at,
        case
            when numbered.change_type is not null then '{{ build_id() }}'
        end as closed_build_id,
        case
            when numbered.change_type is not null then {{ run_timestamp() }}
        end as closed_at

    from numbered

    inner join open_rows
        on numbered.open_sequence = open_rows.opened_sequence

    where
        numbered.change_type is not null
        or numbered.is_redefined
        or numbered.inherited_since < open_rows.member_since

),

written as (

    select * from opened

    union all

    select * from updated

)

select * from written
