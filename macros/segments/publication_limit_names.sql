{# What publication_limits.csv may limit, and what the limit means. #}
{% macro publication_limit_names() %}
    {{ return({
        'maximum_change': 'a share of the former number of members',
        'maximum_share_change': 'a share of all contacts',
        'minimum_rows': 'a number of rows',
        'maximum_row_loss': 'a share of the former number of rows',
        'maximum_age_days': 'a number of days',
        'smallest_compared': 'a number of members or rows',
    }) }}
{% endmacro %}
