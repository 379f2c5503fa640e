"""Whole submissions with gold: written by hand (`samples`, `gold.json`) and composed (`generate`)."""
