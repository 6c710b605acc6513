{# Types of activity that are ours and not the contact's: sent, and what became
   of it on the way; records and consents written down. #}
{% macro sent_activity_types() %}
    {{ return([
        'email_sent', 'email_delivered', 'email_bounced_hard', 'email_bounced_soft',
        'sms_sent', 'sms_delivered', 'task_logged', 'note_logged',
        'consent_granted', 'consent_pending', 'consent_denied', 'consent_withdrawn',
        'consent_other',
    ]) }}
{% endmacro %}
