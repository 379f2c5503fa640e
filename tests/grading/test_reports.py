"""What people read: complete, and safe whatever a student wrote."""

import csv
import html
import io
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from tests.grading.made import COUNTER, SET_2022, SETS, examined, mistake, result
from tests.grading.test_journal import failed, graded
from verifier.errors import VerifierError
from verifier.grading.gradebook import gradebook, safe
from verifier.grading.marks import marks
from verifier.grading.model import Step, Unread
from verifier.grading.outputs import checked_formats, report_places, write_outputs
from verifier.grading.rubric import Rubric
from verifier.grading.standing import standing_of

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></style></code><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}{# x #}",
    "```\n<script>alert(1)</script>\n```` `<b>` [x](javascript:alert(1))",
    "\n# heading\n\n| a | b |\n|---|---|\n- list\n1. list\n<div>\n    code",
    "\\input{/etc/passwd} \\write18{id} $\\href{javascript:alert(1)}{x}$ %",
    "\u202e\ue0000\ue001\x00\x1b[31m\ud800 &lt; &amp; &#60;",
    '=HYPERLINK("http://x","y")',
]
VOID = {"meta", "br", "mspace", "mprescripts", "none"}


def written(tmp_path, *results, formats=("json", "html", "md", "csv")):
    standings = write_outputs(results, [r.submission for r in results], SETS, formats, tmp_path)
    return standings, {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}


class Page(HTMLParser):
    """Every element is closed, none runs or fetches anything; the text that a reader sees."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.seen = [], [], []
        self.feed(path.read_text("utf-8"))
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        assert tag not in ("script", "img", "svg", "iframe", "object", "link", "form", "base")
        for name, value in attrs:
            assert (
                not name.startswith("on") and "javascript:" not in (value or "").lower().split("?")[0]
            ) or name in ("title", "content")
            assert name not in ("src", "srcset")
            if name == "href":
                assert re.match(r"#[a-z-]+$|reports/", value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text.append(data)

    @property
    def words(self):
        return " ".join("".join(self.text).split())


def hostile(words):
    """A submission in which everything that a student has a hand in is hostile."""
    finding = mistake("sign-term", f"`{words}` is wrong: {words}", span=(1, len(words)), repair="u_o")
    step = Step(
        line=4, latex=words, relation=words[:3], verdict="fails", evidence={**COUNTER, "values": {words: [words, [words]]}},
        findings=(finding, replace(finding, severity="note")), printed=None, left=words,
    )  # fmt: skip
    wrong = replace(
        result(
            "softmax-center",
            "incorrect",
            findings=[replace(finding, code="transpose")],
            final=words,
            evidence={"kind": "form", "why": words},
        ),
        steps=(step, replace(step, verdict="unreadable")),
    )
    prose = result("negative-efficiency", "person", prose=words, model_answer="$O(K)$ for $O(V)$")
    found = examined(wrong, prose, unread=(Unread(7, words, words),), repairs=(words,), problems=(words,))
    made = graded(f"x/{words}.md")
    return replace(made, examined=found, marks=marks(found, SET_2022, Rubric()))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(tmp_path, words):
    made = hostile(words)
    _, files = written(tmp_path, made, failed("b.md"))
    pages = [Page(path) for name, path in files.items() if name.endswith(".html")]
    assert len(pages) == 3
    shown = re.sub("[\ue000\ue001\x00-\x09\x0b-\x1f]", "", words).replace("\ud800", "?")
    assert any(" ".join(shown.split())[:12] in page.words for page in pages)
    for name, path in files.items():
        if not name.endswith(".md"):
            continue
        tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8"))
        inline = [child for token in tokens for child in token.children or ()]
        kinds = {token.type for token in [*tokens, *inline]}
        assert not kinds & {
            "html_block",
            "html_inline",
            "link_open",
            "image",
            "fence",
            "code_block",
            "ordered_list_open",
        }, name
        titles = {
            t.content for a, t in itertools.pairwise(tokens) if a.type == "heading_open" and a.tag == "h1"
        }
        assert len(titles) == 1
    assert all(p.is_relative_to(tmp_path) for p in files.values())


def test_a_report_shows_the_derivation_and_points_at_the_characters(tmp_path):
    wrong = replace(
        result("softmax-center", "incorrect", "holds", "fails", findings=[mistake()]),
        steps=(
            Step(line=11, latex="-u_o + x", relation="=", verdict="holds", evidence={"kind": "proof"}, printed="-u_o + x",
                 left="\\frac{\\partial J}{\\partial v_c}", left_printed="\\frac{\\partial J}{\\partial v_c}"),
            Step(line=12, latex="u_o + x", relation="=", verdict="fails", evidence=COUNTER, printed="u_o + x",
                 findings=(mistake(span=(0, 3), repair="-u_o + x"),)),
            Step(line=13, latex="\\frac{u", relation=None, verdict="unreadable", evidence={"kind": "none", "why": "open"}),
        ),
    )  # fmt: skip
    prose = result("negative-efficiency", "person", prose="because of K", model_answer="$O(K)$ for $O(V)$")
    found = examined(wrong, prose)
    made = replace(graded("alice.md"), examined=found, marks=marks(found, SET_2022, Rubric()))
    _, files = written(tmp_path, made)
    page = Page(files["reports/alice.html"])
    source = files["reports/alice.html"].read_text()
    assert "<code><mark>u_o</mark> + x</code>" in source
    assert source.count("<math") >= 6 and source.count('class="line fails"') == 1
    assert "<code>\\frac{u</code>" in source
    for words in (
        "sign-term",
        "a counterexample",
        "at least 1.7",
        "(1/2, -3)",
        "(1 0; 2 1)",
        "because of K",
        "Model answer",
        "−3",
    ):
        assert words in page.words, words
    assert page.words.count("The first line that does not follow from the one before it is line 12.") == 1
    markdown = files["reports/alice.md"].read_text()
    assert "✗ line 12: $= u_o + x$" in markdown and "✓ line 11" in markdown and "sign-term" in markdown


def _report(tmp_path, *results):
    found = examined(*results)
    made = replace(graded("a.md"), examined=found, marks=marks(found, SET_2022, Rubric()))
    _, files = written(tmp_path, made, formats=["html"])
    return files["reports/a.html"].read_text()


@pytest.mark.parametrize(
    ("quote", "is_formula"),
    [
        ("U(\\hat y - y)^\\top", True),
        ("\\frac{1}{2}", True),
        ("w", True),
        ("what you wrote", False),
        ("\\frac{1}{2", False),
        ("\\href{javascript:alert(1)}{x_1}", False),
        ("x_1 <b>", True),
        ("\\text{a}_1", False),
        ("x_1$y", False),
    ],
)
def test_what_a_message_quotes_is_a_formula_where_it_is_plain_mathematics(tmp_path, quote, is_formula):
    wrong = result("softmax-center", "incorrect", findings=[mistake("leap", f"see `{quote}` here")])
    page = _report(tmp_path, wrong)
    assert ('<span class="quoted"><math' in page) is is_formula
    assert (f"<code>{html.escape(quote)}</code>" in page) is not is_formula
    assert "<b>" not in page


def test_a_note_is_told_once_in_a_derivation(tmp_path):
    note = mistake("bound-letter-free", "the letter `w` is bound and free", severity="note")
    made = result("softmax-center", "correct", "holds", "holds", "holds")
    noted = replace(made, steps=tuple(replace(step, findings=(note,)) for step in made.steps))
    assert _report(tmp_path, noted).count("is bound and free") == 1


def test_a_formula_that_cannot_be_converted_stands_as_it_is(tmp_path):
    odd = replace(result("softmax-center"), final_printed="\\nosuchcommand{<b>", final="x")
    found = examined(odd)
    made = replace(graded("a.md"), examined=found, marks=marks(found, SET_2022, Rubric()))
    _, files = written(tmp_path, made, formats=["html"])
    assert "<code>\\nosuchcommand{&lt;b&gt;</code>" in files["reports/a.html"].read_text()


def test_only_what_is_asked_for_is_written(tmp_path):
    for formats in (["json"], ["csv"], ["md", "html"]):
        _, files = written(tmp_path / formats[0], graded(), formats=formats)
        assert {name.rpartition(".")[2] for name in files} == set(formats)
    assert checked_formats(" md,html,,md") == ("md", "html")
    for wrong in ("pdf", "", "html,docx"):
        with pytest.raises(VerifierError, match="format"):
            checked_formats(wrong)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_no_cell_is_a_formula(cell):
    assert safe(cell) == f"'{' '.join(cell.split())}"
    row = standing_of(replace(failed(f"{cell}.md"), submission=cell))
    (_, line) = csv.reader(io.StringIO(gradebook([row])))
    assert line[0] == safe(cell)


def test_the_gradebook_tells_what_is_decided():
    book = list(
        csv.DictReader(io.StringIO(gradebook([standing_of(graded("a.md")), standing_of(failed("b.md"))])))
    )
    assert (book[0]["submission"], book[0]["max_score"], book[0]["pending"]) == ("a.md", "26", "3")
    assert float(book[0]["score"]) == sum(float(book[0][t] or 0) for t in SET_2022.targets if t in book[0])
    assert book[0]["sigmoid"] == "" and book[0]["needs_person"] == "sigmoid"
    assert (
        book[1]["score"] == ""
        and book[1]["needs_person"] == "whole submission"
        and book[1]["remark"] == "too long"
    )


def test_the_summary_counts_people_not_occurrences(tmp_path):
    twice = examined(
        result("softmax-center", "incorrect", "fails", findings=[mistake()]),
        result("sigmoid", "incorrect", findings=[mistake()]),
    )
    rows = [replace(graded(f"{n}.md"), examined=twice, marks=marks(twice, SET_2022, Rubric())) for n in "abc"]
    _, files = written(tmp_path, *rows, graded("d.md"), failed("e.md"))
    page = Page(files["summary.html"])
    assert "4 (80 %)sign-term" in page.words
    assert ("a", {"href": "reports/a.html"}) in page.seen
    markdown = files["summary.md"].read_text()
    assert "| 4 (80 %) | sign-term | softmax-center, sigmoid |" in markdown
    assert "| e.md |  | not graded: too long |" in markdown and "4 of 5 submissions graded" in markdown


def test_places_of_reports_are_apart_and_below():
    names = ["a.md", "a.tex", "b.md", "week/c.md", "../x.md", "..", "B.md", "q?#%.md", "alice"]
    places = report_places(names)
    assert len({p.casefold() for p in places.values()}) == len(names)
    assert places["week/c.md"] == "reports/week/c" and places["alice"] == "reports/alice"
    assert all(".." not in p.split("/") and not set(p) & set("?#%") for p in places.values())
