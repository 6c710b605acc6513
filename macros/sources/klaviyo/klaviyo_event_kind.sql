{# What an event of Klaviyo is, by the name of its metric: email, sms, consent,
   or web for all else, metrics of one's own included. #}
{% macro klaviyo_event_kind(metric_name) -%}
    case
            when lower({{ metric_name }}) in (
                'received email',
                'opened email',
                'clicked email',
                'bounced email',
                'dropped email',
                'marked email as spam',
                'unsubscribed',
                'unsubscribed from email marketing',
                'unsubscribed from list'
            ) then 'email'
            when lower({{ metric_name }}) in (
                'subscribed to email marketing',
                'subscribed to list',
                'subscribed to sms marketing',
                'consented to receive sms',
                'unsubscribed from sms',
                'unsubscribed from sms marketing'
            ) then 'consent'
            when lower({{ metric_name }}) like '%sms%' then 'sms'
            else 'web'
        end
{%- endmacro %}
