"""One example for each rule: what it is given, what it makes of it, the claim it aims at, what is assumed."""

from __future__ import annotations

from dataclasses import dataclass

from tests.steps.letters import (
    A,
    D,
    U,
    W,
    X,
    a,
    b,
    i,
    j,
    k,
    n,
    o,
    p,
    q,
    r,
    s,
    t,
    u,
    v,
    w,
    ws,
    wt,
    x,
    xs,
    y,
    y_hat,
)
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr, Hadamard, Unit
from verifier.language import (
    cases,
    compare,
    d,
    define,
    diag,
    differ,
    distinct,
    each,
    exp,
    formula,
    hadamard,
    identity,
    index,
    indicator,
    leaky_relu,
    log,
    maximum,
    not_among,
    opaque,
    relu,
    same,
    sigmoid,
    softmax,
    stack,
    total,
    vector,
)


@dataclass(frozen=True, slots=True)
class Example:
    rule: str
    before: Expr
    after: Expr
    claim: Expr = t
    hypotheses: tuple[Hypothesis, ...] = ()
    asked: Expr | None = None  # what the derivation began with, if that matters


z = define("z", "z", W @ v)
loss = define("loss", "L", p**2)
partition = total(x, exp(u[x].T @ v))
c = vector("c", D)
l = index("l", n)  # noqa: E741 -- the letter that the rule chooses
other = differ(w, o)

EXAMPLES = (
    # logarithms
    Example("log of a quotient", log(r / exp(p)), log(r) - log(exp(p))),
    Example("log of a quotient", log(1 / exp(p)), -log(exp(p))),
    Example("log of a product", log(exp(p) * sigmoid(q)), log(exp(p)) + log(sigmoid(q))),
    Example("log of a power", log(r**3), 3 * log(r)),
    Example("log of exp", log(exp(p)), p),
    # linearity
    Example("sum rule", d(p + q**2, q), d(p, q) + d(q**2, q)),
    Example("sum rule", d(-exp(p), p), -d(exp(p), p)),
    Example("sum rule", d(total(i, a[i] * exp(p)), p), total(i, d(a[i] * exp(p), p))),
    Example("constant", d(exp(q), p), formula(0)),
    Example("constant", d(u[o].T @ v, u[w]), formula(0), hypotheses=(other,)),
    Example("constant", d(total(s, exp(u[ws[s]].T @ v)), u[o]), formula(0), hypotheses=(not_among(o, ws),)),
    Example("derivative of the variable", d(a, a), identity(n)),
    Example("derivative of the variable", d(a[i], a), Unit(i, n)),
    Example("derivative of the variable", d(a[i], a[l]), indicator(same(l, i))),
    Example("derivative of the variable", d(u[w], u[o]), indicator(same(o, w)) * identity(D)),
    Example("constant factor", d(2 * q * exp(p) / r, p), 2 * q / r * d(exp(p), p)),
    Example("constant factor", d(A @ v, v), A @ d(v, v)),
    Example("entry of a vector", d((A @ v)[i], v), d(A @ v, v).T @ Unit(i, n)),
    Example("entry of a vector", d((U.T @ v)[w], v), d(u[w].T @ v, v)),
    # products
    Example("inner product", d(u[w].T @ v, v), u[w]),
    Example("inner product", d(u[w].T @ v, u[w]), v),
    Example("inner product", d(u[w].T @ v, u[o]), d(u[w], u[o]).T @ v),
    Example("inner product", d(a.T @ W @ v, W), a @ v.T),
    Example("square of a vector", d(v.T @ v, v), 2 * v),
    Example("square of a vector", d((A @ v).T @ (A @ v), v), 2 * (d(A @ v, v).T @ (A @ v))),
    Example("power rule", d(exp(p) ** 3, p), 3 * exp(p) ** 2 * d(exp(p), p)),
    Example("quotient rule", d(1 / (1 + exp(p)), p), -(1 / (1 + exp(p)) ** 2 * d(1 + exp(p), p))),
    Example("quotient rule", d(p / exp(p), p), (exp(p) * d(p, p) - p * d(exp(p), p)) / exp(p) ** 2),
    Example("product rule", d(p * exp(p), p), d(p, p) * exp(p) + p * d(exp(p), p)),
    Example(
        "product by elements",
        d(hadamard(a, exp(a)), a),
        diag(exp(a)) @ d(a, a) + diag(a) @ d(exp(a), a),
    ),
    # chain rule
    Example("chain rule", d(log(1 + exp(p)), p), 1 / (1 + exp(p)) * d(1 + exp(p), p)),
    Example(
        "chain rule",
        d(sigmoid(u[w].T @ v), v),
        sigmoid(u[w].T @ v) * (1 - sigmoid(u[w].T @ v)) * d(u[w].T @ v, v),
    ),
    Example("chain rule by elements", d(exp(A @ v), v), diag(exp(A @ v)) @ d(A @ v, v)),
    Example(
        "chain rule by elements",
        d(sigmoid(a), a),
        diag(stack(each(i, d(sigmoid(a[i]), a[i])), down=True)),
    ),
    Example("Jacobian of the softmax", d(softmax(a), a), diag(softmax(a)) - softmax(a) @ softmax(a).T),
    Example("chain rule through a product", d(exp(W @ v).T @ a, W), d(exp(z).T @ a, z) @ v.T),
    Example("column by column", d(exp(u[o].T @ v), U), stack(each(w, d(exp(u[o].T @ v), u[w])))),
    # which terms matter
    Example("terms that depend on the variable", d(partition, u[w]), d(exp(u[w].T @ v), u[w])),
    Example(
        "terms that depend on the variable",
        d(total(s, exp(u[ws[s]].T @ v)), u[ws[k]]),
        d(exp(u[ws[k]].T @ v), u[ws[k]]),
        hypotheses=(distinct(ws),),
    ),
    Example(
        "terms that depend on the variable",
        d(total(s, exp(u[ws[s]].T @ v)), u[ws[k]]),
        total(s, d(exp(u[ws[s]].T @ v), u[ws[k]]), same(ws[s], ws[k])),
    ),
    Example(
        "the same place",
        total(s, d(exp(u[ws[s]].T @ v), u[ws[k]]), same(ws[s], ws[k])),
        total(s, d(exp(u[ws[k]].T @ v), u[ws[k]]), same(ws[s], ws[k])),
    ),
    Example("argument of an opaque loss", d(opaque("J", v, wt[j], U), c), formula(0)),
    # cases
    Example(
        "by cases",
        d(relu(p), p),
        d(cases((p, compare(p, ">", 0)), (0, compare(p, "<", 0))), p),
        hypotheses=compare(p, "!=", 0),
    ),
    Example(
        "by cases",
        d(maximum(q * p, p), p),
        d(cases((p, compare(p, ">", 0)), (q * p, compare(p, "<", 0))), p),
        hypotheses=(*compare(0, "<", q, "<", 1), *compare(p, "!=", 0)),
    ),
    Example(
        "by cases",
        d(leaky_relu(q, p), p),
        d(cases((p, compare(p, ">", 0)), (q * p, compare(p, "<", 0))), p),
        hypotheses=(*compare(0, "<", q, "<", 1), *compare(p, "!=", 0)),
    ),
    Example(
        "branch by branch",
        d(cases((p, compare(p, ">", 0)), (q * p, compare(p, "<", 0))), p),
        cases((d(p, p), compare(p, ">", 0)), (d(q * p, p), compare(p, "<", 0))),
        hypotheses=compare(p, "!=", 0),
    ),
    # definitions, out and back
    Example("definition of the loss", d(loss, p), d(p**2, p)),
    Example(
        "definition inside", d(-log(y_hat[o]), v), d(-log(exp(u[o].T @ v) / total(w, exp(u[w].T @ v))), v)
    ),
    Example("definition of the sigmoid", d(sigmoid(p), p), d(1 / (1 + exp(-p)), p)),
    Example("write out a name", z, W @ v, asked=d(a.T @ W @ v, W)),
    Example(
        "split a fraction",
        exp(-p) / (1 + exp(-p)) ** 2,
        1 / (1 + exp(-p)) * (exp(-p) / (1 + exp(-p))),
        sigmoid(p),
    ),
    Example("fold the softmax", exp(u[w].T @ v) / partition * u[w], y_hat[w] * u[w], U @ y_hat),
    Example("fold the sigmoid", exp(p) / (1 + exp(p)), sigmoid(p), sigmoid(p)),
    Example("fold the sigmoid", 1 / (1 + exp(-p)), sigmoid(p), sigmoid(p)),
    Example("fold the sigmoid", exp(-p) / (1 + exp(-p)), 1 - sigmoid(p), sigmoid(p)),
    Example("sigmoid of the opposite", 1 - sigmoid(-p), sigmoid(p), sigmoid(p)),
    Example("sigmoid of the opposite", sigmoid(p), 1 - sigmoid(-p), sigmoid(-p)),
    # one-hot vectors
    Example(
        "split off one term",
        total(w, y[w] * exp(u[w].T @ v)),
        y[o] * exp(u[o].T @ v) + total(w, y[w] * exp(u[w].T @ v), other),
    ),
    Example("entry of a one-hot vector", y[o], formula(1)),
    Example("entry of a one-hot vector", y[w], formula(0), hypotheses=(other,)),
    Example("indicator that is known", indicator(same(w, o)), formula(0), hypotheses=(other,)),
    Example("one-hot sum", total(w, y[w] * exp(u[w].T @ v)), exp(u[o].T @ v)),
    Example("one-hot inner product", y.T @ log(y_hat), log(y_hat[o])),
    Example("indicator of the true word", indicator(same(w, o)), y[w], y),
    Example("column by a one-hot vector", u[o], U @ y, U @ (y_hat - y)),
    Example("the same index", u[w], u[o], u[o], (same(w, o),)),
    # vectors and matrices
    Example("sum of columns", total(w, y_hat[w] * u[w]), U @ y_hat, U @ (y_hat - y)),
    Example("sum of columns", total(i, sigmoid(xs[i].T @ v) * xs[i]), X @ sigmoid(X.T @ v), X @ a),
    Example("sum of unit vectors", total(i, exp(a[i]) * Unit(i, n)), exp(a)),
    Example("sum of products", total(i, a[i] * exp(b[i])), a.T @ exp(b), a.T @ exp(b)),
    Example(
        "sum of sums",
        total(w, y_hat[w] * u[w] - y[w] * u[w]),
        total(w, y_hat[w] * u[w]) - total(w, y[w] * u[w]),
        U @ (y_hat - y),
    ),
    Example("entries one below the other", stack(each(i, exp(a[i])), down=True), exp(a)),
    Example("columns side by side", stack(each(w, (y_hat[w] - y[w]) * v)), v @ (y_hat - y).T),
    # collecting
    Example("cancel", p * q / p * v, q * v),
    Example(
        "distribute and cancel", p * (q / p + exp(p)) / exp(p), q * p / (p * exp(p)) + exp(p) * p / exp(p)
    ),
    Example("equal terms", p * v + q * v + p * v, 2 * (p * v) + q * v),
    Example("signs", (-p) * v, -(p * v)),
    Example("multiply out", p * (1 - q) - (1 - p) * q, p - q),
    Example("turn a difference round", -((1 - q) * v), (q - 1) * v, (q - 1) * v),
    Example(
        "factor into a sum",
        1 / partition * total(x, exp(u[x].T @ v) * u[x]),
        total(w, exp(u[w].T @ v) / partition * u[w]),
    ),
    Example("transpose of a product", (A @ X).T, X.T @ A.T),
    Example("diagonal matrix", diag(a) @ b, Hadamard((a, b))),
    Example("common factor", U @ y_hat - U @ y, U @ (y_hat - y)),
    Example("common factor", -(y[w] * v) + y_hat[w] * v, (y_hat[w] - y[w]) * v),
    Example("common factor", -v + y_hat[o] * v, (y_hat[o] - 1) * v),
)

# What a rule must leave alone: near neighbours of what it is for.
SILENT = (
    ("log of a product", log(p * q), t, ()),  # p and q may both be negative
    ("log of a quotient", log(r / p), t, ()),
    ("log of a power", log(p**2), t, ()),
    ("constant", d(u[o].T @ v, u[w]), t, ()),  # w may be o
    ("constant", d(total(s, u[ws[s]].T @ v), u[o]), t, ()),  # o may be a sample
    ("one-hot sum", total(w, y_hat[w] * exp(u[w].T @ v)), t, ()),
    ("entry of a one-hot vector", y[w], t, ()),
    ("fold the softmax", exp(u[w].T @ v) / total(x, exp(u[x].T @ v), differ(x, o)), U @ y_hat, ()),
    ("fold the softmax", exp(2 * (u[w].T @ v)) / partition, U @ y_hat, ()),
    ("fold the sigmoid", exp(p) / (1 + exp(q)) / (2 + exp(p)), p, ()),
    ("sigmoid of the opposite", 2 - sigmoid(-p), sigmoid(p), ()),
    ("sum of columns", total(w, y_hat[w] * u[w], other), U @ y_hat, ()),
    ("column by a one-hot vector", u[w], U @ y, ()),
    ("terms that depend on the variable", d(total(x, exp(u[x].T @ (U @ y))), u[w]), t, ()),
    ("column by column", d(v.T @ U @ y, U), t, ()),
    ("chain rule through a product", d((a.T @ W @ v) * (a.T @ W @ c), W), t, ()),
    ("columns side by side", stack(each(w, u[w] * y_hat[w] + v)), U, ()),
    ("cancel", (p + q) / p, t, ()),
    ("common factor", U @ y_hat - y_hat[o] * v, t, ()),
    ("the same index", u[w], u[o], ()),
)
