{# The fields of contact_crm_features that lead_fit_points.csv may give points for. #}
{% macro lead_fit_fields() %}
    {{ return([
        'job_title', 'job_seniority', 'job_function', 'industry',
        'company_size_band', 'country', 'language', 'lifecycle_stage',
        'lead_status', 'source_channel',
    ]) }}
{% endmacro %}
