{# The rejection of a row, and of one that only says that a thing was deleted:
   its id, deleted_at, and nothing in a column that every whole row fills. #}
{% macro tombstone_rejection(filled_column) -%}
    case
            when source.deleted_at is not null and source.{{ filled_column }} is null
                then {{ pack_entry(
                    'deleted_at',
                    'cast(source.deleted_at as ' ~ dbt.type_string() ~ ')',
                    'deleted in its system; only the id is left'
                ) }}
            else source.rejection
        end
{%- endmacro %}
