{#
    JSON in a column of text. What is not JSON, and what is not there, is null
    or no row: a column that should hold JSON is declared so (data_type: json)
    and its bad cells are listed.
#}


{# The text of a field, 'customer.address.city' of an object: a word or number
   as it is, an object or array as JSON, null when it is not there. #}
{% macro json_text(expression, path) -%}
    {{ return(adapter.dispatch('json_text', 'crm_segments')(
        expression, path.split('.')
    )) }}
{%- endmacro %}

{% macro duckdb__json_text(expression, keys) -%}
    case
        when {{ is_json(expression) }}
            then json_extract_string({{ expression }}, '$."{{ keys | join('"."') }}"')
    end
{%- endmacro %}

{% macro postgres__json_text(expression, keys) -%}
    case
        when {{ is_json(expression) }}
            then cast({{ expression }} as jsonb) #>> '{"{{ keys | join('","') }}"}'
    end
{%- endmacro %}

{% macro spark__json_text(expression, keys) -%}
    get_json_object({{ expression }}, "$['{{ keys | join("']['") }}']")
{%- endmacro %}


{# In a select list: one row per element of an array, in the form of json_text;
   what is no array gives no row. #}
{% macro json_array_to_rows(expression) -%}
    {{ return(adapter.dispatch('json_array_to_rows', 'crm_segments')(expression)) }}
{%- endmacro %}

{% macro duckdb__json_array_to_rows(expression) -%}
    unnest(case
        when {{ is_json(expression) }}
            then json_extract_string({{ expression }}, '$[*]')
    end)
{%- endmacro %}

{% macro postgres__json_array_to_rows(expression) -%}
    jsonb_array_elements_text(case
        when {{ is_json(expression) }} and substr({{ expression }}, 1, 1) = '['
            then cast({{ expression }} as jsonb)
    end)
{%- endmacro %}

{% macro spark__json_array_to_rows(expression) -%}
    explode(from_json({{ expression }}, 'array<string>'))
{%- endmacro %}


{# Whether trimmed text is JSON. Postgres 15 cannot tell without failing, so
   there it is only seen to be an object or array; its connectors write jsonb. #}
{% macro is_json(expression) -%}
    {{ return(adapter.dispatch('is_json', 'crm_segments')(expression)) }}
{%- endmacro %}

{% macro duckdb__is_json(expression) -%}
    json_valid({{ expression }})
{%- endmacro %}

{% macro postgres__is_json(expression) -%}
    {{ matches(expression, '^([{].*[}]|[[].*[]])$') }}
{%- endmacro %}

{% macro spark__is_json(expression) -%}
    get_json_object({{ expression }}, '$') is not null
{%- endmacro %}


{# A struct or list, as some loaders write them, as JSON text. #}
{% macro nested_to_json(expression) -%}
    {{ return(adapter.dispatch('nested_to_json', 'crm_segments')(expression)) }}
{%- endmacro %}

{% macro default__nested_to_json(expression) -%}
    cast(to_json({{ expression }}) as {{ dbt.type_string() }})
{%- endmacro %}
