"""Damage with one reading is mended and listed; what could be meant is left alone."""

import pytest

from verifier.documents import Math, read_text, traced
from verifier.documents.damage import mend

MENDED = [
    (r"egin{aligned} a \ &= b \end{aligned}", r"\begin{aligned} a \\ &= b \end{aligned}"),
    (r"rac{\partial J}{\partial v}", r"\frac{\partial J}{\partial v}"),
    (r"oldsymbol{u}_o^ op oldsymbol{v}_c", r"\boldsymbol{u}_o^\top \boldsymbol{v}_c"),
    (r"W_{V imes N} + J_{ext{neg}}", r"W_{V \times N} + J_{\text{neg}}"),
    ("\x08oldsymbol{v} \x0crac{a}{b} c \times d^\top", r"\boldsymbol{v} \frac{a}{b} c \times d^\top"),
    ("\\left( x \right)", r"\left( x \right)"),
    ("a\n\\partial = \nabla_{v}", "a\n\\partial = \\nabla_{v}"),
    (r"u*{w}^T v*{c} + \Sigma*{w \in V}", r"u_{w}^T v_{c} + \Sigma_{w \in V}"),
    (r"\hat{y}*o - u*{o}", r"\hat{y}_o - u_{o}"),
    (r"\sum\_{w} y\_w", r"\sum_{w} y_w"),
    (r"a &lt; b &amp;= c", "a < b &= c"),
    (r"\\frac{a}{b} \\cdot \\hat{y}", r"\frac{a}{b} \cdot \hat{y}"),
    ("a = b \\\n= c", "a = b \\\\\n= c"),
]


@pytest.mark.parametrize(("damaged", "meant"), MENDED)
def test_mended(damaged, meant):
    mended, done = mend(traced(damaged))
    assert " ".join(mended.text.split()) == " ".join(meant.split())
    assert done


@pytest.mark.parametrize(("_", "meant"), MENDED)
def test_what_is_whole_stays(_, meant):
    assert mend(traced(meant))[0].text == meant


@pytest.mark.parametrize(
    "latex",
    [
        r"a * b",
        r"J_{naive\_softmax}",
        r"a = b \\ x = 3",
        r"\operatorname*{argmax}_x",
        r"x \in k \text{ \& } u",
        r"\frac{a}{b} \\ \frac{c}{d}",
        r"a \, b \ c",
        "a\tb",
        r"\text{the op is}",
    ],
)
def test_near_neighbours_are_left_alone(latex):
    assert mend(traced(latex)) == (traced(latex), [])


def test_repairs_are_listed_with_their_lines():
    document = read_text("(b)\n\n$$u*{o}$$\n\n$$rac{a}{b}\n+ rac{c}{d}$$\n\nthe \u200b$x_1$")
    assert [repair.message for repair in document.repairs] == [
        "1 zero-width characters removed in line 8",
        "1 _ restored that had become * in line 3",
        "2 eaten backslash escapes restored in lines 5-6",
    ]


def test_places_lead_to_the_file_as_it_is():
    source = "x\n$$rac{a}{b}\n+ oldsymbol{c} + d$$"
    (math,) = (block for block in read_text(source).blocks if isinstance(block, Math))
    at = math.latex.index("+ d") + 2
    assert source[math.text.origin(at)] == "d"
    assert (math.text.place(at).line, math.text.place(at).column) == (3, 18)
