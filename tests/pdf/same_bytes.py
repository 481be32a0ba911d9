#!/usr/bin/python3
"""The same input gives the same bytes: twice, from another folder, in another locale and time zone, at another time, with
any number of jobs, which also leave the messages as they are."""
import os, shutil, sys, time
from check import *

sys.path.insert(0, str(TESTS / "cli"))
from pictures import JPEG, PNG, png

article = TOP / "content/rust-vs-go.md"
first = TMP / "first.pdf"
done = octavo(article, "-o", first, cwd=TOP)
check("built", done.status == 0, done)
bytes_ = first.read_bytes()

def same(name, *words, **options):
    path = TMP / "again.pdf"
    done = octavo(*words, "-o", path, **options)
    check(name, done.status == 0 and path.read_bytes() == bytes_, f"{done}\nthe bytes differ")
    path.unlink(missing_ok=True)

time.sleep(1.1)                                            # a second later, for clocks that tell whole seconds
same("a second later", article, cwd=TOP)
same("from another folder", article, cwd="/")
same("by a relative path", "rust-vs-go.md", cwd=TOP / "content")
same("another time zone and locale", article, env=dict(os.environ, TZ="Pacific/Auckland", LC_ALL="de_DE.UTF-8", LANG="tr_TR"))
for jobs in "1", "2", "5":
    same(f"--jobs {jobs}", "--jobs", jobs, article)
same("an empty environment", article, env={k: v for k, v in os.environ.items() if k == "TSAN_OPTIONS"})

# ---- text that is set ahead, and what cannot be -----------------------------------------------------------------------------

words = "paragraphs are independent of one another so that many hands set them".split()
odd = ["\u0378 has no glyph", "\u03b1\u03b2\u03b3 and \u0416", "\u4e2d\u6587\u5b57", "an emoji \U0001f600", "*slanted*, **bold**, ***both***",
       "`code::path::of::a::name`", "[to](https://example.org/a/very/long/address/that/must/break)", "noted[^n]", "ab\u0301c",
       "W" * 200, "![none](none.png)", "![dot](dot.png){width=4}", "\u05d0\u05d1\u05d2 \u05d3\u05d4"]
def paragraph(i):
    return " ".join(words[(i * k + k * k) % len(words)] for k in range(5 + i * 7 % 97)) + " " + odd[i % len(odd)] + f" {i}"
def block(i):
    return ("> ", "- ", "10. ", "> [!NOTE]\n> ", "- > ", "")[min(i % 9, 5)] + paragraph(i)
write("dot.png", PNG)
book = write("text.md", "\n\n".join(f"## Part {i}\n\n{block(i)}\n\n{paragraph(i + 1)}" if i % 10 == 0 else block(i) for i in range(600))
             + "\n\n[^n]: A note.\n")
runs = []
for jobs in "1", "2", "5":
    done = octavo("--jobs", jobs, book, "-M", "papersize=80mm x 120mm", "-o", TMP / "text.pdf")
    runs.append((done.status, done.err, (TMP / "text.pdf").read_bytes() if done.status < 2 else b""))
check("text is told", all(tag in runs[0][1] for tag in ("[glyph]", "[loose]", "[image]")), runs[0][:2])
check("text with --jobs 2", runs[1] == runs[0], runs[1][:2])
check("text with --jobs 5", runs[2] == runs[0], runs[2][:2])

# ---- pictures of all kinds, sound and broken, which jobs decode ------------------------------------------------------------

folder = TMP / "pictures"
for source in *(TESTS / "cases/asset").iterdir(), *(TOP / "images").iterdir():
    if source.suffix in (".svg", ".png", ".gif", ".webp", ".pdf"):
        write(f"pictures/{source.name}", source.read_bytes())
write("pictures/photo.jpg", JPEG["baseline"])
write("pictures/cut.png", PNG[:-30])
write("pictures/short.png", png(shown_height=40))          # its head is sound, rows are missing
write("pictures/bad.svg", "<svg><g></svg>")
for i in range(40):                                        # more than are drawn together
    write(f"pictures/s{i}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="{20 + i % 5}">'
                                f'{chr(97 + i % 26)}{chr(65 + i % 26)}{i}</text></svg>')
for i in range(20):
    write(f"pictures/p{i}.png", png(40 + 30 * i, 60))
names = sorted(path.name for path in folder.iterdir()) + ["none.png", "short.png", "../out.png", "http://host/x.png"]
book = write("pictures/in.md", "# Pictures\n\n" + "".join(f"![Shown is {n}]({n})\n\nAn inline one ![{n}]({n}) as well.\n\n"
                                                          for n in names))
runs = []
for jobs in "1", "2", "5":
    done = octavo("--jobs", jobs, book, "-o", TMP / "pictures.pdf")
    runs.append((done.status, done.err, (TMP / "pictures.pdf").read_bytes() if done.status == 1 else b""))
check("pictures are told and shown", runs[0][0] == 1 and all(word in runs[0][1] for word in (
    "in.md:", "none.png", "cut.png", "short.png", "bad.svg")) and runs[0][1].count('"short.png" cannot be read') == 4, runs[0][:2])
check("pictures with --jobs 2", runs[1] == runs[0], runs[1][:2])
check("pictures with --jobs 5", runs[2] == runs[0], runs[2][:2])
shutil.rmtree(folder)
