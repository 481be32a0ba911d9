#!/usr/bin/python3
"""SVG pictures: a font that several of them use is in the file once, and all are there in their sizes."""
from check import *

def main():
    for i, word in enumerate(("alpha", "beta", "gamma")):
        write(f"{i}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" width="{80 + i}" height="30" font-family="DejaVu Sans">'
                          f'<text y="20">{word}</text></svg>')
    source, pdf = write("in.md", "".join(f"![Picture {i}]({i}.svg)\n\n" for i in range(3))), TMP / "drawings.pdf"
    done = octavo(source, "-o", pdf)
    check("set without a word", done.status == 0 and not done.err, done)
    sound("drawings", pdf)
    words = run("pdftotext", pdf, "-").out
    check("all are there", all(word in words for word in ("alpha", "beta", "gamma")), words)
    fonts = run("pdffonts", pdf).out
    check("their font is there once", fonts.count("DejaVuSans") == 1, fonts)

main()
