{#
    Text of a raw table -> typed value, the same on every engine: what does not
    match the accepted form becomes null, never an error and never a guess.
    The forms are those of the generic CSV contract (docs/sources/csv.md).
#}


{# Text without surrounding blanks of any kind (tabs, line breaks, no-break,
   zero-width and byte-order marks); nothing left is null. #}
{% macro parse_text(expression) -%}
    {{ return(adapter.dispatch('parse_text', 'crm_segments')(expression)) }}
{%- endmacro %}

{% macro default__parse_text(expression) -%}
    nullif(btrim({{ expression }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160) || chr(8203) || chr(8288) || chr(65279)), '')
{%- endmacro %}

{# trim with a set of signs is slow, and most values have nothing to trim #}
{% macro duckdb__parse_text(expression) -%}
    case
        when regexp_matches({{ expression }}, '^[!-~]([ -~]*[!-~])?$') then {{ expression }}
        else nullif(trim({{ expression }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160) || chr(8203) || chr(8288) || chr(65279)), '')
    end
{%- endmacro %}

{% macro spark__parse_text(expression) -%}
    nullif(btrim({{ expression }}, ' \t\n\u000b\f\r\u00a0\u200b\u2060\ufeff'), '')
{%- endmacro %}


{# Whether text matches a regular expression in whole (the pattern anchors
   itself): one spelling per engine. #}
{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches', 'crm_segments')(expression, pattern)) }}
{%- endmacro %}

{% macro default__matches(expression, pattern) -%}
    {{ expression }} ~ '{{ pattern }}'
{%- endmacro %}

{% macro duckdb__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(expression, pattern) -%}
    {{ expression }} rlike '{{ pattern | replace("\\", "\\\\") }}'
{%- endmacro %}


{# Text with every match of a regular expression replaced. #}
{% macro replace_pattern(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_pattern', 'crm_segments')(
        expression, pattern, replacement
    )) }}
{%- endmacro %}

{% macro default__replace_pattern(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{# Java writes a group as $1, not \1 #}
{% macro spark__replace_pattern(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern | replace("\\", "\\\\") }}', '{{ replacement | replace("\\", "$") }}')
{%- endmacro %}


{# Money, quantities and scores: numeric(18, 4), rounded half away from zero. #}
{% macro type_money() -%}
    numeric(18, 4)
{%- endmacro %}


{# A plain decimal with a point and at most 14 digits before it; nothing else:
   no thousands separator, exponent, currency sign, NaN. #}
{% macro parse_number(expression) -%}
    case
        when {{ matches(expression, '^[+-]?([0-9]{1,14}([.][0-9]*)?|[.][0-9]+)$') }}
            then cast({{ expression }} as {{ type_money() }})
    end
{%- endmacro %}


{# A whole number of at most 17 digits; 3.0 is one, 3.5 is not. #}
{% macro parse_integer(expression) -%}
    case
        when {{ matches(expression, '^[+-]?[0-9]{1,17}([.]0*)?$') }}
            then cast(cast({{ expression }} as numeric(18, 0)) as {{ dbt.type_bigint() }})
    end
{%- endmacro %}


{# true/false, t/f, yes/no, y/n, 1/0 in any case; anything else is unknown. #}
{% macro parse_boolean(expression) -%}
    case
        when lower({{ expression }}) in ('true', 't', 'yes', 'y', '1', '1.0') then true
        when lower({{ expression }}) in ('false', 'f', 'no', 'n', '0', '0.0') then false
    end
{%- endmacro %}


{#
    ISO 8601 with or without offset -> UTC timestamp; a pure date is midnight.
    Without an offset the time is local to `zone`. A day that does not exist
    (2025-02-30) is null. Years 1900 to 2199: what is outside is a placeholder.
#}
{% macro parse_timestamp(expression, zone='UTC') -%}
    case
        when not {{ matches(expression, iso_pattern()) }} then null
        when {{ matches(expression, '[0-9]( ?(Z|UTC))$') }}
            then {{ parse_local_timestamp(local_part(expression)) }}
        when {{ matches(expression, ':[0-9.,]+ ?[+-][0-9:]+$') }}
            then {{ shift_by_offset(
                parse_local_timestamp(local_part(expression)),
                replace_pattern(expression, '^.*[0-9] ?([+-][0-9]{2}):?([0-9]{2})?$', '\\1\\2')
            ) }}
        else {{ to_utc(parse_local_timestamp(expression), zone) }}
    end
{%- endmacro %}

{% macro iso_pattern() -%}
    ^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?( ?(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?))?)?$
{%- endmacro %}

{# The date and time of an ISO text without its zone. #}
{% macro local_part(expression) -%}
    {{ replace_pattern(expression, '([0-9:]{2}[.,0-9]*) ?(Z|UTC|[+-][0-9:]+)$', '\\1') }}
{%- endmacro %}

{# +0530 and -08 -> the timestamp that many hours and minutes earlier or later #}
{% macro shift_by_offset(timestamp, offset) -%}
    {{ timestamp }} - (
        cast(substr({{ offset }}, 1, 1) || '1' as integer) * (
            60 * cast(substr({{ offset }}, 2, 2) as integer)
            + cast(coalesce(nullif(substr({{ offset }}, 4, 2), ''), '0') as integer)
        )
    ) * interval '1' minute
{%- endmacro %}


{# ISO date and time without zone, checked by iso_pattern -> timestamp. #}
{% macro parse_local_timestamp(expression) -%}
    {{ return(adapter.dispatch('parse_local_timestamp', 'crm_segments')(expression)) }}
{%- endmacro %}

{% macro default__parse_local_timestamp(expression) -%}
    try_cast(replace({{ expression }}, ',', '.') as timestamp)
{%- endmacro %}

{# Postgres stops on 2025-02-30, so the day is held against the month's last. #}
{% macro postgres__parse_local_timestamp(expression) -%}
    case
        when cast(substr({{ expression }}, 9, 2) as integer)
            <= extract(day from cast(substr({{ expression }}, 1, 7) || '-01' as date) + interval '1 month' - interval '1 day')
            then cast(replace({{ expression }}, ',', '.') as timestamp)
    end
{%- endmacro %}


{# The date an ISO date or timestamp is written with, whatever its zone. #}
{% macro parse_date(expression) -%}
    case
        when {{ matches(expression, iso_pattern()) }}
            then cast({{ parse_local_timestamp('substr(' ~ expression ~ ', 1, 10)') }} as date)
    end
{%- endmacro %}


{# A timestamp without zone that is local to `zone` -> the same moment in UTC. #}
{% macro to_utc(timestamp, zone) -%}
    {%- if zone == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        {{ return(adapter.dispatch('to_utc', 'crm_segments')(timestamp, zone)) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__to_utc(timestamp, zone) -%}
    timezone('UTC', timezone('{{ zone }}', {{ timestamp }}))
{%- endmacro %}

{% macro spark__to_utc(timestamp, zone) -%}
    to_utc_timestamp({{ timestamp }}, '{{ zone }}')
{%- endmacro %}


{# A timestamp that carries its zone -> UTC without zone. #}
{% macro zoned_to_utc(timestamp) -%}
    {{ return(adapter.dispatch('zoned_to_utc', 'crm_segments')(timestamp)) }}
{%- endmacro %}

{% macro default__zoned_to_utc(timestamp) -%}
    timezone('UTC', {{ timestamp }})
{%- endmacro %}

{# Spark's timestamp is a moment, shown in the session's zone, which is UTC #}
{% macro spark__zoned_to_utc(timestamp) -%}
    {{ timestamp }}
{%- endmacro %}


{# Seconds (s), milliseconds (ms) or microseconds (us) since 1970 -> UTC. #}
{% macro epoch_to_timestamp(expression, unit) -%}
    {%- set factor = {'s': 1000000, 'ms': 1000, 'us': 1}[unit] -%}
    {{ return(adapter.dispatch('micros_to_timestamp', 'crm_segments')(
        '(' ~ factor ~ ' * cast(' ~ expression ~ ' as ' ~ dbt.type_bigint() ~ '))'
    )) }}
{%- endmacro %}

{% macro default__micros_to_timestamp(micros) -%}
    cast('1970-01-01 00:00:00' as timestamp) + {{ micros }} * interval '0.000001' second
{%- endmacro %}

{% macro duckdb__micros_to_timestamp(micros) -%}
    make_timestamp({{ micros }})
{%- endmacro %}

{% macro spark__micros_to_timestamp(micros) -%}
    timestamp_micros({{ micros }})
{%- endmacro %}


{# Whether text matches the regular expression in a column. #}
{% macro matches_column(expression, pattern_column) -%}
    {{ return(adapter.dispatch('matches_column', 'crm_segments')(expression, pattern_column)) }}
{%- endmacro %}

{% macro default__matches_column(expression, pattern_column) -%}
    {{ expression }} ~ {{ pattern_column }}
{%- endmacro %}

{% macro duckdb__matches_column(expression, pattern_column) -%}
    regexp_matches({{ expression }}, {{ pattern_column }})
{%- endmacro %}

{% macro spark__matches_column(expression, pattern_column) -%}
    {{ expression }} rlike {{ pattern_column }}
{%- endmacro %}
