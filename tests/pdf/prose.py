#!/usr/bin/python3
"""Prose in EB Garamond on a small page, measured by typescore: as even as LuaLaTeX with microtype sets it."""
from check import *

def main():
    source, pdf = SHARED / "corpus/prose.md", TMP / "prose.pdf"
    if not source.exists():
        return skip("figures", "no ../shared/corpus")
    done = octavo("-M", "mainfont=EB Garamond", "-M", "fontsize=10.5pt", "-M", "papersize=419.5pt x 595.3pt", "-M", "margin=54pt",
                  source, "-o", pdf)
    check("set", done.status in (0, 1), done)              # it has two emoji and a Hindi word that no font has
    figures = score(pdf)
    for key in ("overfull", "ladders", "stranded"):
        check(key, figures[key] == 0, figures)
    check("evenness", figures["gap_sd"] <= 0.066, figures)
    sound("prose", pdf)
    faithful("prose", [source], pdf, invented=1)            # "tables[^1].": textcheck leaves the mark out, not its space

main()
