{#
    A hook behind the history of memberships: its rows are numbered for ever, for
    consumers that remember a number, so those of erased persons stay as rows of
    nobody.
#}
{% macro blank_erased(tombstones) %}

    {% if is_building() and has_tombstones(tombstones) %}
        {% do run_query(
            "update " ~ this ~ " set contact_id = 'erased', stay_id = 'erased:' || cast("
            ~ "opened_sequence as " ~ dbt.type_string() ~ ") where "
            ~ erasure_hash("'contact'", 'contact_id')
            ~ " in (select identifier_hash from " ~ tombstones
            ~ " where admitted_from is null)"
        ) %}
    {% endif %}

{% endmacro %}
