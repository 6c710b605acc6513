{# The value of a parameter of a web address; + and %20 become blanks, other
   escapes stay as they are. Null when it is not there. #}
{% macro url_parameter(url, name) -%}
    case
        when {{ matches(url, '[?&]' ~ name ~ '=[^&#]') }}
            then replace(replace({{ replace_pattern(
                url, '^.*[?&]' ~ name ~ '=([^&#]*).*$', '\\1'
            ) }}, '+', ' '), '%20', ' ')
    end
{%- endmacro %}
