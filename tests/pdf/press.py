#!/usr/bin/python3
"""A page of another PDF in the colours of a press, DeviceCMYK: an archive knows no press, so each of its resources says
what they stand for, and the colours come out as a screen shows them."""
from check import *

def pdf_of(*objects):
    """A file of these objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.5\n", []
    for n, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, text)
    rows = b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, rows, len(objects) + 1, len(out))

def stream(entries, data):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)

def main():
    write("press.pdf", pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        stream(b"", b"1 0 0 0 k 0 0 100 100 re f /F Do"),
        stream(b"/Type/XObject/Subtype/Form/BBox[0 0 300 100]/Resources 6 0 R", b"0 1 1 0 k 100 0 100 100 re f q 100 0 0 100 200 0 cm /I Do Q"),
        b"<</XObject<</I 7 0 R>>/ColorSpace<</S[/Separation/Spot/DeviceCMYK 8 0 R]>>>>",
        stream(b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceCMYK", b"\xff\xff\0\0"),
        b"<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 1 0]/N 1>>"))
    done = octavo(write("in.md", "![Three squares](press.pdf)\n"), "-o", TMP / "out.pdf")
    check("set in silence", done.status == 0 and not done.err, done)
    sound("press", TMP / "out.pdf")
    run("pdftoppm", "-r", "36", "-singlefile", TMP / "out.pdf", TMP / "out")
    header, size, most, samples = (TMP / "out.ppm").read_bytes().split(b"\n", 3)
    seen = {samples[i:i + 3] for i in range(0, len(samples), 3)}
    near = lambda r, g, b: any(abs(c[0] - r) + abs(c[1] - g) + abs(c[2] - b) < 60 for c in seen)
    for name, colour in ("cyan", (0, 255, 255)), ("red", (255, 0, 0)), ("blue", (0, 0, 255)):
        check(f"{name} is {name}", near(*colour), sorted(tuple(c) for c in seen)[:20])

main()
