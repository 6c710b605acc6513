"""A rule of ours: one layer is public, and dbt-bouncer can only ask for one exact access."""

from dbt_bouncer.check_framework.decorator import check, fail
from dbt_bouncer.utils import get_clean_model_name


@check
def check_model_is_not_public(model):
    """Models matched by `include` are protected or private.

    What is public is promised to others; only the serving layer makes promises.
    """
    access = getattr(model, "access", None)
    if str(getattr(access, "value", access)) == "public":
        fail(f"`{get_clean_model_name(model.unique_id)}` is public, and its layer is not.")
