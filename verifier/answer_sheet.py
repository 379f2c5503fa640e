"""From a checked problem set to the strings of its solution sheet (`verifier.render.Sheet`).

It puts together what others know: the question's words, the worked steps, the evidence. A set whose claims do not all
hold has no sheet.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verifier import __version__
from verifier.check import SetCheck, TargetCheck, conditions_of, steps_of
from verifier.errors import VerifierError
from verifier.evidence import Agreement, Proof
from verifier.expr.indices import Hypothesis, Index, IndexMap, Picked, Place, Range
from verifier.expr.nodes import Each, Expr, Named, Opaque, Stack
from verifier.latex.write import (
    latex,
    latex_condition,
    latex_hypothesis,
    latex_index,
    latex_shape,
    latex_size,
)
from verifier.notation import untold
from verifier.questions import Ask, Either, Given, Lemma, Part, Prose, Target
from verifier.render import (
    Derivation,
    Math,
    Quantity,
    Sheet,
    SheetPart,
    SheetTarget,
    Step,
    Text,
    read_paragraphs,
    read_prose,
)
from verifier.render.prose import Prose as Words
from verifier.steps.model import Words as StepWords


def answer_sheet(check: SetCheck) -> Sheet:
    """The sheet of a set whose claims hold; otherwise a message that names the first that does not."""
    for target_check in check.targets:
        if target_check.verdict not in ("holds", "person"):
            raise VerifierError(
                f"no sheet of {check.problem_set.id}: {target_check.findings[0].message}",
                f"verifier check {check.problem_set.id}:{target_check.target.name} shows the derived form",
                exit_code=1,
            )
    problem_set = check.problem_set
    checks = {target_check.target.name: target_check for target_check in check.targets}
    of_all, of_some = untold(problem_set)
    return Sheet(
        set_id=problem_set.id,
        title=problem_set.title,
        course=problem_set.course,
        term=str(problem_set.year),
        points=_points(problem_set.points),
        introduction=read_paragraphs(problem_set.text),
        notation=(*map(_quantity, problem_set.notation), *map(_quantity, of_all)),
        parts=tuple(_part(part, checks, of_some) for part in problem_set.parts),
        evidence=read_prose(_on_the_whole(check)),
        made_by=f"verifier {__version__}",
    )


def _part(part: Part, checks: dict[str, TargetCheck], untold: dict[str, tuple[Given, ...]]) -> SheetPart:
    """The loss and the quantities that the target before has shown already are not shown again. A part without a title
    that asks for one thing is called after that."""
    targets: list[SheetTarget] = []
    choice = _choices(part)
    loss, given = "", frozenset[Quantity]()
    for ask in part.asks:
        target = replace(
            _target(ask, checks[ask.target.name], untold.get(ask.target.name, ())),
            choice=read_prose(choice.get(ask.target.name, "")),
        )
        fresh = tuple(quantity for quantity in target.given if quantity not in given)
        targets.append(replace(target, loss="" if target.loss == loss else target.loss, given=fresh))
        loss, given = target.loss or loss, given | frozenset(fresh)
    return SheetPart(
        label=part.label,
        title=part.title or (targets[0].title if len(targets) == 1 else ""),
        points=_points(part.points),
        introduction=read_paragraphs(part.text),
        targets=tuple(targets),
    )


def _choices(part: Part) -> dict[str, str]:
    """What stands before each way of answering a question that leaves the choice."""
    out: dict[str, str] = {}
    for question in part.questions:
        if not isinstance(question, Either):
            continue
        worth = f"{_points(question.points)} point{'' if question.points == 1 else 's'}"
        forms = [" with ".join(f'"{ask.target.title}"' for ask in way) for way in question.ways]
        for number, way in enumerate(question.ways):
            out[way[0].target.name] = (
                f"Either form answers this question, for {worth} in all: {', or '.join(forms)}."
                if number == 0
                else f"The other form of the answer, for the same {worth}."
            )
    return out


def _target(ask: Ask, check: TargetCheck, untold: tuple[Given, ...]) -> SheetTarget:
    target = ask.target
    points = _points(ask.points) if ask.asked else ""
    if isinstance(target, Prose):
        return SheetTarget(
            name=target.name,
            title=target.title,
            label=ask.label,
            points=points,
            statement=read_paragraphs(target.question),
            model_answer=read_paragraphs(target.model_answer),
        )
    loss = target.definition
    return SheetTarget(
        name=target.name,
        title=target.title,
        label=ask.label,
        points=points,
        statement=read_paragraphs(target.statement),
        given=tuple(map(_quantity, (*target.given, *untold))),
        hypotheses=tuple(map(_hypothesis, target.hypotheses)),
        loss="" if loss is None else f"{loss.latex} = {latex(loss.body)}",
        derivations=_derivations(target),
        closed_form=f"{latex(target.quantity)} = {latex(target.claim)}",
        answer=latex(target.claim),
        evidence=_evidence(check),
        conditions=_conditions(target, check),
    )


def derivation(target: Target) -> Derivation:
    """The steps; the first line is what is asked and stands on the left.

    The whole is proved already. Where the program's own steps end before the claim, the claim closes them: it equals
    the same quantity as the line before.
    """
    first, *rest = steps_of(target)
    proved = [step for step in rest if isinstance(step.evidence, Proof)]
    lines = [Step(right=_line(step.expr, target), reason=in_words(step.words)) for step in proved]
    if not proved or proved[-1].expr != target.claim:
        lines.append(Step(right=latex(target.claim), reason=read_prose("by comparing normal forms")))
    return Derivation((replace(lines[0], left=latex(first.expr)), *lines[1:]))


def _line(expr: Expr, target: Target) -> str:
    """A line of a derivation. Columns that are all alike are shown by one of them, of which the reasons speak."""
    match expr:
        case Stack(blocks=(Each(body=body),), across=True) if expr != target.claim:
            return rf"\begin{{bmatrix}} \cdots & {latex(body)} & \cdots \end{{bmatrix}}"
    return latex(expr)


def _derivations(target: Target) -> tuple[Derivation, ...]:
    """The lemmas, then the solution itself."""
    solution = derivation(target)
    if not target.lemmas:
        return (solution,)
    return (*map(_lemma, target.lemmas), replace(solution, caption=read_prose("With that")))


def _lemma(lemma: Lemma) -> Derivation:
    """A lemma, its lines proved by the check; what follows it is the solution."""
    first, *rest = lemma.lines
    lines = [Step(right=latex(line.formula), reason=read_prose(line.reason)) for line in rest]
    caption = read_prose(f"First, {lemma.words}")
    return Derivation((replace(lines[0], left=latex(first.formula)), *lines[1:]), caption)


def in_words(words: StepWords) -> Words:
    """What stands beside a step, its formulas written as LaTeX."""
    pieces: list[Text | Math] = []
    for piece in words:
        match piece:
            case str():
                # An author's own reason is words with formulas between dollars.
                pieces.extend(read_prose(piece) if "$" in piece else (Text(piece),))
            case Expr():
                pieces.append(Math(latex(piece)))
            case Index() | Place() | Picked():
                pieces.append(Math(latex_index(piece)))
            case _:
                pieces.append(Math(latex_condition(piece)))
    return tuple(pieces)


def _quantity(given: Given) -> Quantity:
    words = read_prose(given.words)
    match given.what:
        case Index(range=within) as index:
            return Quantity(latex_index(index), words, _set(within))
        case IndexMap() as family:
            ends = (Picked(family, Place(at)) for at in (family.arguments.low, family.arguments.high))
            return Quantity(r", \ldots, ".join(map(latex_index, ends)), words, _set(family.values))
        case Named(latex=name, body=body) as named:
            return Quantity(f"{name} = {latex(body)}", words, latex_shape(named.shape))
        case Opaque() as opaque:
            return Quantity(latex(opaque), words, latex_shape(opaque.shape))
        case Expr() as symbol:
            return Quantity(latex(symbol), words, latex_shape(symbol.shape))


def _set(within: Range) -> str:
    return rf"\{{{latex_size(within.low)}, \ldots, {latex_size(within.high)}\}}"


def _hypothesis(hypothesis: Hypothesis) -> Words:
    return (Math(latex_hypothesis(hypothesis)),)


def _evidence(check: TargetCheck) -> Words:
    numbers = check.links[0].decision.numbers
    if not isinstance(numbers, Agreement):
        return read_prose("Proved for all sizes.")
    names = sorted({name for sizes in numbers.sizes for name in sizes})
    sizes = f"for all {', '.join(f'${name}$' for name in names)}" if names else "for all values"
    return read_prose(f"Proved {sizes}; agrees in ball arithmetic at {numbers.points} points.")


def _conditions(target: Target, check: TargetCheck) -> tuple[Words, ...]:
    return tuple(map(read_prose, conditions_of(target, check.links[0].decision.evidence)))


def _on_the_whole(check: SetCheck) -> str:
    proved = sum(c.verdict == "holds" for c in check.targets)
    subject = (
        "The closed form on this sheet was derived from its loss"
        if proved == 1
        else f"All {proved} closed forms on this sheet were derived from their losses"
    )
    return (
        f"{subject} and proved for all sizes, step by step, and compared in ball arithmetic at random points."
    )


def _points(points: Fraction | int) -> str:
    return str(int(points)) if points == int(points) else str(float(points))
