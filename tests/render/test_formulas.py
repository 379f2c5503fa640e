"""Formulas in MathML and Typst: what our printer uses is known to both, and compiles without warnings."""

from xml.etree import ElementTree

import pytest

from verifier.errors import VerifierError
from verifier.render.formulas import Formula, convert
from verifier.render.pdf import compile_typst

SUBSET = (
    r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi \pi \rho \sigma \tau \phi \varphi \chi \psi \omega \ell",
    r"\Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega",
    r"a \cdot b \times c \odot d \otimes e \oplus f \circ g \pm h \ominus k \cap l \cup m",
    r"a = b \neq c \le d \ge e < f > g \in h \notin i \approx j \equiv k \subset l \mid m \to n \mapsto o \models p",
    r"\forall x\, \exists y\; \infty \quad \partial \nabla \cdots \ldots \vdots \ddots \emptyset",
    r"u_{w_s}^\top \hat y_w \tilde y \bar x \widehat y \overline{x} \sigma' x^{-1} \mathbf{1} \mathbb{R}^{D \times V}",
    r"\frac{\partial J_{\text{naive-softmax}}}{\partial v_c} \left(\frac{a}{b}\right) \left[x\right] \left\{x\right\} \left|x\right|",
    r"\lvert x \rvert + \lVert x \rVert_2 + \sqrt{x} + \sqrt[3]{x} + \lfloor x \rfloor + \langle x, y \rangle",
    r"\sum_{\substack{-m \le j \le m \\ j \neq 0}} \prod_{k=1}^{K} \max(0, x) \min \log x \exp(x) \tanh x \det A",
    r"\operatorname{softmax}\left(U^\top v_c\right) \operatorname{diag}(x) \operatorname{tr} A \mathrm{Var}",
    r"\begin{cases} 1 & \text{if } x > 0 \\ \alpha & \text{if } x < 0 \end{cases}",
    r"\begin{bmatrix} a & b \\ c & d \end{bmatrix} \begin{pmatrix} a \\ b \end{pmatrix} \begin{vmatrix} a & b \\ c & d \end{vmatrix}",
    r"\mathbf{1}\{w = o\} \mathbb{1}_{w \neq o} \underbrace{a + b}_{c} \boldsymbol{u}_w \mathcal{N} \boxed{x}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\left.\frac{a}{b}\right|_{x=0} \overset{a}{=} \underset{x}{y} \phantom{x} \triangleq \therefore",
)  # fmt: skip


@pytest.mark.parametrize("latex", SUBSET)
@pytest.mark.parametrize("displayed", [False, True])
def test_the_subset_compiles_in_typst(latex: str, displayed: bool) -> None:
    (typst,) = convert([Formula(latex, displayed)], "typst").values()
    assert compile_typst(f"${typst}$").startswith(b"%PDF")


@pytest.mark.parametrize("latex", SUBSET)
@pytest.mark.parametrize("displayed", [False, True])
def test_the_subset_is_well_formed_mathml(latex: str, displayed: bool) -> None:
    (mathml,) = convert([Formula(latex, displayed)], "mathml").values()
    tree = ElementTree.fromstring(mathml)
    assert tree.tag.endswith("math")
    assert tree.get("display") == "inline"
    assert tree.get("displaystyle") == ("true" if displayed else None)


def test_many_formulas_come_back_in_their_places() -> None:
    formulas = [Formula(f"x_{{{number}}}") for number in range(300)]
    converted = convert(formulas, "typst")
    assert [converted[formula] for formula in formulas[:3]] == ["x_0", "x_1", "x_2"]
    assert converted[formulas[-1]] == "x_299"


def test_nothing_needs_no_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypandoc.get_pandoc_path", lambda: "/no/pandoc")
    assert convert([], "mathml") == {}


@pytest.mark.parametrize("latex", [r"\frac{a}", r"\nosuchcommand x", "a } b"])
def test_a_formula_that_pandoc_cannot_read_is_refused(latex: str) -> None:
    with pytest.raises(VerifierError, match="cannot read a formula"):
        convert([Formula("x"), Formula(latex)], "mathml")


def test_renaming_leaves_words_alone() -> None:
    (typst,) = convert([Formula(r"a \odot b \cap \text{sect dot.circle}")], "typst").values()
    assert "dot.o" in typst
    assert "inter" in typst
    assert '"sect dot.circle"' in typst


@pytest.mark.parametrize(
    ("latex", "accent"),
    [
        (r"\hat y", '<mi>y</mi><mo accent="true" stretchy="false">^</mo>'),
        (r"\tilde y", '<mi>y</mi><mo accent="true" stretchy="false">~</mo>'),
        (r"\widehat{ab}", '</mrow><mo accent="true">^</mo>'),
    ],
)
def test_accents_are_spacing_characters(latex: str, accent: str) -> None:
    (mathml,) = convert([Formula(latex)], "mathml").values()
    assert accent in mathml


def test_a_named_function_stands_apart_from_what_is_around_it() -> None:
    formulas = [
        r"a \log x",
        r"\left(a \log \frac{a}{b}\right)",
        r"\log(x)",
        r"\left(\log\left(x\right)\right)",
        r"\log",
    ]
    spaces = [mathml.count("<mspace") for mathml in convert(map(Formula, formulas), "mathml").values()]
    assert spaces == [2, 2, 0, 0, 0]


def test_brackets_stretch_only_over_what_is_tall() -> None:
    low, tall = convert(
        [Formula(r"U\left(\hat y - y\right)"), Formula(r"\left(\frac{a}{b}\right)")], "mathml"
    ).values()
    assert 'stretchy="true"' not in low
    assert tall.count('stretchy="true"') == 2
