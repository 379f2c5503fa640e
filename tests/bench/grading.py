"""How fast a class is graded, reports included: `python -m tests.bench.grading [COUNT]`.

Two hundred submissions are generated from worked steps, in three styles, every fourth derivation with a mistake in it;
they are graded by the command itself, from cold, with two workers. Memory is told for a quarter of them and for all:
it must not grow with their number. Seconds of the processors tell what a submission costs where others work on the
machine too.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from verifier.algebra.prove import prove
from verifier.latex.write import latex
from verifier.questions import load_sets
from verifier.steps import worked_steps

COUNT = 200
WORKERS = 2
MISTAKES = ((" + ", " - "), (" - ", " + "), (r"\hat ", ""), (r"^\top", ""), ("u_o", "u_w"))


def derivations():
    """Of each set the label and the lines of every target of formulas."""
    lines = {}
    for problem_set in load_sets().values():
        for name, target in problem_set.targets.items():
            if name not in lines:
                steps = worked_steps(target.quantity, target.claim, target.hypotheses, prove)
                lines[name] = [latex(step.expr) for step in steps]
        asked = [a.target.name for a in problem_set.asks if a.asked and a.target.name in problem_set.targets]
        yield problem_set, [(problem_set.label(name), lines[name]) for name in asked]


def submission(parts, draw):
    """A file's ending and text. A fifth of the parts is left out, some lines are skipped, some hold a mistake."""
    style = draw.choice(("display", "aligned", "tex"))
    out = []
    for label, lines in parts:
        if draw.random() < 0.2:
            continue
        members = [lines[0], *(line for line in lines[1:-1] if draw.random() < 0.7), lines[-1]]
        if draw.random() < 0.25:
            at = draw.randrange(1, len(members))
            wrong, right = draw.choice(MISTAKES)
            members[at] = members[at].replace(wrong, right, 1)
        if style == "display":
            out.append(f"**({label})**\n\n$${members[0]}$$\n" + "".join(f"$$= {m}$$\n" for m in members[1:]))
        else:
            chain = f"{members[0]} &= " + " \\\\\n&= ".join(members[1:])
            env = f"\\begin{{aligned}}\n{chain}\n\\end{{aligned}}"
            out.append(
                f"\\textbf{{({label})}}\n\\[{env}\\]\n"
                if style == "tex"
                else f"## ({label})\n\n$$\n{env}\n$$\n"
            )
    text = "\n".join(out)
    if style == "tex":
        return "tex", f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\end{{document}}\n"
    return "md", text


def generate(folder, count, seed):
    draw = random.Random(seed)
    sets = [parts for _, parts in derivations()]
    for at in range(count):
        ending, text = submission(sets[at % len(sets)], draw)
        (folder / f"{at:04d}.{ending}").write_text(text)


def graded(folder, out):
    """Seconds, those of the processors, and the megabytes that the parent and the largest other process of the run had
    at their most."""
    call = [
        sys.executable,
        "-m",
        "verifier",
        "grade",
        "auto",
        folder,
        "-o",
        out,
        "--workers",
        str(WORKERS),
        "-q",
    ]
    start = time.perf_counter()
    running = subprocess.Popen(call, stdout=subprocess.DEVNULL, start_new_session=True)
    seen = {}
    while running.poll() is None:
        seen.update(_session(running.pid))
        time.sleep(0.1)
    seconds = time.perf_counter() - start
    assert running.returncode == 0
    busy = sum(of for _, of in seen.values())
    most = {process: megabytes for process, (megabytes, _) in seen.items()}
    return seconds, busy, (most.pop(running.pid, 0), max(most.values(), default=0))


def _session(session):
    """Of every process that the run has started the high-water mark in megabytes and the seconds of processors so far;
    nothing where there is no /proc."""
    found = {}
    tick = os.sysconf("SC_CLK_TCK")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                lines = (folder / "status").read_text().splitlines()
                most = next(int(x.split()[1]) // 1024 for x in lines if x.startswith("VmHWM"))
                found[int(folder.name)] = most, (int(fields[11]) + int(fields[12])) / tick
        except (OSError, StopIteration):
            continue  # it has ended
    return found


def main(count=COUNT, seed=1):
    with tempfile.TemporaryDirectory() as temporary:
        folder, few = Path(temporary, "class"), Path(temporary, "few")
        folder.mkdir()
        few.mkdir()
        generate(folder, count, seed)
        for path in sorted(folder.iterdir())[: max(1, count // 4)]:
            (few / path.name).write_bytes(path.read_bytes())
        _, _, memory_few = graded(few, Path(temporary, "a"))
        seconds, busy, memory = graded(folder, Path(temporary, "b"))
        again, _, _ = graded(folder, Path(temporary, "b"))
        rows = [json.loads(line) for line in Path(temporary, "b/results.jsonl").read_text().splitlines()]
    steps = sum(len(t["steps"]) for row in rows for t in row["targets"])
    own = sorted(row["seconds"] for row in rows)
    print(f"{len(rows)} submissions (seed {seed}), {steps} lines checked, {WORKERS} workers, all formats")
    print(f"  from cold   {seconds:6.1f} s   {len(rows) / seconds:5.1f} a second")
    print(f"  processors  {busy:6.1f} s   {busy / len(rows):5.2f} s a submission")
    print(f"  once more   {again:6.1f} s   nothing has changed, all is rebuilt")
    print(f"  one         median {1000 * own[len(own) // 2]:.0f} ms, worst {1000 * own[-1]:.0f} ms")
    print(
        f"  memory      parent {memory_few[0]} -> {memory[0]} MB, largest worker {memory_few[1]} -> {memory[1]} MB, for {len(rows) // 4} -> {len(rows)}"
    )
    lost = [row["submission"] for row in rows if "trouble" in row]
    print(f"  not graded  {len(lost)} {' '.join(lost[:5])}")
    return len(rows) / seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
