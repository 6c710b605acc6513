{#
    Why a membership began, ended or changed, for segment_membership_history:
    the first that fits. What happened to the person's identity explains the
    most, then what somebody decided, then the data.
#}
{% macro reason_of_entry() -%}
    case
                when arrived_by = 'split' then 'identity_split'
                when arrived_by = 'merge' then 'identity_merged'
                when is_by_hand then 'override'
                when last_reason_out = 'override' then 'expired'
                when is_redefined then 'rule_changed'
                when has_permission_rule and has_new_permissions then 'consent'
                when late_activity_count != 0 then 'correction'
                else 'behaviour'
            end
{%- endmacro %}


{% macro reason_of_exit() -%}
    case
                when departed_by = 'merge' then 'identity_merged'
                when departed_by = 'split' then 'identity_split'
                when is_excluded_by_hand then 'override'
                when not is_published or not is_current then 'expired'
                when is_out_of_segments then 'consent'
                when was_by_hand then 'expired'
                when is_redefined then 'rule_changed'
                when has_permission_rule and has_new_permissions then 'consent'
                when late_activity_count != 0 then 'correction'
                else 'behaviour'
            end
{%- endmacro %}


{# Still a member, but held out, permitted, primary or to act on otherwise. #}
{% macro reason_of_change() -%}
    case
                when is_permitted != was_permitted then 'consent'
                when is_by_hand and not was_by_hand then 'override'
                when was_by_hand and not is_by_hand then 'expired'
                when is_redefined or variant != former_variant then 'rule_changed'
                when arrived_by = 'merge' then 'identity_merged'
                when arrived_by = 'split' then 'identity_split'
                when late_activity_count != 0 then 'correction'
                else 'behaviour'
            end
{%- endmacro %}
