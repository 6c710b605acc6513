"""A rule of ours that dbt-bouncer has for models but not for seeds."""

from dbt_bouncer.check_framework.decorator import check, fail
from dbt_bouncer.types import RegexPattern
from dbt_bouncer.utils import clean_path_str, compile_pattern, get_clean_model_name


@check
def check_lineage_permitted_upstream_seeds(model, ctx, *, upstream_path_pattern: RegexPattern):
    """Seeds that a model reads must have a path that matches `upstream_path_pattern`.

    The rationale is that of `check_lineage_permitted_upstream_models`: a seed belongs to a
    layer as a model does, and a layer that reads another's settings is tied to it unseen.
    """
    permitted = compile_pattern(upstream_path_pattern.strip())
    paths = {seed.unique_id: seed.original_file_path for seed in ctx.seeds}
    others = [
        paths[node]
        for node in getattr(model.depends_on, "nodes", None) or []
        if node in paths and not permitted.match(clean_path_str(paths[node]))
    ]
    if others:
        fail(f"`{get_clean_model_name(model.unique_id)}` reads seeds of another layer: {others}.")
