r"""Texts that are meant to hurt: too deep, too long, too large, unbalanced, disguised, or Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

_PAYLOADS = (
    "__import__('os').system('touch {marker}')",
    "eval(compile('open(\"{marker}\",\"w\")','','exec'))",
    "lambda: open('{marker}','w')",
    "().__class__.__bases__[0].__subclasses__()",
    r"\write18{{touch {marker}}}",
    r"\input{{|touch {marker}}}",
    r"\immediate\openout3={marker}",
    "{{{{ open('{marker}','w') }}}}",
    "$(touch {marker})",
    "`touch {marker}`",
    "Symbol('x'); open('{marker}','w')",
    "%(touch {marker})s",
)


def texts(marker: str) -> Iterator[tuple[str, str]]:
    """Name and text; a payload that were run would create the file `marker`."""
    deep = 20_000
    yield "round brackets", "(" * deep + "x" + ")" * deep
    yield "braces", "{" * deep + "x" + "}" * deep
    yield "left and right", r"\left(" * 5_000 + "x" + r"\right)" * 5_000
    yield "fractions in fractions", r"\frac{1}{" * 3_000 + "x" + "}" * 3_000
    yield "roots", r"\sqrt{" * 3_000 + "x" + "}" * 3_000
    yield "sums in sums", r"\sum_{w}" * 5_000 + "u_w"
    yield "hats", r"\hat{" * 5_000 + "y" + "}" * 5_000
    yield "minuses", "-" * 50_000 + "u_o"
    yield "subscripts", "u_{w_{" * 3_000 + "o" + "}}" * 3_000
    yield "terms", "+".join(["u_o"] * 30_000)
    yield "different terms", "+".join(f"{i} v_c" for i in range(20_000))
    yield "factors", r"\sigma(x)" * 10_000
    yield "a product of sums", r"(u_o^\top v_c + 1)" * 200
    yield "a power of a sum", r"(1 + x)^{100000}"
    yield "tower of powers", "9^{9^{9^{9^{9^{9^{9}}}}}}"
    yield "tower of exp", "e^{" * 500 + "x" + "}" * 500
    yield "exp of exp of large", r"\exp(\exp(\exp(\exp(1000))))"
    yield "negative tower", r"x^{-9^{9^{9}}}"
    yield "digits", "1" * 5_000 + r" \hat y_w v_c"
    yield "digits in an exponent", "x^{" + "7" * 5_000 + "}"
    yield "a decimal", "0." + "3" * 5_000
    yield "a fraction of digits", rf"\frac{{{'1' * 5000}}}{{{'3' * 5000}}}"
    yield "a far index", r"\hat y_{99999999999999999999} v_c"
    yield "a wide sum", r"\sum_{w=1}^{99999999999999} u_w"
    yield (
        "macro bomb",
        "".join(rf"\def\{b}{{\{a}\{a}\{a}\{a}}}" for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True))
        + r"\l",
    )
    yield "macro that calls itself", r"\def\a{\a\a} \a"
    yield "macros in a ring", r"\newcommand{\a}{\b}\newcommand{\b}{\a}\a"
    yield "macro with arguments", r"\newcommand{\f}[1]{#1#1#1#1}" + r"\f{" * 12 + "x" + "}" * 12
    yield (
        "matrix",
        r"\begin{bmatrix}" + r" \\ ".join("&".join(["1"] * 100) for _ in range(100)) + r"\end{bmatrix}",
    )
    yield "environments", r"\begin{aligned}" * 2_000 + "x" + r"\end{aligned}" * 2_000
    yield "cases in cases", r"\begin{cases}" * 200 + "x" + r"\end{cases}" * 200
    yield "chain", " = ".join(["u_o"] * 5_000)
    yield "rows", r" \\ ".join(["&= u_o"] * 5_000)
    yield "unbalanced", r"}}}{{{)))((([[[\right)\left[ \end{x} \begin{y} & & \\ ^^ __ $ $$ #"
    yield "scripts", "_^" * 5_000
    yield "primes", "f" + "'" * 20_000 + "(x)"
    yield "control characters", "".join(map(chr, range(32))) + "u_o" + "\x7f\x80\x9f"
    yield "zero bytes", "u\x00_\x00o\x00" * 500
    yield "directions", "‮o_u‬​‌‍⁦x⁩﻿" * 200
    yield "look-alikes", "υ_о − ѵ_с · ŷ − ʏ"
    yield "combining marks", "y" + "̂" * 10_000
    yield "surrogates", "\ud800 u_o \udfff"
    yield "astral", "𝐔(𝐲̂ − 𝐲) 🎉" * 100
    yield "whitespace", " " * 100_000
    yield "comments", "%" * 50_000
    yield "backslashes", "\\" * 50_001
    yield "commands", "".join(f"\\{'a' * n}" for n in range(1, 400))
    yield "one long name", "a" * 100_000
    yield "one long word", r"\text{" + "word " * 20_000 + "}"
    yield "dunders", "__class__.__mro__[1].__init__.__globals__"
    for number, payload in enumerate(_PAYLOADS):
        yield f"payload {number}", payload.format(marker=marker)
        yield f"payload {number} in text", r"\text{" + payload.format(marker=marker) + "} u_o"
        yield f"payload {number} as a subscript", "u_{" + payload.format(marker=marker) + "}"


def _statements(texts: Iterator[str]) -> str:
    return json.dumps({"target": "sigmoid", "answer": "a", "given": list(texts)})


def lines() -> Iterator[tuple[str, bytes]]:
    """Name and one line of input, as bytes: what is no JSON, no UTF-8, no request, or too much of one."""
    plain = b'{"id": %s, "target": "sigmoid", "answer": %s}'
    yield "a huge integer", plain % (b"9" * 5000, b'"x"')
    yield "a huge negative exponent", plain % (b"1e-999999", b'"x"')
    yield "infinity", plain % (b"1e999", b'"x"')
    yield "not a number", plain % (b"NaN", b'"x"')
    yield "a huge integer as an answer", plain % (b"1", b"9" * 5000)
    yield "no UTF-8", b"\xff\xfe\x00\x80"
    yield "no UTF-8 in an answer", plain % (b"1", b'"\xc3("')
    yield "no UTF-8 in an id", plain % (b'"\xed\xa0\x80"', b'"x"')
    yield "a lone surrogate", plain % (b'"\\ud800"', b'"\\udfff"')
    yield "a lone surrogate as a key", b'{"\\ud800": 1}'
    yield "a lone surrogate as a target", b'{"target": "\\udc00", "answer": "x"}'
    yield "a zero byte", b"\x00"
    yield "a zero byte in an answer", plain % (b"1", b'"x\x00y"')
    yield "an escaped zero byte", plain % (b'"\\u0000"', b'"x\\u0000y"')
    yield "a byte order mark", b"\xef\xbb\xbf" + plain % (b"1", b'"x"')
    yield "ten megabytes", plain % (b"1", b'"' + b"x" * 10_000_000 + b'"')
    yield "ten megabytes of nothing", b" " * 10_000_000 + b"x"
    yield "brackets", b"[" * 100_000
    yield "objects in objects", b'{"a":' * 20_000
    yield "a list as an id", plain % (b"[" * 900 + b"]" * 900, b'"x"')
    yield "a key twice", b'{"target": "sigmoid", "answer": "x", "answer": "y"}'
    yield "unknown keys", b"{" + b", ".join(b'"key%d": 1' % n for n in range(5_000)) + b"}"
    yield "null", plain % (b"1", b"null")
    yield "a list", plain % (b"1", b"[]")
    yield "statements that are none", b'{"target": "sigmoid", "answer": "x", "given": {"a": "x"}}'
    yield "kinds that are none", b'{"left": "x", "right": "x", "symbols": {"x": 5}}'
    yield (
        "a size of many digits",
        b'{"left": "x", "right": "x", "symbols": {"x": "R^{' + b"9" * 5000 + b'}"}}',
    )
    yield (
        "a large vector",
        b'{"left": "x + y", "right": "y + x", "symbols": {"x": "R^{1000000}", "y": "R^{1000000}"}}',
    )
    yield "a large matrix", b'{"left": "A A", "right": "A", "symbols": {"A": "R^{3000 x 3000}"}}'
    yield (
        "many symbols",
        b'{"left": "x", "right": "x", "symbols": {"x": "R", %s}}'
        % b", ".join(b'"a_{%d}": "R^n"' % n for n in range(5_000)),
    )
    yield "many statements", _statements("a = x" for _ in range(5_000)).encode()
    names = [*"xbcdfghklmpqrzABDEFGHLMNPQRSTWXYZ", r"\alpha", r"\beta", "a"]
    doubled = [f"{b} = {a} + {a}" for a, b in pairwise(names)]
    yield "each twice the one before", _statements(iter(doubled)).encode()
    yield "in a ring", _statements(iter(("a = b", "b = a", "a = a + 1"))).encode()
