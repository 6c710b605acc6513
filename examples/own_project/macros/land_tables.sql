{# Stands in for whatever fills your raw tables:
   dbt run-operation land_tables #}
{% macro land_tables() %}
    {% do run_query("
        create schema if not exists landing;
        create or replace table landing.contacts as
        select * from (values
            ('1', 'ann@example.com', 'Ann', 'London', timestamp '2025-01-05 10:00:00'),
            ('2', 'ben@example.com', 'Ben', 'n/a', timestamp '2025-02-01 11:30:00'),
            ('3', 'cleo@example.com', 'Cleo', 'Leeds', timestamp '2026-03-10 09:15:00')
        ) as rows (contact_id, e_mail, first_name, city, created_at);
        create or replace table landing.orders as
        select * from (values
            ('a', '1', timestamp '2026-05-01 08:00:00', 60.00),
            ('b', '1', timestamp '2026-06-01 08:00:00', 55.50),
            ('c', '2', timestamp '2026-06-20 19:00:00', 12.00)
        ) as rows (order_id, contact_id, ordered_at, total_amount)
    ") %}
{% endmacro %}
