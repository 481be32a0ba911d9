#!/usr/bin/python3
"""Makes README's table of what octavo reads: tests/reading_table.py [--write]

Its rows are tests/cases/real/rows, each beside the case that shows it and the kinds of messages that the case's .diag holds.
Without --write prints the table. A row without a case, a case without a row and a case without a golden text end it with 1.
"""
import pathlib, re, sys

CASES = pathlib.Path(__file__).resolve().parent / "cases"
README = CASES.parent.parent / "README.md"
BEGIN, END = "<!-- table of what is read: made by make reading -->\n", "<!-- end of the table -->\n"
STAGES = [".tree", ".items", ".lines", ".galley", ".pages", ".ops", ".tags"]

def case_named(name, field):
    """The case of a row as folder/stem."""
    found = [CASES / f"{field}.md"] if field else sorted((CASES / "real").glob(f"{name}-*.md"))
    if len(found) != 1 or not found[0].exists():
        raise SystemExit(f"{name}: {len(found)} cases")
    if not any(found[0].with_suffix(s).exists() for s in STAGES):
        raise SystemExit(f"{name}: {found[0].name} has no golden text")
    return found[0]

def messages(case):
    diag = case.with_suffix(".diag")
    text = diag.read_text() if diag.exists() else ""
    return ", ".join(sorted({f"`{m}`" for m in re.findall(r": (?:error|warning|note): .*\[([a-z-]+)\]$", text, re.M)}))

def rows():
    cases = set()
    for line in (CASES / "real" / "rows").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, what, becomes, field = ([w.strip() for w in line.split(" | ")] + [""])[:4]
        case = case_named(name, field)
        cases.add(case)
        yield f"| {what} | {becomes} | {messages(case)} | [{name}]({case.relative_to(README.parent)}) |\n"
    alone = set((CASES / "real").glob("*.md")) - cases
    if alone:
        raise SystemExit("no row names " + ", ".join(sorted(p.stem for p in alone)))

def table():
    return "| in the source | on the page | messages | case |\n|---|---|---|---|\n" + "".join(rows())

def parts():
    """README before the table, the table, and README behind it."""
    before, rest = README.read_text().split(BEGIN)
    now, after = rest.split(END)
    return before + BEGIN, now, END + after

def main():
    if "--write" not in sys.argv[1:]:
        return print(table(), end="")
    before, _, after = parts()
    README.write_text(before + "\n" + table() + "\n" + after)

if __name__ == "__main__":
    main()
