{#
    A select of the records of every component that holds a pair of
    contact_overrides to be kept apart, with the cluster each goes to. They are
    few, so they are put together here and not in SQL.
#}
{% macro clusters_kept_apart(connected, told_apart, identifier_rules) %}

    {% set pairs = checked_contact_overrides(connected).kept_apart %}
    {% set links = read_contested_links(
        pairs, connected, told_apart, identifier_rules
    ) if pairs else [] %}

    {% set cluster_of = {} %}
    {% set members = {} %}
    {% for link in links if link.record not in cluster_of %}
        {% do cluster_of.update({link.record: link.record}) %}
        {% do members.update({link.record: [link.record]}) %}
    {% endfor %}

    {# links come strongest first; records of one link lie together #}
    {% set state = namespace(link=none, heads=[]) %}
    {% for link in links %}
        {% if link.link != state.link %}
            {% set state.link = link.link %}
            {% set state.heads = [] %}
        {% endif %}
        {% set found = namespace(head=none) %}
        {% for head in state.heads %}
            {% if found.head is none and (
                cluster_of[head] == cluster_of[link.record]
                or may_be_one(
                    cluster_of[head], cluster_of[link.record], cluster_of, pairs
                )
            ) %}
                {% set found.head = head %}
            {% endif %}
        {% endfor %}
        {% if found.head is none %}
            {% do state.heads.append(link.record) %}
        {% elif cluster_of[found.head] != cluster_of[link.record] %}
            {% set old = cluster_of[link.record] %}
            {% set new = cluster_of[found.head] %}
            {% for record in members[old] %}
                {% do cluster_of.update({record: new}) %}
            {% endfor %}
            {% do members.update({new: members[new] + members.pop(old)}) %}
        {% endif %}
    {% endfor %}

    {% set rows = [] %}
    {% for records in members.values() %}
        {% set key = text_literal(records | min) %}
        {% for record in records %}
            {% do rows.append('(' ~ text_literal(record) ~ ', ' ~ key ~ ')') %}
        {% endfor %}
    {% endfor %}
    {{ return(
        "select * from (values\n    " ~ rows | join(',\n    ')
        ~ "\n) as kept_apart (contact_record_key, cluster_key)" if rows
        else no_rows({
            'contact_record_key': dbt.type_string(),
            'cluster_key': dbt.type_string(),
        })
    ) }}

{% endmacro %}


{# Whether no pair to be kept apart has one side in each cluster. #}
{% macro may_be_one(one, other, cluster_of, pairs) %}

    {% for pair in pairs
        if cluster_of.get(pair[0]) == one and cluster_of.get(pair[1]) == other
        or cluster_of.get(pair[0]) == other and cluster_of.get(pair[1]) == one %}
        {{ return(false) }}
    {% endfor %}
    {{ return(true) }}

{% endmacro %}


{#
    The links of the components that hold a pair to be kept apart, a row per
    link and record: [{link, record}], the strongest link first. A unit test
    gives them by overriding this macro.
#}
{% macro read_contested_links(pairs, connected, told_apart, identifier_rules) %}

    {% set keys = [] %}
    {% for pair in pairs %}
        {% do keys.extend([text_literal(pair[0]), text_literal(pair[1])]) %}
    {% endfor %}
    {% set components = {} %}
    {% for row in run_query(
        "select contact_record_key, component_key from " ~ connected
        ~ " where contact_record_key in (" ~ keys | unique | join(', ') ~ ")"
    ).rows %}
        {% do components.update({row[0]: row[1]}) %}
    {% endfor %}

    {% set contested = [] %}
    {% for pair in pairs
        if pair[0] in components
        and components[pair[0]] == components.get(pair[1]) %}
        {% do contested.append(text_literal(components[pair[0]])) %}
    {% endfor %}
    {% if not contested %}
        {{ return([]) }}
    {% endif %}

    {% set links = [] %}
    {% for row in run_query(
        "select links.contact_record_key, links.identifier_type, "
        ~ "links.identifier_value, links.person_name from " ~ told_apart
        ~ " as links inner join " ~ connected ~ " as components on "
        ~ "links.contact_record_key = components.contact_record_key inner join "
        ~ identifier_rules ~ " as rules on "
        ~ "links.identifier_type = rules.identifier_type "
        ~ "where components.component_key in (" ~ contested | unique | join(', ')
        ~ ") order by rules.priority, 2, 3, 4, 1"
    ).rows %}
        {% do links.append({'record': row[0], 'link': (row[1], row[2], row[3])}) %}
    {% endfor %}
    {{ return(links) }}

{% endmacro %}
