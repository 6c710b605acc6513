with

contact_activity_days as (

    select * from {{ ref('contact_activity_days') }}

),

dated as (

    select
        *,
        {{ days_ago('activity_on') }} as days_ago

    from contact_activity_days

),

-- what a contact did first; what we sent is no touch
first_moments as (

    select
        contact_id,
        min(first_occurred_at) as first_touch_at

    from contact_activity_days

    where activity_type not in ('{{ sent_activity_types() | join("', '") }}') -- noqa: LT05

    group by contact_id

),

first_touches as (

    select
        first_moments.contact_id,
        cast(first_moments.first_touch_at as date) as first_touch_on,
        min(contact_activity_days.activity_type) as first_touch_type

    from first_moments

    inner join contact_activity_days
        on
            first_moments.contact_id = contact_activity_days.contact_id
            and first_moments.first_touch_at
            = contact_activity_days.first_occurred_at

    where contact_activity_days.activity_type not in ('{{ sent_activity_types() | join("', '") }}') -- noqa: LT05

    group by
        first_moments.contact_id,
        first_moments.first_touch_at

),

counted as (

    select
        contact_id,
        min(activity_on) as first_activity_on,
        {{ activity_count('order_placed', 30) }} as orders_30d,
        {{ activity_count('order_placed', 90) }} as orders_90d,
        {{ activity_count('order_placed', 180) }} as orders_180d,
        {{ activity_count('order_placed', 365) }} as orders_365d,
        cast(sum(case
            when
                activity_type = 'order_placed'
                and activity_on > {{ dbt.dateadd('month', -12, as_of_date()) }}
                then value_total
            else 0
        end) as {{ type_money() }}) as revenue_12m,
        {{ activity_count('email_sent', 90) }} as emails_sent_90d,
        {{ activity_count('email_opened', 90) }} as emails_opened_90d,
        {{ activity_count('email_clicked', 90) }} as emails_clicked_90d,
        {{ last_day_of(['email_opened', 'email_clicked']) }}
            as last_email_engagement_on,
        {{ last_day_of(['email_delivered', 'email_opened', 'email_clicked']) }}
            as last_email_arrived_on,
        {{ last_day_of(['email_bounced_hard']) }} as last_hard_bounce_on,
        {{ activity_count('page_viewed', 30) }} as page_views_30d,
        max(case
            when
                activity_type = 'page_viewed'
                or substr(activity_type, 1, 4) = 'web_'
                then activity_on
        end) as last_visit_on,
        {{ activity_count('store_visited', 30) }} as store_visits_30d,
        {{ activity_count('ticket_opened') }} as tickets_opened,
        {{ activity_count('ticket_closed') }} as tickets_closed

    from dated

    group by contact_id

),

described as (

    select
        counted.contact_id,
        counted.first_activity_on,
        first_touches.first_touch_on,
        first_touches.first_touch_type,

        ---------- orders
        orders_30d,
        orders_90d,
        orders_180d,
        orders_365d,
        revenue_12m,

        ---------- e-mail
        emails_sent_90d,
        emails_opened_90d,
        emails_clicked_90d,
        {{ days_ago('last_email_engagement_on') }}
            as days_since_last_email_engagement,
        last_hard_bounce_on is not null
        and (
            last_email_arrived_on is null
            or last_email_arrived_on <= last_hard_bounce_on
        ) as is_email_bounced,

        ---------- web, stores, support
        page_views_30d,
        {{ days_ago('last_visit_on') }} as days_since_last_visit,
        store_visits_30d,
        greatest(tickets_opened - tickets_closed, 0) as open_ticket_count

    from counted

    left join first_touches
        on counted.contact_id = first_touches.contact_id

)

select * from described
