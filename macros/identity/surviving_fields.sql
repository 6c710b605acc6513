{# The fields that survivorship_rules.csv has a line for, and SQL over
   int_contacts__cleaned for what is compared; null is blank. What lies at one
   address is one field, as are the spellings of one mailbox. #}
{% macro surviving_fields() %}

    {% set fields = {'email': 'email_key'} %}
    {% for field in [
        'phone', 'first_name', 'last_name', 'company_record_key',
        'company_name', 'job_title', 'lifecycle_stage', 'lead_status',
        'source_channel', 'utm_source', 'utm_medium', 'utm_campaign',
        'language', 'gender', 'owner'
    ] %}
        {% do fields.update({field: field}) %}
    {% endfor %}
    {% do fields.update({
        'birth_on': 'cast(birth_on as ' ~ dbt.type_string() ~ ')',
        'address': "nullif(coalesce(postal_code, '') || '|' || coalesce(city, '')"
            ~ " || '|' || coalesce(region, '') || '|' || coalesce(country, ''), '|||')"
    }) %}
    {{ return(fields) }}

{% endmacro %}


{# What survivorship_rules.csv may say of a field. #}
{% macro survivorship_rules_known() %}
    {{ return([
        'best_record', 'most_recent', 'most_frequent', 'first', 'source_priority'
    ]) }}
{% endmacro %}
