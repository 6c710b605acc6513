-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

contacts as (

    select * from {{ ref('contacts') }}

),

contact_features as (

    select * from {{ ref('contact_features') }}

),

segments as (

    select * from {{ ref('segments') }}

),

segment_memberships as (

    select * from {{ ref('segment_memberships') }}

),

ranked as (

    select
        segment_memberships.contact_id,
        segment_memberships.segment_id,
        segments.segment_name,
        row_number() over (
            partition by segment_memberships.contact_id
            order by segments.priority, segments.segment_id
        ) as segment_rank

    from segment_memberships

    inner join segments
        on segment_memberships.segment_id = segments.segment_id

),

listed as (

    select
        contact_id,
        count(*) as segment_count,
        {{ sorted_list('segment_id', ';') }} as segment_ids,
        max(case when segment_rank = 1 then segment_id end)
            as primary_segment_id,
        max(case when segment_rank = 1 then segment_name end)
            as primary_segment_name

    from ranked

    group by contact_id

),

joined as (

    select
        contacts.contact_id,

        ---------- who they are
        contacts.full_name,
        contacts.first_name,
        contacts.last_name,
        contacts.email,
        contacts.phone,
        contacts.company_id,
        contacts.company_name,
        contacts.job_title,
        contacts.city,
        contacts.region,
        contacts.country,
        contacts.postal_code,
        contacts.language,
        contacts.gender,
        contact_features.age_years,
        contacts.is_guest,
        contacts.is_archived,

        ---------- how they came, and where they stand in the CRM
        contacts.source_channel,
        contacts.lifecycle_stage,
        contacts.lead_status,
        contacts.owner,
        contact_features.tags,
        contact_features.created_on,

        ---------- what they bought
        contact_features.order_count,
        contact_features.first_order_on,
        contact_features.last_order_on,
        contact_features.days_since_last_order,
        contact_features.lifetime_revenue,
        contact_features.average_order_value,
        contact_features.revenue_12m,
        contact_features.favourite_category,
        contact_features.purchase_stage,

        ---------- scores
        contact_features.recency_score,
        contact_features.frequency_score,
        contact_features.monetary_score,
        contact_features.rfm_group,
        contact_features.engagement_score,
        contact_features.engagement_level,
        contact_features.nps_group,
        contact_features.loyalty_tier,

        ---------- what is open
        contact_features.open_ticket_count,
        contact_features.open_deal_count,
        contact_features.open_deal_amount,

        ---------- how they may be reached
        contact_features.is_email_permitted,
        contact_features.is_sms_permitted,
        contact_features.is_phone_permitted,
        contact_features.is_email_bounced,

        ---------- segments
        listed.primary_segment_id,
        listed.primary_segment_name,
        cast(coalesce(listed.segment_count, 0) as integer) as segment_count,
        listed.segment_ids,
        contact_features.as_of_on

    from contacts

    inner join contact_features
        on contacts.contact_id = contact_features.contact_id

    left join listed
        on contacts.contact_id = listed.contact_id

)

select * from joined
