"""What LaTeX prints before an \\item, a \\question or a \\part: a counter that the text does not show.

Knows the default styles of enumerate, the options of enumitem and enumerate, \\setcounter, and the exam
class. Relies on nothing.
"""

import re
from dataclasses import dataclass

_DEFAULT = ("1.", "(a)", "i.", "A.")
_NAMES = ("enumi", "enumii", "enumiii", "enumiv")
_EXAM = {
    "titledquestion": (0, "1."),
    "question": (0, "1."),
    "part": (1, "(a)"),
    "subpart": (2, "i."),
    "subsubpart": (3, "A."),
}
_COMMAND = re.compile(r"\\(alph|Alph|roman|Roman|arabic)\s*\*?(?:\{[^{}]*\})?")
_SAMPLE = re.compile(r"(?<![A-Za-z\\])([aAiI1])(?![A-Za-z])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _number(kind: str, count: int) -> str:
    if kind in ("alph", "a"):
        return chr(ord("a") + (count - 1) % 26)
    if kind in ("Alph", "A"):
        return chr(ord("A") + (count - 1) % 26)
    if kind in ("roman", "i"):
        return roman(min(count, 60))
    if kind in ("Roman", "I"):
        return roman(min(count, 60)).upper()
    return str(count)


def label_of(style: str, count: int) -> str:
    """`(a)` at 3 is `(c)`; `\\roman*.` at 2 is `ii.`."""
    command = _COMMAND.search(style)
    if command:
        return style[: command.start()] + _number(command.group(1), count) + style[command.end() :]
    sample = _SAMPLE.search(style)
    if sample:
        return style[: sample.start()] + _number(sample.group(1), count) + style[sample.end() :]
    return f"{count}."


@dataclass(slots=True)
class _List:
    numbered: bool
    style: str
    count: int = 0


class Counters:
    def __init__(self, macros: dict[str, str]) -> None:
        self._macros = macros
        self._stack: list[_List] = []
        self._exam = [0, 0, 0, 0]
        self._last: dict[int, int] = {}

    @property
    def depth(self) -> int:
        return len(self._stack)

    def _numbered_depth(self) -> int:
        return sum(1 for entry in self._stack if entry.numbered)

    def _style(self, options: str, depth: int) -> str:
        label = re.search(r"label\s*=\s*(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|[^,\]]+)", options)
        if label:
            style = label.group(1).strip()
            style = style[1:-1] if style.startswith("{") else style
            return (
                re.sub(r"\\(?:textbf|textit|bfseries|bf|emph)\s*", "", style)
                .replace("{", "")
                .replace("}", "")
            )
        bare = options.strip().strip("[]")
        if bare and "=" not in bare and _SAMPLE.search(bare) and len(bare) <= 12:
            return bare
        name = _NAMES[min(depth, 3)]
        for macro in (f"label{name}", f"the{name}"):
            if _COMMAND.search(self._macros.get(macro, "")):
                return re.sub(r"\\the\w+", "", self._macros[macro])
        return _DEFAULT[min(depth, 3)]

    def environment(self, name: str, opens: bool, options: str) -> bool:
        """Whether the environment is a list, or one of the exam class."""
        name = name.rstrip("*")
        if name in ("questions", "parts", "subparts", "subsubparts"):
            level = ("questions", "parts", "subparts", "subsubparts").index(name)
            if opens:
                self._exam[level] = 0
            return True
        if name not in ("enumerate", "itemize", "description", "tasks", "compactenum", "inparaenum"):
            return False
        if not opens:
            if self._stack:
                depth = self._numbered_depth()
                entry = self._stack.pop()
                if entry.numbered:
                    self._last[depth] = entry.count
            return True
        numbered = name not in ("itemize", "description")
        depth = self._numbered_depth()
        start = re.search(r"start\s*=\s*(\d{1,3})", options)
        count = int(start.group(1)) - 1 if start else 0
        if "resume" in options:
            count = self._last.get(depth + 1, 0)
        self._stack.append(_List(numbered, self._style(options, depth) if numbered else "-", count))
        return True

    def item(self, option: str | None) -> str:
        if option is not None:
            return option
        if not self._stack or not self._stack[-1].numbered:
            return "-"
        self._stack[-1].count += 1
        return label_of(self._stack[-1].style, self._stack[-1].count)

    def exam(self, command: str) -> str:
        level, style = _EXAM[command]
        self._exam[level] += 1
        self._exam[level + 1 :] = [0] * len(self._exam[level + 1 :])
        return label_of(style, self._exam[level])

    def assign(self, counter: str, value: int, add: bool) -> None:
        depth = _NAMES.index(counter) if counter in _NAMES else 0
        numbered = [entry for entry in self._stack if entry.numbered]
        if depth < len(numbered):
            numbered[depth].count = value + (numbered[depth].count if add else 0)
