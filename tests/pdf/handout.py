#!/usr/bin/python3
"""The two documents of content/: set without a word, sound, faithful; bookmarks and contents lead where they say."""
import re, unicodedata
import pikepdf
from check import *

def plain(text):
    """Letters and digits only, as they are searched for on a page."""
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if c.isalnum()).lower()

def text_below(words, top, depth=60):
    """The text of a page from a little above `top` to `depth` below it."""
    rows = sorted((round(w[2]), w[1], w[0]) for w in words if top - 12 <= w[2] <= top + depth)
    return plain("".join(w[2] for w in rows))

def check_bookmarks(name, pdf, pages):
    marks = bookmarks(pdf)
    fenced = re.sub(r"^(```|~~~).*?^\1", "", SOURCE[name].read_text(), flags=re.M | re.S)
    headings = re.findall(r"^#{1,6} (.*?) *(?:\{[^}]*\})?$", fenced, re.M)
    titles = [plain(m[1]) for m in marks]
    lost = [h for h in headings if not any(t.endswith(plain(h)) for t in titles)]
    check(f"{name} every heading has a bookmark", not lost, lost)
    astray = [(m[1], m[2] + 1) for m in marks if plain(m[1]) not in text_below(pages[m[2]], m[3])]
    check(f"{name} bookmarks lead to their headings", marks and not astray, astray)
    deeper = [b for a, b in zip(marks, marks[1:]) if b[0] > a[0] + 1]
    check(f"{name} bookmarks are nested without gaps", marks[0][0] == 0 and not deeper, deeper)

def labels_of(pdf):
    return [page.label for page in pdf.pages]

def check_contents(name, pdf, pages):
    """Each line of the contents is a link; the number at its right end is the label of the page that it leads to."""
    labels, wrong, seen = labels_of(pdf), [], 0
    places = {(m[2], round(m[3])) for m in bookmarks(pdf)}
    index = {page.objgen: i for i, page in enumerate(pdf.pages)}
    for number, page in enumerate(pdf.pages[:4]):
        height = float(page.mediabox[3])
        for link in page.get("/Annots", []):
            where = link.get("/Dest", link.get("/A", {}).get("/D") if "/A" in link else None)
            if where is None:
                continue
            place = target(pdf, where)
            to = index[place[0].objgen]
            if (to, round(height - float(place[3]))) not in places:
                continue
            middle = height - (float(link.Rect[1]) + float(link.Rect[3])) / 2
            row = sorted((w[1], w[0]) for w in pages[number] if w[2] <= middle <= w[4])
            if row and re.fullmatch(r"[0-9ivxlc]+", row[-1][1]) and "." * 3 in "".join(w[1] for w in row) or \
                    row and re.fullmatch(r"[.·\s]*[0-9ivxlc]+", row[-1][1]):
                seen += 1
                if row[-1][1].strip(".· ") != labels[to]:
                    wrong.append((" ".join(w[1] for w in row), labels[to]))
    check(f"{name} contents tell the right pages", seen >= 10 and not wrong, f"{seen} lines; {wrong}")

def check_metadata(name, pdf, title):
    with pdf.open_metadata() as meta:
        check(f"{name} title in XMP", meta.get("dc:title") == title, dict(meta))
        check(f"{name} date in XMP", str(meta.get("xmp:CreateDate", "")).startswith("2026-"), dict(meta))
    check(f"{name} title in Info", str(pdf.docinfo.get("/Title")) == title, pdf.docinfo)
    check(f"{name} language", str(pdf.Root.Lang) == "en-GB", pdf.Root.Lang)

def drawn(lines, caption):
    """A chart's options are no words of the text, but what they say may be printed."""
    options = re.findall(r'(\w+)="([^"]*)"', caption)
    return lines + ["", re.sub(r" *\{.*\}", "", caption) + "".join(f'<i title="{k.title()}: {v}">' for k, v in options)]

def markup_removed(source):
    """A copy without the notation that textcheck takes for words; the manual explains it, so it has much of it."""
    fence, lines = "", []
    for line in source.read_text().split("\n"):
        mark = re.match(r" *(```+|~~~+|)", line)[1]
        if mark and mark == (fence or mark):
            fence = "" if fence else mark
        if not fence and line.startswith(": ") and "chart=" in line and "table=" not in line:
            lines = drawn(lines, line)
            continue
        if not fence:
            parts = re.split(r"(`+[^`]*`+)", line)             # not in spans of code
            parts[::2] = [re.sub(r"(?<!\w)@\w+-[\w-]+|\{[#.][^}]*\}|\[!\w+\]", "", p) for p in parts[::2]]
            line = "".join(parts)
        lines.append(line)
    text = re.sub(r"^date: (\d+)-11-(\d+)$", r"date: \2 November \1", "\n".join(lines), count=1, flags=re.M)
    return write(source.name, text)

def check_pages(name, pages):
    bare = [i + 1 for i, words in enumerate(pages) if len(words) < 12]
    check(f"{name} no page is nearly empty", not bare, bare)

SOURCE = {"article": TOP / "content/rust-vs-go.md", "manual": TOP / "content/manual.md"}

def main():
    for name, options, title in [("article", [], "Rust and Go for the Back End"),
                                 ("manual", ["--theme", "book"], "The octavo Manual")]:
        path = TMP / f"{name}.pdf"
        done = octavo(*options, SOURCE[name], "-o", path)
        check(f"{name} is set without a word", done.status == 0 and not done.err and not done.out, done)
        sound(name, path)
        faithful(name, [SOURCE[name] if name == "article" else markup_removed(SOURCE[name])], path)
        figures = score(path)
        if name == "article":                              # the manual has too few full lines to tell its two sides' edges
            check(f"{name} nothing sticks out", figures["overfull"] == 0, figures)
        check(f"{name} no heading at a page's foot", figures["stranded"] == 0, figures)
        pages = page_words(path)
        with pikepdf.open(path) as pdf:
            check_bookmarks(name, pdf, pages)
            check_contents(name, pdf, pages)
            check_metadata(name, pdf, title)
        if name == "article":
            check_pages(name, pages)

main()
