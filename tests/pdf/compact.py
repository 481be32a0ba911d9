#!/usr/bin/python3
"""What keeps a file small: what many pages have in common stands in it once, and lines set nothing that they need not."""
import re
import pikepdf
from check import *

SENTENCE = "Paragraphs are set as a whole, so that letters and spaces of their lines are even and none of them stands out. "
book = write("book.md", "---\ntitle: The Title\n---\n\n# One\n\n" + "\n\n".join(SENTENCE * (3 + i % 5) for i in range(90)) + "\n")
done = octavo(book, "-M", "margin=60pt", "-o", TMP / "book.pdf")
check("built", done.status == 0, done)
pdf = pikepdf.open(TMP / "book.pdf")

# ---- running heads ---------------------------------------------------------------------------------------------------------

arrays = [page.obj.Contents for page in pdf.pages if isinstance(page.obj.Contents, pikepdf.Array)]
shared = {stream.objgen for array in arrays for stream in list(array)[1:]}
check("heads of many pages are streams of their own", len(arrays) >= 5 and len(shared) <= 4, (len(arrays), shared))
common = [array[-1].read_bytes() for array in arrays]
check("which take nothing for set", all(b"/Artifact /P BDC BT 100 Tz 0 Tw 0 Ts 0 Tr" in text for text in common), common[:1])
check("each is a whole artifact", all(text.count(b"BDC") == text.count(b"EMC") == 1 and text.endswith(b"ET EMC") for text in common))
texts = run("pdftotext", TMP / "book.pdf", "-").out.split("\f")
check("they can be read on each page", sum("The Title" in text for text in texts[1:]) >= len(arrays), texts[1:2])
short = write("short.md", "---\ntitle: The Title\n---\n\n# One\n\n" + "\n\n".join([SENTENCE * 5] * 12) + "\n")
done = octavo(short, "-o", TMP / "short.pdf")
few = pikepdf.open(TMP / "short.pdf")
check("few pages share nothing", len(few.pages) < 5 and all(isinstance(p.obj.Contents, pikepdf.Stream) for p in few.pages), done)

# ---- lines -------------------------------------------------------------------------------------------------------------------

stretched = spaced = others = 0
for page in pdf.pages:
    stretch, space = 100.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tz":
            stretch = float(operands[0])
        elif str(operator) == "Tw":
            space = float(operands[0])
        others += str(operator) in ("Tj", "'")
        if str(operator) == "TJ" and 98 < stretch < 102 and stretch != 100:
            stretched += 1
            spaced += abs(space) > 0.002
check("where letters fill a line, spaces are as they are", stretched > 50 and spaced == 0, (stretched, spaced))
check("all strings stand in arrays", others == 0, others)
