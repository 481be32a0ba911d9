#!/usr/bin/python3
"""--image-dpi: pictures of more dots are made smaller, look the same, keep their kind; others stay as they are."""
import ctypes, struct, zlib
from check import *

def png(width, height, kind, rows):
    """A PNG file of 8 bits; kind 2: RGB, 3: palette of 256 greys, 6: RGBA."""
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    palette = chunk(b"PLTE", bytes(v for i in range(256) for v in (i, i, i))) if kind == 3 else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)) + palette +
            chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))) + chunk(b"IEND", b""))

def noise(n, seed):
    out = bytearray()
    while len(out) < n:
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(seed >> 16 & 255)
    return bytes(out)

def jpeg(width, height, grey):
    """A JPEG file of waves, coded by the library that octavo decodes it with."""
    turbo = ctypes.CDLL("libturbojpeg.so.0")
    turbo.tjInitCompress.restype = ctypes.c_void_p
    rows = bytes((x * x // 50 + y * (c + 1)) & 255 for y in range(height) for x in range(width) for c in range(1 if grey else 3))
    out, size = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_ulong(0)
    RGB, GREY = (0, 0), (6, 3)                             # TJPF_ and TJSAMP_
    pixels, samples = GREY if grey else RGB
    failed = turbo.tjCompress2(ctypes.c_void_p(turbo.tjInitCompress()), rows, width, 0, height, pixels, ctypes.byref(out),
                               ctypes.byref(size), samples, 90, 0)
    return b"" if failed else ctypes.string_at(out, size.value)

def pictures(pdf):
    """Width, height and kind of each picture."""
    return [(int(f[3]), int(f[4]), f[2]) for f in (line.split() for line in run("pdfimages", "-list", pdf).out.split("\n")[2:]) if f]

def main():
    write("rgb.png", png(600, 400, 2, [noise(1800, y) for y in range(400)]))
    write("grey.png", png(600, 400, 3, [noise(600, y) for y in range(400)]))
    write("clear.png", png(600, 400, 6, [noise(2400, y) for y in range(400)]))
    write("few.png", png(60, 40, 2, [noise(180, y) for y in range(40)]))
    source = write("in.md", "".join(f"![x]({n}.png){{width=2in}}\n\n" for n in ("rgb", "grey", "clear", "few")))
    pdf = TMP / "small.pdf"
    done = octavo(source, "--image-dpi", "100", "-o", pdf)
    check("set without a word", done.status == 0 and not done.err, done)
    sound("small", pdf)
    expected = [(200, 134, "image"), (200, 134, "image"), (200, 134, "image"), (200, 134, "smask"), (60, 40, "image")]
    check("as many pixels as asked for", pictures(pdf) == expected, pictures(pdf))
    octavo(source, "-o", TMP / "large.pdf")
    check("as they are without the option", [p[:2] for p in pictures(TMP / "large.pdf")] == [(600, 400)] * 4 + [(60, 40)])
    for name, grey in ("photo", False), ("grey", True):
        (TMP / f"{name}.jpg").write_bytes(jpeg(600, 400, grey))
        photo = write(f"{name}.md", f"![x]({name}.jpg){{width=2in}}\n")
        octavo(photo, "-o", TMP / f"{name}.pdf")
        octavo(photo, "--image-dpi", "100", "-o", TMP / f"{name}100.pdf")
        found = pictures(TMP / f"{name}.pdf") + pictures(TMP / f"{name}100.pdf")
        check(f"a JPEG too: {name}", [p[:2] for p in found] == [(600, 400), (200, 134)], found)
        coded = run("pdfimages", "-list", TMP / f"{name}100.pdf").out
        check(f"and stays one: {name}", " jpeg " in coded and (" gray " in coded) == grey, coded)
        sound(f"{name}100", TMP / f"{name}100.pdf")
    for value in ("", "x", "-3", "9", "100000", "30x"):
        done = octavo(source, f"--image-dpi={value}", "-o", pdf)
        check(f"no number of dots: {value!r}", done.status == 2 and "--image-dpi needs" in done.err, done)

main()
