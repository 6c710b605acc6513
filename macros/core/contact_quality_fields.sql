{# The fields of contacts that contact_field_rules.csv may have a line for. #}
{% macro contact_quality_fields() %}
    {{ return([
        'email', 'phone', 'first_name', 'last_name', 'country', 'city', 'region',
        'postal_code', 'language', 'birth_on', 'gender', 'source_channel',
        'lifecycle_stage', 'company_name', 'industry', 'job_title', 'owner'
    ]) }}
{% endmacro %}
