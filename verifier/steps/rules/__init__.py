"""The rules by family, one small file each; `verifier.steps.rules.table` has them all."""
