with

crm as (

    select * from {{ ref('contact_crm_features') }}

),

purchases as (

    select * from {{ ref('contact_purchase_features') }}

),

lifecycle as (

    select * from {{ ref('lifecycle_stages') }}

),

rfm as (

    select * from {{ ref('rfm_scores') }}

),

activity as (

    select * from {{ ref('contact_activity_features') }}

),

engagement as (

    select * from {{ ref('engagement_scores') }}

),

leads as (

    select * from {{ ref('lead_scores') }}

),

profiles as (

    select * from {{ ref('contact_profile_features') }}

),

products as (

    select * from {{ ref('contact_product_features') }}

),

permissions as (

    select * from {{ ref('contact_permission_features') }}

),

carts as (

    select * from {{ ref('contact_cart_features') }}

),

answers as (

    select * from {{ ref('contact_answer_features') }}

),

deals as (

    select * from {{ ref('contact_deal_features') }}

),

joined as (

    select
        crm.contact_id,
        {{ as_of_date() }} as as_of_on,

        ---------- who
        crm.country,
        crm.region,
        crm.city,
        profiles.time_zone,
        crm.language,
        crm.gender,
        crm.age_years,
        crm.age_band,
        crm.days_to_birthday,
        crm.company_name,
        crm.industry,
        crm.company_employee_count,
        crm.company_size_band,
        profiles.company_revenue,
        profiles.company_revenue_band,
        crm.job_title,
        crm.job_seniority,
        crm.job_function,
        crm.source_channel,
        crm.utm_source,
        crm.utm_medium,
        crm.utm_campaign,
        activity.first_touch_on,
        activity.first_touch_type,
        crm.lifecycle_stage,
        crm.lead_status,
        crm.owner,
        crm.tags,
        crm.is_guest,
        crm.is_archived,
        coalesce(permissions.is_out_of_segments, false) as is_out_of_segments,
        crm.created_on,
        {{ days_ago('crm.created_on') }} as days_since_created,
        least(lifecycle.first_order_on, deals.first_won_on) as converted_on,
        substr(
            cast(
                least(lifecycle.first_order_on, deals.first_won_on)
                as {{ dbt.type_string() }}
            ), 1, 7
        ) as conversion_month,

        ---------- purchases
        lifecycle.order_count,
        lifecycle.first_order_on,
        lifecycle.last_order_on,
        {{ days_ago('lifecycle.first_order_on') }} as days_since_first_order,
        lifecycle.days_since_last_order,
        purchases.days_to_order_anniversary,
        coalesce(purchases.seasons_bought, 0) as seasons_bought,
        cast(coalesce(purchases.lifetime_revenue, 0) as {{ type_money() }})
            as lifetime_revenue,
        purchases.average_order_value,
        cast(coalesce(activity.revenue_12m, 0) as {{ type_money() }})
            as revenue_12m,
        coalesce(activity.orders_30d, 0) as orders_30d,
        coalesce(activity.orders_90d, 0) as orders_90d,
        coalesce(activity.orders_180d, 0) as orders_180d,
        coalesce(activity.orders_365d, 0) as orders_365d,
        purchases.refunded_share,
        purchases.discount_share,
        purchases.first_category,
        purchases.favourite_category,
        purchases.last_category,
        products.first_product,
        products.favourite_product,
        products.last_product,
        products.bought_products,
        products.bought_categories,
        lifecycle.purchase_stage,
        lifecycle.usual_gap_days,

        ---------- recency, frequency, monetary
        rfm.recency_score,
        rfm.frequency_score,
        rfm.monetary_score,
        case
            when lifecycle.order_count = 0 then 'prospects' else rfm.rfm_group
        end as rfm_group,

        ---------- carts
        coalesce(carts.open_cart_count_7d, 0) as open_cart_count_7d,
        carts.days_since_last_open_cart,
        cast(coalesce(carts.open_cart_value, 0) as {{ type_money() }})
            as open_cart_value,

        ---------- e-mail and permission
        coalesce(activity.emails_sent_90d, 0) as emails_sent_90d,
        coalesce(activity.emails_opened_90d, 0) as emails_opened_90d,
        coalesce(activity.emails_clicked_90d, 0) as emails_clicked_90d,
        activity.days_since_last_email_engagement,
        coalesce(permissions.is_email_permitted, false) as is_email_permitted,
        coalesce(permissions.is_sms_permitted, false) as is_sms_permitted,
        coalesce(permissions.is_phone_permitted, false) as is_phone_permitted,
        coalesce(activity.is_email_bounced, false) as is_email_bounced,
        coalesce(permissions.is_email_permitted, false)
        and profiles.has_email
        and not coalesce(activity.is_email_bounced, false)
            as is_email_reachable,
        coalesce(permissions.is_sms_permitted, false)
        and profiles.has_phone as is_sms_reachable,
        coalesce(permissions.is_phone_permitted, false)
        and profiles.has_phone as is_phone_reachable,

        ---------- web, stores, support, surveys, loyalty
        coalesce(activity.page_views_30d, 0) as page_views_30d,
        activity.days_since_last_visit,
        coalesce(activity.store_visits_30d, 0) as store_visits_30d,
        coalesce(activity.open_ticket_count, 0) as open_ticket_count,
        answers.last_csat_score,
        answers.last_nps_score,
        answers.nps_group,
        answers.loyalty_tier,

        ---------- deals and engagement
        coalesce(deals.deal_count, 0) as deal_count,
        coalesce(deals.open_deal_count, 0) as open_deal_count,
        cast(coalesce(deals.open_deal_amount, 0) as {{ type_money() }})
            as open_deal_amount,
        deals.oldest_open_deal_days,
        coalesce(deals.won_deal_count, 0) as won_deal_count,
        coalesce(deals.lost_deal_count, 0) as lost_deal_count,
        deals.last_deal_status,
        deals.open_deal_stages,
        deals.deal_owners,
        engagement.engagement_score,
        engagement.engagement_level,
        leads.fit_score,
        leads.lead_grade

    from crm

    inner join lifecycle
        on crm.contact_id = lifecycle.contact_id

    inner join engagement
        on crm.contact_id = engagement.contact_id

    inner join leads
        on crm.contact_id = leads.contact_id

    inner join profiles
        on crm.contact_id = profiles.contact_id

    left join products
        on crm.contact_id = products.contact_id

    left join purchases
        on crm.contact_id = purchases.contact_id

    left join activity
        on crm.contact_id = activity.contact_id

    left join rfm
        on crm.contact_id = rfm.contact_id

    left join permissions
        on crm.contact_id = permissions.contact_id

    left join carts
        on crm.contact_id = carts.contact_id

    left join answers
        on crm.contact_id = answers.contact_id

    left join deals
        on crm.contact_id = deals.contact_id

)

select * from joined
