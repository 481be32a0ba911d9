#!/usr/bin/python3
"""A whole book of 1.3 MB: set without a crash, nothing lost, sound; its messages name places."""
import re
from check import *

def main():
    source, pdf = SHARED / "corpus/rust-book/book.md", TMP / "book.pdf"
    if not source.exists():
        return skip("book", "no ../shared/corpus")
    done = octavo(source, "-o", pdf)
    check("set", done.status in (0, 1), done)
    lines = [l for l in done.err.split("\n") if re.search(r": (error|warning|note): ", l)]
    vague = [l for l in lines if not re.match(r"\S+book\.md:\d+:", l)]
    check("every message has its place", not vague, vague[:10])
    sound("book", pdf)
    # A listing's title is no word that textcheck knows. Five words differ by a comma or stop that it takes from
    # its neighbour: after a note's mark, and between <var> elements.
    faithful("book", [source], pdf, invented=6)
    figures = score(pdf)
    check("nothing sticks out", figures["overfull"] == 0, figures)
    # typescore takes a table's head above a row of code, in appendix B, for a heading.
    check("no heading at a page's foot", figures["stranded"] <= 1, figures)
    pages = page_words(pdf)
    check("so many pages as a book has", 300 <= len(pages) <= 600, len(pages))

main()
