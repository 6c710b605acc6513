{#
    A pair that is one contact by now, by whatever link, is a candidate no more.
    With probabilistic_linking off there are none.
#}
with

pairs as (

    {% if var('probabilistic_linking') %}

    select * from {{ ref('int_contact_pairs__scored') }}

    {% else %}

    {{ no_rows({
        'contact_record_key': dbt.type_string(),
        'other_record_key': dbt.type_string(),
        'score': type_money(),
        'evidence': dbt.type_string(),
    }) }}

    {% endif %}

),

contact_records as (

    select * from {{ ref('contact_records') }}

),

open_pairs as (

    select
        pairs.contact_record_key,
        pairs.other_record_key,
        records.contact_id,
        other_records.contact_id as other_contact_id,
        cast(pairs.score as {{ type_money() }}) as score,
        pairs.evidence

    from pairs

    inner join contact_records as records
        on pairs.contact_record_key = records.contact_record_key

    inner join contact_records as other_records
        on pairs.other_record_key = other_records.contact_record_key

    where records.contact_id != other_records.contact_id

)

select * from open_pairs
