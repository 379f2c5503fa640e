"""Every rule, for the tests that walk over them; the order in which they are used is the strategy's."""

from verifier.steps.model import Rule
from verifier.steps.rules import (
    cases,
    chain,
    choice,
    collect,
    definitions,
    linearity,
    logarithms,
    matrices,
    onehot,
    products,
    recognise,
    vectorise,
)

RULES: tuple[Rule, ...] = tuple(
    value
    for module in (
        cases,
        chain,
        choice,
        collect,
        definitions,
        linearity,
        logarithms,
        matrices,
        onehot,
        products,
        recognise,
        vectorise,
    )
    for name, table in vars(module).items()
    if name.endswith("RULES") and isinstance(table, tuple)
    for value in table
)
