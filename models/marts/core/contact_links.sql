-- Why records are one contact: every identifier that at least two of its
-- records share as the same person.
with

links as (

    select * from {{ ref('int_contacts__told_apart') }}

),

linked as (

    select * from {{ ref('int_contacts__linked') }}

),

{% if var('probabilistic_linking') %}
pairs as (

    select
        contact_record_key || ' = ' || other_record_key as identifier_value,
        score

    from {{ ref('int_contact_pairs__scored') }}

),

{% endif %}
described as (

    select
        linked.contact_id,
        links.identifier_type as rule,
        links.identifier_value,
        links.person_name,
        {% if var('probabilistic_linking') %}
        cast(coalesce(max(pairs.score), 1) as {{ type_money() }}) as score,
        {% else %}
        cast(1 as {{ type_money() }}) as score,
        {% endif %}
        count(*) as record_count,
        {{ sorted_list('links.contact_record_key', ', ') }}
            as contact_record_keys

    from links

    inner join linked
        on links.contact_record_key = linked.contact_record_key

    {% if var('probabilistic_linking') %}
    left join pairs
        on
            links.identifier_type = 'probable_match'
            and links.identifier_value = pairs.identifier_value

    {% endif %}
    group by
        linked.contact_id,
        links.identifier_type,
        links.identifier_value,
        links.person_name

    having count(*) > 1

)

select * from described
