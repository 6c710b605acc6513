{#
    The first word of a person's name, to compare with: lower case, without
    accents, titles and signs, ae for ä like a; null when there is none. M. is m.
#}
{% macro name_key(expression) -%}
    {#- translate is slow, and most names have nothing to translate -#}
    {%- set plain = "case when " ~ matches(expression, '[^ -~]')
        ~ " then translate(lower(" ~ expression ~ "), '"
        ~ 'àáâãäåāăąçćčďèéêëēęěìíîïīłñńňòóôõöøōőŕřśşšťțùúûüūůűýÿźżž' ~ "', '"
        ~ 'aaaaaaaaacccdeeeeeeeiiiiilnnnoooooooorrsssttuuuuuuuyyzzz'
        ~ "') else lower(" ~ expression ~ ") end" -%}
    {%- set untitled = replace_pattern(
        words(plain, ' '), '^((mr|mrs|ms|miss|dr|prof|herr|frau|mme|sr|sra|ing|mag) +)+', ''
    ) -%}
    nullif(replace(replace(replace(replace(
        {{ part_of(untitled, "' '", 1) }},
        'ae', 'a'), 'oe', 'o'), 'ue', 'u'), 'ß', 'ss'), '')
{%- endmacro %}
