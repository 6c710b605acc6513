-- What kind of mailbox a record's address is: whether it says who somebody is,
-- and whether mail may go there. When several kinds fit, the strictest counts.
with

identifiers as (

    select * from {{ ref('int_contact_identifiers__cleaned') }}

),

email_kinds as (

    select * from {{ ref('email_kinds') }}

),

email_patterns as (

    select * from {{ ref('email_patterns') }}

),

disposable_domains as (

    select * from {{ ref('disposable_domains') }}

),

role_mailboxes as (

    select * from {{ ref('role_mailboxes') }}

),

free_mail_domains as (

    select * from {{ ref('free_mail_domains') }}

),

{# a role with a tag is that role: info+berlin #}
mailboxes as (

    select distinct
        identifier_value as email_key,
        {{ part_of(part_of('identifier_value', "'@'", 1), "'+'", 1) }}
            as mailbox,
        {{ part_of('identifier_value', "'@'", 2) }} as domain

    from identifiers

    where identifier_type = 'email'

),

fitting as (

    select
        email_key,
        'personal' as email_kind

    from mailboxes

    union all

    select
        mailboxes.email_key,
        'free_mail' as email_kind

    from mailboxes

    inner join free_mail_domains
        on mailboxes.domain = free_mail_domains.domain

    union all

    select
        mailboxes.email_key,
        'role' as email_kind

    from mailboxes

    inner join role_mailboxes
        on mailboxes.mailbox = role_mailboxes.mailbox

    union all

    select
        mailboxes.email_key,
        'disposable' as email_kind

    from mailboxes

    inner join disposable_domains
        on mailboxes.domain = disposable_domains.domain

    union all

    select
        mailboxes.email_key,
        email_patterns.email_kind

    from mailboxes

    inner join email_patterns
        on {{ matches_column('mailboxes.email_key', 'email_patterns.pattern') }}

),

strictest as (

    select
        fitting.email_key,
        min(email_kinds.precedence) as precedence

    from fitting

    inner join email_kinds
        on fitting.email_kind = email_kinds.email_kind

    group by fitting.email_key

),

classified as (

    select
        strictest.email_key,
        email_kinds.email_kind,
        email_kinds.is_linking,
        email_kinds.is_mailable

    from strictest

    inner join email_kinds
        on strictest.precedence = email_kinds.precedence

)

select * from classified
