{#
    The lines of behaviour_features.csv, checked: dicts of the cells plus
    filters, activity_types and is_detailed (whether the daily roll-up is too
    coarse for it).
#}
{% macro behaviour_features() %}

    {% set behaviours = declared_features(
        'behaviour_features', behaviour_forms(),
        listed=['activity_type', 'channel_is', 'detail_is', 'category_is']
    ) %}

    {% for line in behaviours %}
        {% set types = line.filters.get('activity_type', []) %}
        {% do line.update({
            'activity_types': types,
            'is_detailed': line.aggregation == 'distinct'
                or 'item_bought' in types
                or line.filters | length > 1
                or line.get('url_contains') is not none,
        }) %}
    {% endfor %}

    {{ return(behaviours) }}

{% endmacro %}


{% macro behaviour_forms() %}
    {{ return({
        'feature_name': {
            'pattern': '[a-z][a-z0-9_]{0,59}',
            'is_required': true,
            'form': 'lower-case letters, digits and _, beginning with a letter',
        },
        'activity_type': {
            'pattern': '(?s).*',
            'is_required': true,
            'form': 'a type of activity, such as web_login, or item_bought for '
                ~ 'the lines of orders',
        },
        'aggregation': {
            'pattern': 'count|sum|average|distinct|active_days'
                ~ '|days_since_first|days_since_last',
            'is_choice': true,
            'is_required': true,
            'form': 'count, sum, average, distinct, active_days, '
                ~ 'days_since_first or days_since_last',
        },
        'window_days': {
            'pattern': '[1-9][0-9]{0,4}',
            'form': 'a whole number of days, such as 30, or leave it empty',
        },
    }) }}
{% endmacro %}


{% macro behaviour_names() %}
    {{ return(behaviour_features() | map(attribute='feature_name') | list) }}
{% endmacro %}
