"""Start jobs."""

from .plan import LaunchPlan, make_plan

__all__ = ["LaunchPlan", "make_plan"]
