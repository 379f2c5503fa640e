r"""What people write for the targets, in the spread of notations that was counted: text -> the formula read.

The left side of a table is as real people type it; the right side is what an author would write.
"""

import pytest

from tests.latex.targets import scope
from verifier.latex.read import message_for, read_chain

S, H = "sigmoid(u[o].T @ v[c])", "y_hat"
CENTER = {
    r"U(\hat y-y)": "U @ (y_hat - y)",
    r"\boldsymbol{U}(\hat{\boldsymbol{y}}-\boldsymbol{y})": "U @ (y_hat - y)",
    r"U . (\hat y - y)": "U @ (y_hat - y)",
    r"U*(yhat-y)": "U @ (y_hat - y)",
    r"-Uy+U\hat y": "-U @ y + U @ y_hat",
    r"-u_o+\sum_{x\in \text{Vocab}} \hat y_x u_x": "-u[o] + total(x: y_hat[x] * u[x])",
    r"-u_o+\sum_{w=1}^{W}P(w|c)u_w": "-u[o] + total(w: y_hat[w] * u[w])",
    r"-u_o+\sum_{x\in V o c a b}\hat y_x u_x": "-u[o] + total(x: y_hat[x] * u[x])",
    r"-u_o+\sum_{x\in V \text { ocab }}\hat y_x u_x": "-u[o] + total(x: y_hat[x] * u[x])",
    r"\sum_{i}^{|V|}(\hat y_i-y_i)u_i": "total(i: (y_hat[i] - y[i]) * u[i])",
    r"{\sum_w e^{u_w^\top v_c} u_w \over \sum_w e^{u_w^\top v_c}} - u_o": (
        "total(w: exp(u[w].T @ v[c]) * u[w]) / total(w: exp(u[w].T @ v[c])) - u[o]"
    ),
    r"(\hat{y}-y)^TU^T": "(y_hat - y).T @ U.T",
    r"-u_0+U\hat y": "-u[o] + U @ y_hat",
    r"u(\hat y-y)": "U @ (y_hat - y)",
    "-oldsymbol{U} oldsymbol{y} + oldsymbol{U} \\hat{oldsymbol{y}}": "-U @ y + U @ y_hat",
    "\x08oldsymbol{U}^{\top}{}^\top(\x0crac{\\hat y}{1} - y)": "U.T.T @ (y_hat / 1 - y)",
    r"\Sigma*{w \in v}P(w|c) \cdot u*{w} - u*{o}": "total(w: y_hat[w] * u[w]) - u[o]",
    r"u\_o^T v\_c u\_o": "u[o].T @ v[c] @ u[o]",
    "U(ŷ−y)": "U @ (y_hat - y)",
    "U(\u200b\\hat y-y\u200b)": "U @ (y_hat - y)",
    r"\frac{1}{\sum_{w \in v} \exp(u_{w}^{T}v_{c}} u_o": "1 / total(w: exp(u[w].T @ v[c])) * u[o]",
    r"U\exp{(u_o^T v_c})(\hat y - y)": "U * exp(u[o].T @ v[c]) * (y_hat - y)",
}
OUTSIDE = {
    r"(\hat y_w-y_w)v_c": "(y_hat[w] - y[w]) * v[c]",
    r"v_c(P(O=w|C=c)-1\{w=o\})": "v[c] * (y_hat[w] - indicator(w = o))",
    r"-v_c\delta_{ow}+\hat y_w v_c": "-v[c] * indicator(o = w) + y_hat[w] * v[c]",
    r"v_c (\hat{y} - y)_w": "v[c] * (y_hat - y)[w]",
    r"\hat y_w v_c - [w=o] v_c": "y_hat[w] * v[c] - indicator(w = o) * v[c]",
    r"v_c\cdot\hat{y}_{w\neq o}": "v[c] * y_hat[w]",
    r"\hat y_w v_c \text{ if } w \ne o, (\hat y_o-1)v_c \text{ if } w=o": (
        "cases(y_hat[w] * v[c] if w != o; (y_hat[o] - 1) * v[c] if w = o)"
    ),
    r"\left\{\begin{matrix}(\hat y_o-1)v_c & w=o\\ \hat y_w v_c & w\neq o\end{matrix}\right.": (
        "cases((y_hat[o] - 1) * v[c] if w = o; y_hat[w] * v[c] if w != o)"
    ),
}
MATRIX = {
    r"[\frac{\partial J}{\partial u_1},\frac{\partial J}{\partial u_2},\cdots,\frac{\partial J}{\partial u_{|Vocab|}}]": (
        "[d(J)/d(u[i]) for each i]"
    ),
    r"[\frac{\partial J}{\partial u_1} \quad \cdots \quad \frac{\partial J}{\partial u_V}]": "[d(J)/d(u[i]) for each i]",
    r"\left[ \begin{matrix} | & & | \\ \hat y_1 v_c & \cdots & \hat y_V v_c \\ | & & | \end{matrix}\right]": (
        "[y_hat[i] * v[c] for each i]"
    ),
    r"[\hat y_1 v_c, \dots, (\hat y_o-1)v_c,\dots,\hat y_{|V|}v_c]": (
        "[cases((y_hat[o] - 1) * v[c] if i = o; y_hat[i] * v[c] if i != o) for each i]"
    ),
    r"\pmb v_c\,(\pmb{\hat y} - \pmb y)^{T}": "v[c] @ (y_hat - y).T",
}
ENTROPY = {
    r"-[y_1\log\hat y_1+\cdots+y_o\log\hat y_o+\cdots+y_w\log\hat y_w]": "-total(i: y[i] * log(y_hat[i]))",
    r"-(y_0 \log(\hat{y}_0) + y_1 \log(\hat{y}_1) + \dots + y_o \log(\hat{y}_o) + \dots)": (
        "-total(i: y[i] * log(y_hat[i]))"
    ),
    r"-(0 + \cdots + 1\cdot\log\hat y_o+\cdots+0)": "-(0 + 1 * log(y_hat[o]) + 0)",
    r"-\sum_{w}y_{w}logP(O=w|C=c)": "-total(w: y[w] * log(y_hat[w]))",
    r"-y^T\log\hat y": "-y.T @ log(y_hat)",
    r"-\sum_{w=1, w\ne o}^{V} y_w\log \hat y_w - y_o\log\hat y_o": (
        "-total(w, w != o: y[w] * log(y_hat[w])) - y[o] * log(y_hat[o])"
    ),
}
SIGMOID = {
    r"\sigma-\sigma^2": "sigmoid(x) - sigmoid(x)**2",
    r"\sigma(1-\sigma)": "sigmoid(x) * (1 - sigmoid(x))",
    r"\sigma(x)(1-\sigma(x))": "sigmoid(x) * (1 - sigmoid(x))",
    r"e^x/(e^x+1)^2": "exp(x) / (exp(x) + 1)**2",
    r"\frac{\text d}{\text{d}x} \frac{1}{1+e^{-x}}": "d(1 / (1 + exp(-x)))/d(x)",
    r"((1+e^{-x})^{-1})'": "d((1 + exp(-x))**(-1))/d(x)",
    r"d\sigma(x)/dx": "d(sigmoid(x))/d(x)",
    r"\sigma'(x)": "d(sigmoid(x))/d(x)",
}
VECTOR = {
    r"\mathrm{diag}(\sigma(x)\circ(1-\sigma(x)))": "diag(hadamard(sigmoid(x), 1 - sigmoid(x)))",
    r"\sigma(x)(1-\sigma(x))": "hadamard(sigmoid(x), 1 - sigmoid(x))",
    r"\operatorname{diag}(\sigma'(x))": "diag(sigmoid_slope)",
    r"\frac{e^{\boldsymbol{x}}}{(e^{\boldsymbol{x}}+1)^2}": "exp(x) / (exp(x) + 1)**2",
}
RELU = {
    r"\begin{cases}1 & x>0\\ \alpha & otherwise\end{cases}": "cases(1 if x > 0; alpha otherwise)",
    r"\mathbb{1}_{x>0} + \alpha\mathbb 1\{x<0\}": "indicator(x > 0) + alpha * indicator(x < 0)",
    r"\left\{ \begin{aligned} &1, & x>0 \\ &\alpha, & x \le 0\end{aligned} \right.": "cases(1 if x > 0; alpha if x <= 0)",
    r"1 \text{ if } x > 0, \alpha \text{ if } x < 0": "cases(1 if x > 0; alpha if x < 0)",
}
NEGATIVE = {
    "(σ(u_o^Tv_c)−1)u_o": f"({S} - 1) * u[o]",
    r"\sum_{k}\sigma(u_k^Tv_c)u_k": "total(k: sigmoid(u[w[k]].T @ v[c]) * u[w[k]])",
    r"\sum_{w\in\{w_1,\dots,w_K\}}\sigma(u_w^Tv_c)u_w": "total(w: sigmoid(u[w[w]].T @ v[c]) * u[w[w]])",
    r"\sum_{x \in K}\sigma(-u_{x}^{\top} v_c) u_{x}": "total(x: sigmoid(-u[w[x]].T @ v[c]) * u[w[x]])",
    r"-(1-\sigma(u_o^Tv_c))u_o": f"-(1 - {S}) * u[o]",
    r"\sum_{w_k} u_{w_k}": "total(k: u[w[k]])",
    r"l(\sigma(u_o^T v_c)) u_o": f"log({S}) * u[o]",
}
REPEATED = {
    r"\sum_{u_x=u_k}\sigma(u_x^Tv_c)v_c": "total(x, w[x] = w[k]: sigmoid(u[w[x]].T @ v[c]) * v[c])",
    r"\sum_{i\and(w_k=w_i)} v_c": "total(i, w[k] = w[i]: v[c])",
    r"\sum_{i=1}^K\mathbf 1_{w_i=w_k}v_c": "total(i: indicator(w[i] = w[k]) * v[c])",
    r"|\{s \mid w_s=w_k\}| v_c": "total(s, w[s] = w[k]: 1) * v[c]",
    r"\sum_{j\in\{j|w_j=w_k\}}v_c": "total(j, w[j] = w[k]: v[c])",
    r"\sum_{\substack{1\le j\le k\\ w_j=w_s}} v_c": "total(j, w[j] = w[s]: v[c])",
    r"\sum_{x \in K \text{ \& } u_x = u_k} v_c": "total(x, w[x] = w[k]: v[c])",
}
REUSE = {
    r"\bm{1}-\sigma(\bm{U_{o,\{w_1,\dots,w_K\}}}^T\bm v_c)": "1 - sigmoid(U_signed.T @ v[c])",
    r"\sigma([u_o,-u_1,...,-u_K]^Tv_c)-1": "sigmoid([u[o], -u[w[i]] for each i].T @ v[c]) - 1",
    r"\sigma(U_{o,W}^Tv_c)-1": "sigmoid(U_signed.T @ v[c]) - 1",
}
WINDOW = {
    r"\sum_{-m \leq j \leq m \atop j \neq 0} \frac{\partial J(v_c, w_{t+j},U)}{\partial U}": (
        "total(j, j != 0: d(J)/d(U))"
    ),
    r"\sum_{\substack{-m<=j<=m \\ j!=0}}\partial J(v_c,w_{t+j},U)/\partial U": "total(j, j != 0: d(J)/d(U))",
    r"\sum_{-m \leqslant j \leqslant m \& j\ne0} \nabla_U J(v_c,w_{t+j},U)": "total(j, j != 0: d(J)/d(U))",
    r"\sum_{j=-m,j\neq0}^{m}\frac{\partial J(v_c,w_{t+j},U)}{\partial U}": "total(j, j != 0: d(J)/d(U))",
    r"\sum_{|j|\le m, j\ne0}\frac{\partial J(v_c,w_{t+j},U)}{\partial U}": "total(j, j != 0: d(J)/d(U))",
    r"\sum_{j=-m}^m \frac{\partial J(v_c,w_{t+j},U)}{\partial U}, j \neq 0": "total(j, j != 0: d(J)/d(U))",
}
TABLES = {
    "softmax-center": CENTER,
    "softmax-outside": OUTSIDE,
    "softmax-outside-matrix": MATRIX,
    "cross-entropy": ENTROPY,
    "sigmoid": SIGMOID,
    "sigmoid-vector": VECTOR,
    "leaky-relu": RELU,
    "negative-center": NEGATIVE,
    "negative-repeated": REPEATED,
    "negative-reuse": REUSE,
    "skipgram-outside-matrix": WINDOW,
}
CASES = [(target, text, wanted) for target, table in TABLES.items() for text, wanted in table.items()]


@pytest.mark.parametrize(("target", "text", "wanted"), CASES)
def test_notation(target: str, text: str, wanted: str) -> None:
    chain = read_chain(text, scope(target))
    assert chain.left is None
    assert len(chain.members) == 1, chain.members
    reading = chain.members[0].reading
    assert str(reading.formula) == wanted, [message_for(p) for p in reading.problems]
    assert not reading.alternatives
