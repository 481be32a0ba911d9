#!/usr/bin/python3
"""What lies inside of a PDF: the tags, links, names, fonts and pictures of a document that has one of everything."""
import struct, zlib
import pikepdf
from check import *
from cli.pictures import JPEG, chunk

def png(kind, depth, rows, *more, width=2, height=2):
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    raw = b"".join(b"\0" + row for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(b"IHDR", head), *more, chunk(b"IDAT", zlib.compress(raw)), chunk(b"IEND", b"")])

PICTURES = {
    "grey.png": png(0, 8, [b"\x00\x40", b"\x80\xff"]),
    "rgba.png": png(6, 8, [b"\xff\0\0\xff\0\xff\0\x80", b"\0\0\xff\x40\xff\xff\xff\0"]),
    "deep.png": png(2, 16, [bytes(range(12)), bytes(range(12, 24))]),
    "palette.png": png(3, 2, [b"\x10", b"\xb0"], chunk(b"PLTE", bytes(range(12))), chunk(b"tRNS", b"\xff\x80\xff\x00")),
    "baseline.jpg": JPEG["baseline"],
    "cmyk.jpg": JPEG["cmyk"],
}
TEXT = """---
title: "Rock & <Roll> (a \\\\ test)"
author: [Ada Byron, Grace Hopper]
keywords: [one, two]
lang: en
toc: true
number-sections: true
---

# First things {#sec-first}

The office staff fluffed the final waffle efficiently; see @sec-second and @fig-rgba.[^n]
A [link out](https://example.invalid/a?b=1&c=(2)) and a [link in](#second-things).

[^n]: The note, with a [link](https://example.invalid/note).

## Second things {#sec-second}

1. one
2. two
   - inner

> Quoted words.

```c
int main(void) { return 0; }
```

| Name | Value |
|------|------:|
| a    |   1.5 |
| b    |  22.0 |

: The values {#tbl-values}

""" + "\n\n".join(f'![Alternative of {n}]({n} "Picture {n}"){{#fig-{n.split(".")[0]}}}' for n in PICTURES) + "\n"

for name, data in PICTURES.items():
    write(name, data)
source, path = write("all.md", TEXT), TMP / "all.pdf"
done = octavo(source, "-o", path)
check("set without a word", done.status == 0 and not done.err, done)
sound("all", path)
text = " ".join(run("pdftotext", path, "-").out.split())
lost = [t for t in ["Ada Byron", "see Section", "Quoted words", "int main(void) { return 0; }", "22.0", "The values", "Picture cmyk.jpg",
                    "The note, with a link"] if t not in text]
check("nothing is lost", not lost, f"{lost}\n{text}")

for name, words in [("poppler", ["pdftotext", path, "-"]), ("MuPDF", ["mutool", "draw", "-q", "-F", "txt", path])]:
    text = " ".join(run(*words).out.split())
    check(f"ligatures come out as letters in {name}", "office staff fluffed the final waffle efficiently" in text, text[:800])
rows = run("pdffonts", path).out.splitlines()[2:]
check("every font is embedded, a subset, and tells its Unicode",
      len(rows) >= 3 and all(row.split()[-5:-2] == ["yes"] * 3 for row in rows), "\n".join(rows))

pdf = pikepdf.open(path)
kinds, elements = {}, []

def walk(node):
    if isinstance(node, pikepdf.Array):
        for kid in node:
            walk(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        elements.append(node)
        kinds.setdefault(str(node.S), []).append(node)
        if "/K" in node:
            walk(node.K)

walk(pdf.Root.StructTreeRoot.K)
wanted = "/Document /H1 /H2 /P /L /LI /Lbl /LBody /BlockQuote /Code /Table /TR /TH /TD /Figure /Caption /Note /Link /TOC /TOCI".split()
missing = [k for k in wanted if k not in kinds]
check("everything has its own tag", not missing, f"missing {missing} of {sorted(kinds)}")
alts = [str(f.get("/Alt", "")) for f in kinds.get("/Figure", [])]
check("figures carry their alternative texts", sorted(alts) == sorted(f"Alternative of {n}" for n in PICTURES), alts)
ids = [str(n.get("/ID", "")) for n in kinds.get("/Note", [])]
check("notes have names of their own", ids and all(ids) and len(set(ids)) == len(ids), ids)
scopes = [str(a.get("/Scope", "")) for th in kinds.get("/TH", []) for a in
          (th.A if isinstance(th.get("/A"), pikepdf.Array) else [th.get("/A", pikepdf.Dictionary())])]
check("heads of columns say so", scopes.count("/Column") == 2, scopes)

links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
addresses = {str(a.A.URI) for a in links if "/A" in a and "/URI" in a.A}
check("links out keep their addresses", addresses == {"https://example.invalid/a?b=1&c=(2)", "https://example.invalid/note"}, addresses)
check("links describe themselves", all(str(a.get("/Contents", "")) for a in links), len(links))
inside = [a for a in links if "/URI" not in a.get("/A", {})]
where = [target(pdf, a.get("/Dest") if "/Dest" in a else a.A.D) for a in inside]
pages = {p.objgen for p in pdf.pages}
check("links inside lead to pages", len(inside) >= 5 and all(w[0].objgen in pages for w in where), len(inside))
names = set(dict(pikepdf.NameTree(pdf.Root.Names.Dests).items()))
check("labels are named destinations", {"sec-first", "sec-second", "tbl-values", "fig-rgba"} <= names, names)

with pdf.open_metadata() as meta:
    check("title with signs of XML and of PDF", meta.get("dc:title") == "Rock & <Roll> (a \\ test)" ==
          str(pdf.docinfo.get("/Title")), (meta.get("dc:title"), pdf.docinfo.get("/Title")))
    check("authors", list(meta.get("dc:creator", [])) == ["Ada Byron", "Grace Hopper"], meta.get("dc:creator"))

pictures = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
raw = [bytes(o.read_raw_bytes()) for o in pictures]
check("JPEG files are passed through", JPEG["baseline"] in raw and JPEG["cmyk"] in raw)
masks = [bytes(o.SMask.read_bytes()) for o in pictures if "/SMask" in o]
check("transparency becomes a mask", sorted(masks) == [b"\xff\x80\x40\x00", b"\xff\x80\xff\x00"], masks)
check("16 bits stay 16 bits", any(o.BitsPerComponent == 16 or o.BitsPerComponent == 8 and o.read_bytes()[:3] == bytes([0, 2, 4])
                                   for o in pictures), [int(o.BitsPerComponent) for o in pictures])
