{# A line of a seed with its cells trimmed, empty ones none; and is_blank. #}
{% macro tidy_line(raw_line, number) %}

    {% set line = {'line': raw_line.get('line', number), 'is_blank': true} %}
    {% for column, cell in raw_line.items() if column != 'line' %}
        {% set text = '' if cell is none else cell | string | trim %}
        {% do line.update({column: text or none}) %}
        {% if text %}
            {% do line.update({'is_blank': false}) %}
        {% endif %}
    {% endfor %}

    {{ return(line) }}

{% endmacro %}


{#
    Holds cells against their forms: {column: {pattern, form, is_required,
    is_lower}}. A cell that is a mere choice of words is put in lower case, as
    spreadsheets like to write TRUE.
#}
{% macro check_cells(file, line, forms, faults) %}

    {% for column, form in forms.items() %}
        {% set cell = line.get(column) %}
        {% if cell and form.get('is_choice') %}
            {% set cell = cell | lower %}
            {% do line.update({column: cell}) %}
        {% endif %}
        {% if not cell and form.get('is_required') %}
            {% do add_fault(
                faults, file, line, "`" ~ column ~ "` is empty; write "
                ~ form.form ~ "."
            ) %}
        {% elif cell and (
            not modules.re.fullmatch(form.pattern, cell)
            or form.get('is_date') and not is_real_date(cell)
        ) %}
            {% do add_fault(
                faults, file, line, "`" ~ column ~ "` is '" ~ cell
                ~ "'; write " ~ form.form ~ "."
            ) %}
        {% endif %}
    {% endfor %}

{% endmacro %}


{% macro add_fault(faults, file, line, sentence) %}
    {% do faults.append(
        file ~ ".csv line " ~ line.line
        ~ (" (" ~ line.segment_id ~ ")" if line.get('segment_id'))
        ~ ": " ~ sentence
    ) %}
{% endmacro %}


{# Whether a text is a day of the calendar, written YYYY-MM-DD. #}
{% macro is_real_date(text) %}

    {% if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', text) %}
        {{ return(false) }}
    {% endif %}

    {% set year = text[:4] | int %}
    {% set month = text[5:7] | int %}
    {% set is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) %}
    {% set lengths = [
        31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    ] %}

    {{ return(
        year >= 1900 and 1 <= month <= 12
        and 1 <= text[8:] | int <= lengths[month - 1]
    ) }}

{% endmacro %}
