-- The variable sync_id_list says which: {segment_id: ..., destination: ...,
-- instance: ...}. Empty without it.
-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
{% set chosen = var('sync_id_list', {}) %}

with

sync_candidates as (

    select * from {{ ref('sync_candidates') }}

),

listed as (

    select destination_record_id as external_id

    from sync_candidates

    where
        is_sent
        and segment_id = {{ text_literal(chosen.get('segment_id', '')) }}
        and destination = {{ text_literal(chosen.get('destination', '')) }}
        and instance = {{ text_literal(chosen.get('instance', '')) }}

)

select * from listed
