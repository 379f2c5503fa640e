"""Values of sums over an index and of block matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from verifier.expr.nodes import Each, Stack, Sum
from verifier.numbers.conditions import all_hold
from verifier.numbers.scene import Scene, Value, binding
from verifier.numbers.values import ZERO, filled, matrix_value, rule, spent, value


@rule(Sum)
def value_sum(expr: Sum, scene: Scene) -> Value:
    total: Value = None
    with binding(expr.index, scene) as values:
        for at in values:
            scene.bound[expr.index.name] = at
            scene.work.spend(1)
            if all_hold(expr.conditions, scene):
                term = value(expr.body, scene)
                total = term if total is None else spent(total + term, scene)
    return filled(expr.shape, ZERO, scene) if total is None else total


@rule(Stack)
def value_stack(expr: Stack, scene: Scene) -> Value:
    parts: list[Any] = []
    for block in expr.blocks:
        if not isinstance(block, Each):
            parts.append(matrix_value(block, scene))
            continue
        with binding(block.index, scene) as values:
            for at in values:
                scene.bound[block.index.name] = at
                parts.append(matrix_value(block.body, scene))
    if not parts:
        return filled(expr.shape, ZERO, scene)
    out = np.concatenate(parts, axis=1 if expr.across else 0)
    scene.work.spend(out.size)
    return out[0, 0] if expr.shape.is_scalar else out
