with

faults as (

    {{ joined_table_faults({
        'user_identity': source('zendesk', 'user_identity'),
        'domain_name': source('zendesk', 'domain_name'),
        'merged_ticket': source('zendesk', 'merged_ticket'),
        'deleted_ticket': source('zendesk', 'deleted_ticket'),
        'ticket_tag': source('zendesk', 'ticket_tag'),
        'ticket_field_history': source('zendesk', 'ticket_field_history'),
        'ticket_metric': source('zendesk', 'ticket_metric'),
        'satisfaction_rating': source('zendesk', 'satisfaction_rating'),
    }) }}

)

select * from faults
