{#
    The switchboard: which staging models feed which entity, system by system.
    A new system is its folder in models/staging, its lines here, and nothing
    else. Gives {entity: {system: [model, ...]}}.

    Two are no entities: joined_tables are raw tables that only add to the rows
    of others, here so that their faults are listed too; erasure_requests are
    hashed as they are read, and never become a table.
#}
{% macro source_feeds() %}

    {{ return({
        'contacts': {
            'csv': ['stg_csv__contacts'],
            'hubspot': ['stg_hubspot__contacts', 'stg_hubspot__merged_contacts'],
            'salesforce': [
                'stg_salesforce__contacts',
                'stg_salesforce__leads',
                'stg_salesforce__person_accounts',
            ],
            'shopify': ['stg_shopify__contacts'],
            'klaviyo': ['stg_klaviyo__contacts'],
            'woocommerce': ['stg_woocommerce__contacts'],
            'mailchimp': ['stg_mailchimp__contacts'],
            'segment': [
                'stg_segment__contacts',
                'stg_segment__identified_users',
            ],
            'stripe': ['stg_stripe__contacts'],
            'zendesk': ['stg_zendesk__contacts'],
            'wukong': [
                'stg_wukong__contacts',
                'stg_wukong__leads',
                'stg_wukong__customers_without_contact',
            ],
            'zoho': ['stg_zoho__contacts', 'stg_zoho__leads'],
        },
        'orders': {
            'csv': ['stg_csv__orders'],
            'shopify': ['stg_shopify__orders'],
            'woocommerce': ['stg_woocommerce__orders'],
            'stripe': ['stg_stripe__charges', 'stg_stripe__invoices'],
            'wukong': ['stg_wukong__contracts', 'stg_wukong__payments'],
        },
        'order_items': {
            'csv': ['stg_csv__order_items'],
            'shopify': ['stg_shopify__order_items'],
            'woocommerce': ['stg_woocommerce__order_items'],
            'wukong': ['stg_wukong__contract_products'],
        },
        'products': {
            'csv': ['stg_csv__products'],
            'shopify': ['stg_shopify__products'],
            'woocommerce': ['stg_woocommerce__products'],
            'wukong': ['stg_wukong__products'],
        },
        'companies': {
            'csv': ['stg_csv__companies'],
            'hubspot': ['stg_hubspot__companies'],
            'salesforce': ['stg_salesforce__companies'],
            'segment': ['stg_segment__companies'],
            'zendesk': ['stg_zendesk__companies'],
            'wukong': ['stg_wukong__companies'],
            'zoho': ['stg_zoho__companies'],
        },
        'deals': {
            'csv': ['stg_csv__deals'],
            'hubspot': ['stg_hubspot__deals'],
            'salesforce': ['stg_salesforce__deals'],
            'wukong': ['stg_wukong__deals'],
            'zoho': ['stg_zoho__deals'],
        },
        'carts': {
            'csv': ['stg_csv__carts'],
            'shopify': ['stg_shopify__carts'],
            'woocommerce': ['stg_woocommerce__carts'],
        },
        'email_events': {
            'csv': ['stg_csv__email_events'],
            'hubspot': ['stg_hubspot__email_events'],
            'salesforce': ['stg_salesforce__email_bounces'],
            'klaviyo': ['stg_klaviyo__email_events'],
            'mailchimp': [
                'stg_mailchimp__sent_emails',
                'stg_mailchimp__email_activity',
                'stg_mailchimp__automation_activity',
                'stg_mailchimp__unsubscribes',
                'stg_mailchimp__cleaned_members',
            ],
        },
        'web_events': {
            'csv': ['stg_csv__web_events'],
            'hubspot': ['stg_hubspot__form_submissions'],
            'klaviyo': ['stg_klaviyo__web_events'],
            'segment': [
                'stg_segment__pages',
                'stg_segment__screens',
                'stg_segment__tracks',
                'stg_segment__identifies',
                'stg_segment__groups',
                'stg_segment__aliases',
            ],
        },
        'support_tickets': {
            'csv': ['stg_csv__support_tickets'],
            'hubspot': ['stg_hubspot__tickets'],
            'salesforce': ['stg_salesforce__cases'],
            'zendesk': ['stg_zendesk__tickets'],
        },
        'survey_responses': {
            'csv': ['stg_csv__survey_responses'],
            'hubspot': ['stg_hubspot__nps_answers'],
            'zendesk': ['stg_zendesk__satisfaction_answers'],
        },
        'loyalty_events': {
            'csv': ['stg_csv__loyalty_events'],
        },
        'social_events': {
            'csv': ['stg_csv__social_events'],
        },
        'consent_events': {
            'csv': ['stg_csv__consent_events'],
            'hubspot': ['stg_hubspot__subscription_changes'],
            'salesforce': [
                'stg_salesforce__privacy_settings',
                'stg_salesforce__contact_point_consents',
            ],
            'shopify': ['stg_shopify__consent_events'],
            'klaviyo': [
                'stg_klaviyo__subscriptions',
                'stg_klaviyo__consents',
                'stg_klaviyo__exclusions',
            ],
            'mailchimp': [
                'stg_mailchimp__subscriptions',
                'stg_mailchimp__marketing_permissions',
            ],
            'zoho': ['stg_zoho__unsubscribes'],
        },
        'logged_activities': {
            'csv': ['stg_csv__activities'],
            'hubspot': ['stg_hubspot__engagements'],
            'salesforce': [
                'stg_salesforce__tasks',
                'stg_salesforce__events',
                'stg_salesforce__campaign_responses',
            ],
            'klaviyo': ['stg_klaviyo__sms_events'],
            'wukong': ['stg_wukong__activities'],
        },
        'contact_tags': {
            'csv': ['stg_csv__tags'],
            'hubspot': ['stg_hubspot__list_members'],
            'salesforce': ['stg_salesforce__campaign_members'],
            'shopify': ['stg_shopify__contact_tags'],
            'klaviyo': ['stg_klaviyo__list_members'],
            'mailchimp': [
                'stg_mailchimp__segment_members',
                'stg_mailchimp__member_tags',
            ],
            'zendesk': ['stg_zendesk__contact_tags'],
            'zoho': ['stg_zoho__tags'],
        },
        'contact_attributes': {
            'csv': ['stg_csv__attributes'],
            'hubspot': ['stg_hubspot__contact_attributes'],
            'salesforce': ['stg_salesforce__erasure_requests'],
            'shopify': ['stg_shopify__contact_attributes'],
            'zendesk': ['stg_zendesk__contact_attributes'],
            'wukong': ['stg_wukong__contact_attributes'],
        },
        'contact_identifiers': {
            'hubspot': ['stg_hubspot__identifiers'],
            'salesforce': ['stg_salesforce__phones'],
            'klaviyo': ['stg_klaviyo__external_ids'],
            'segment': ['stg_segment__identifiers'],
            'zendesk': ['stg_zendesk__identifiers'],
        },
        'erasure_requests': {
            'csv': ['stg_csv__erasure_requests'],
        },
        'joined_tables': {
            'shopify': ['stg_shopify__joined_tables'],
            'woocommerce': ['stg_woocommerce__joined_tables'],
            'zendesk': ['stg_zendesk__joined_tables'],
            'wukong': ['stg_wukong__joined_tables'],
        },
    }) }}

{% endmacro %}
