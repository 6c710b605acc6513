-- Connected components: who is tied to whom, through chains of any length.
-- assert_identity_has_converged proves it for the data.
with

records as (

    select contact_record_key from {{ ref('int_contacts__cleaned') }}

),

links as (

    select * from {{ ref('int_contacts__told_apart') }}

),

{{ connected(
    'contact_record_key',
    ['identifier_type', 'identifier_value', 'person_name']
) }}
