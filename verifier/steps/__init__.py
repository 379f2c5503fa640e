"""Worked steps: derivations made by named rules on the surface tree, aimed at a claim, each link proved."""

from verifier.steps.model import Rule, Step, Words, written
from verifier.steps.worked import check_own_steps, stopped_at, worked_steps

__all__ = ["Rule", "Step", "Words", "check_own_steps", "stopped_at", "worked_steps", "written"]
