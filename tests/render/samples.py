"""Sheets to look at and to test with; written by hand, so that no mathematics of the program is needed."""

from verifier.render import (
    Derivation,
    Quantity,
    Sheet,
    SheetPart,
    SheetTarget,
    Step,
    read_paragraphs,
    read_prose,
)

NOTATION = (
    Quantity("U", read_prose("outside vectors $u_w$, one column for each word"), r"\mathbb{R}^{D \times V}"),
    Quantity("v_c", read_prose("center vector"), r"\mathbb{R}^{D}"),
    Quantity("y", read_prose("one-hot at the true outside word $o$"), r"\mathbb{R}^{V}"),
    Quantity(r"\hat y", read_prose(r"predicted distribution, $\hat y = \operatorname{softmax}(U^\top v_c)$"), r"\mathbb{R}^{V}"),
)  # fmt: skip

CENTER = SheetTarget(
    name="softmax-center",
    title="Gradient by the center vector",
    label="b.i",
    points="5",
    statement=read_paragraphs(
        r"""Compute the partial derivative of the loss with respect to the center vector $v_c$. Write your
        answer in terms of $y$, $\hat y$ and $U$, and show your work."""
    ),
    given=NOTATION,
    hypotheses=read_paragraphs(r"$o$ is the index of the one entry of $y$ that is 1"),
    loss=r"J_{\text{naive-softmax}}(v_c, o, U) = -\log \hat y_o",
    derivations=(
        Derivation(
            (
                Step(
                    r"-\frac{\partial}{\partial v_c} \log \frac{\exp\left(u_o^\top v_c\right)}{\sum_{w=1}^{V} \exp\left(u_w^\top v_c\right)}",
                    read_prose(r"definition of $\hat y$"),
                    left=r"\frac{\partial J}{\partial v_c}",
                ),
                Step(
                    r"-\frac{\partial}{\partial v_c} u_o^\top v_c + \frac{\partial}{\partial v_c} \log \sum_{w=1}^{V} \exp\left(u_w^\top v_c\right)",
                    read_prose("logarithm of a quotient"),
                ),
                Step(
                    r"-u_o + \frac{1}{\sum_{x=1}^{V} \exp\left(u_x^\top v_c\right)} \sum_{w=1}^{V} \exp\left(u_w^\top v_c\right) u_w",
                    read_prose("chain rule"),
                ),
                Step(r"-u_o + \sum_{w=1}^{V} \hat y_w u_w", read_prose("fold the softmax")),
                Step(r"-U y + U \hat y", read_prose(r"sum over columns: $\sum_w a_w u_w = U a$")),
                Step(r"U\left(\hat y - y\right)", read_prose("common factor")),
            )
        ),
    ),
    closed_form=r"\frac{\partial J}{\partial v_c} = U\left(\hat y - y\right)",
    answer=r"U\left(\hat y - y\right)",
    evidence=read_prose(
        "Proved for all $D$, $V$; agrees in ball arithmetic at 6 points, no two sizes equal."
    ),
)

ZERO = SheetTarget(
    name="softmax-zero",
    title="When is it zero?",
    label="b.ii",
    points="1",
    statement=read_paragraphs("When is the gradient you computed equal to zero? Answer with an equation."),
    model_answer=read_paragraphs(
        r"""It is zero iff $U \hat y = U y$, that is, iff $\hat y - y$ lies in the null space of $U$.

        $\hat y = y$ would do, but never happens: with finite scores every $\hat y_w$ is positive, so
        $\hat y_o < 1$ as soon as there are 2 words or more."""
    ),
)

CASES = SheetTarget(
    name="softmax-outside",
    title="Gradient by each outside vector",
    points="5",
    choice=read_prose('Either form answers this question, for 5 points in all: this one, or "the other".'),
    statement=read_paragraphs(
        r"Compute the derivative by each outside vector $u_w$. There are two cases: $w = o$, the true outside word, and $w \neq o$, all others."
    ),
    given=(NOTATION[0], Quantity("w", read_prose("any word"), r"1 \le w \le V")),
    loss=r"J = -\log \hat y_o",
    derivations=(
        Derivation(
            (
                Step(
                    r"-\mathbf{1}\{w = o\}\, v_c + \frac{\exp\left(u_w^\top v_c\right)}{\sum_{x=1}^{V} \exp\left(u_x^\top v_c\right)}\, v_c",
                    read_prose("chain rule"),
                    left=r"\frac{\partial J}{\partial u_w}",
                ),
                Step(
                    r"-y_w v_c + \hat y_w v_c",
                    read_prose("fold the softmax; an indicator is a one-hot entry"),
                ),
                Step(
                    r"\begin{cases} \left(\hat y_o - 1\right) v_c & \text{if } w = o \\ \hat y_w v_c & \text{if } w \neq o \end{cases}",
                    read_prose("cases on $w = o$"),
                ),
            )
        ),
        Derivation(
            (
                Step(
                    r"\begin{bmatrix} \frac{\partial J}{\partial u_1} & \cdots & \frac{\partial J}{\partial u_V} \end{bmatrix}",
                    read_prose("by columns"),
                    left=r"\frac{\partial J}{\partial U}",
                ),
                Step(r"v_c \left(\hat y - y\right)^\top", read_prose("outer product")),
            ),
            caption=read_prose("All columns at once"),
        ),
    ),
    closed_form=r"\frac{\partial J}{\partial u_w} = \left(\hat y_w - y_w\right) v_c",
    answer=r"\left(\hat y_w - y_w\right) v_c",
    evidence=read_prose(
        "Proved for all $D$, $V$; agrees in ball arithmetic at 8 points on both sides of $w = o$."
    ),
)

LEAKY = SheetTarget(
    name="leaky-relu",
    title="Leaky ReLU",
    points="1",
    statement=read_paragraphs(
        r"Compute the derivative of $f(x) = \max(\alpha x, x)$ by $x$, where $0 < \alpha < 1$."
    ),
    given=(
        Quantity("x", read_prose("a number, not 0"), r"\mathbb{R}"),
        Quantity(r"\alpha", read_prose("slope on the left"), r"(0, 1)"),
    ),
    hypotheses=read_paragraphs(r"$0 < \alpha < 1$" + "\n\n" + r"$x \neq 0$"),
    derivations=(
        Derivation(
            (
                Step(
                    r"\frac{\partial}{\partial x} \begin{cases} x & \text{if } x > 0 \\ \alpha x & \text{if } x < 0 \end{cases}",
                    read_prose("which of the two is larger"),
                    left=r"\frac{\partial f}{\partial x}",
                ),
                Step(
                    r"\begin{cases} 1 & \text{if } x > 0 \\ \alpha & \text{if } x < 0 \end{cases}",
                    read_prose("derivative of each piece"),
                ),
            )
        ),
    ),
    closed_form=r"\frac{\partial f}{\partial x} = \begin{cases} 1 & \text{if } x > 0 \\ \alpha & \text{if } x < 0 \end{cases}",
    answer=r"\begin{cases} 1 & \text{if } x > 0 \\ \alpha & \text{if } x < 0 \end{cases}",
    evidence=read_prose("Proved; agrees in ball arithmetic at 6 points on both sides of $x = 0$."),
    conditions=read_paragraphs(r"$x \neq 0$: the derivative does not exist there"),
)

REPEATED = SheetTarget(
    name="negative-repeated",
    title="Samples that repeat",
    points="2",
    statement=read_paragraphs(
        r"""Let the $K$ samples $w_1, \ldots, w_K$ need not be distinct. Compute the derivative of the loss by the
        vector of one of them, $u_{w_k}$. *Hint* & reminder: 100% of the terms with $w_s = w_k$ count, so don't drop
        any_of_them (costs \$0)."""
    ),
    given=(
        *NOTATION[1:2],
        Quantity("u_o", read_prose("vector of the true outside word"), r"\mathbb{R}^{D}"),
        Quantity("u_{w_s}", read_prose("vector of the sample $w_s$, $1 \\le s \\le K$"), r"\mathbb{R}^{D}"),
        Quantity(
            "|S|", read_prose(r"number of samples with $w_s = w_k$, $|\{s \mid w_s = w_k\}|$"), r"\mathbb{N}"
        ),
    ),
    hypotheses=read_paragraphs(r"$o \notin \{w_1, \ldots, w_K\}$"),
    loss=r"J_{\text{neg}} = -\log \sigma\left(u_o^\top v_c\right) - \sum_{s=1}^{K} \log \sigma\left(-u_{w_s}^\top v_c\right)",
    derivations=(
        Derivation(
            (
                Step(
                    r"-\frac{\partial}{\partial u_{w_k}} \log \sigma\left(u_o^\top v_c\right) - \sum_{s=1}^{K} \frac{\partial}{\partial u_{w_k}} \log \sigma\left(-u_{w_s}^\top v_c\right)",
                    read_prose("a derivative goes into a sum"),
                    left=r"\frac{\partial J_{\text{neg}}}{\partial u_{w_k}}",
                ),
                Step(
                    r"-\sum_{\substack{1 \le s \le K \\ w_s = w_k}} \frac{\sigma'\left(-u_{w_s}^\top v_c\right)}{\sigma\left(-u_{w_s}^\top v_c\right)} \cdot \frac{\partial}{\partial u_{w_k}}\left(-u_{w_s}^\top v_c\right) - \sum_{\substack{1 \le s \le K \\ w_s \neq w_k}} \frac{\partial}{\partial u_{w_k}} \log \sigma\left(-u_{w_s}^\top v_c\right)",
                    read_prose("split the sum where $w_s = w_k$, then the chain rule"),
                ),
                Step(
                    r"\sum_{\substack{1 \le s \le K \\ w_s = w_k}} \left(1 - \sigma\left(-u_{w_s}^\top v_c\right)\right) v_c",
                    read_prose(r"derivative of the sigmoid: $\sigma' = \sigma (1 - \sigma)$"),
                ),
                Step(
                    r"\sum_{\substack{1 \le s \le K \\ w_s = w_k}} \sigma\left(u_{w_k}^\top v_c\right) v_c",
                    read_prose(r"$1 - \sigma(-x) = \sigma(x)$"),
                    proved=False,
                ),
            )
        ),
    ),
    closed_form=r"\frac{\partial J_{\text{neg}}}{\partial u_{w_k}} = \sum_{\substack{1 \le s \le K \\ w_s = w_k}} \sigma\left(u_{w_k}^\top v_c\right) v_c",
    answer=r"\sum_{\substack{1 \le s \le K \\ w_s = w_k}} \sigma\left(u_{w_k}^\top v_c\right) v_c",
    proved=False,
    evidence=read_prose("Agrees in ball arithmetic at 6 points; not proved."),
    conditions=read_paragraphs(r"$o \notin \{w_1, \ldots, w_K\}$"),
)

JACOBIAN = SheetTarget(
    name="sigmoid-vector",
    title="The sigmoid by elements",
    points="3",
    statement=read_paragraphs(r"Give the Jacobian of $\sigma(x)$ where $x$ is a vector."),
    given=(Quantity("x", read_prose("a vector"), r"\mathbb{R}^{n}"),),
    derivations=(
        Derivation(
            (
                Step(
                    r"\begin{bmatrix} \sigma'(x_1) & & \\ & \ddots & \\ & & \sigma'(x_n) \end{bmatrix}",
                    read_prose("each entry depends on one entry"),
                    left=r"\frac{\partial \sigma(x)}{\partial x}",
                ),
                Step(
                    r"\operatorname{diag}\left(\sigma(x) \odot \left(1 - \sigma(x)\right)\right)",
                    read_prose("derivative of the sigmoid"),
                ),
            )
        ),
    ),
    closed_form=r"\frac{\partial \sigma(x)}{\partial x} = \operatorname{diag}\left(\sigma(x) \odot \left(1 - \sigma(x)\right)\right)",
    answer=r"\operatorname{diag}\left(\sigma(x) \odot \left(1 - \sigma(x)\right)\right)",
    evidence=read_prose("Proved for all $n$; agrees in ball arithmetic at 6 points."),
)

SHEET = Sheet(
    set_id="sample-word2vec",
    title="Understanding word2vec",
    course="CS 224n: Natural Language Processing with Deep Learning",
    term="Winter 2022",
    points="17",
    introduction=read_paragraphs(
        r"""Gradients have the shape of what they are taken by. The loss of one pair of words is
        $J(v_c, o, U)$; $o$ is the outside word that was seen."""
    ),
    notation=NOTATION,
    parts=(
        SheetPart(label="b", title="The naive softmax loss", points="6", targets=(CENTER, ZERO)),
        SheetPart(label="c", title="Outside vectors", points="5", targets=(CASES,)),
        SheetPart(label="e", title="Leaky ReLU", points="1", targets=(LEAKY,)),
        SheetPart(label="f", title="The sigmoid", points="3", targets=(JACOBIAN,)),
        SheetPart(label="h", title="Negative sampling", points="2", targets=(REPEATED,)),
    ),
    evidence=read_prose("4 of 5 closed forms are proved for all sizes; 1 answer is in words."),
    made_by="derivation-verifier 0.1.0",
)
