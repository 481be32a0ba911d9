#!/usr/bin/python3
"""The same input gives the same bytes: twice, from another folder, in another locale and time zone, at another time."""
import os, time
from check import *

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
same("an empty environment", article, env={})
