"""What the scripts of tests/cli and tests/pdf share: run octavo, say whether something holds, look into a PDF."""
import json, os, pathlib, re, subprocess, sys

OCTAVO = os.environ.get("OCTAVO", "build/octavo")
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
TESTS = pathlib.Path(__file__).resolve().parent
TOP = TESTS.parent
SHARED = TOP.parent / "shared"                            # corpora that a clone may lack
TMP = pathlib.Path(os.environ.get("TMP", "/tmp"))
TOOLS = TESTS / "tools"

class Run:
    """A finished command: status (negative: killed by that signal), out, err as text."""
    def __init__(self, words, **options):
        options.setdefault("stdin", subprocess.DEVNULL if "input" not in options else None)
        if options["stdin"] is None:
            del options["stdin"]
        done = subprocess.run([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        self.status, self.raw = done.returncode, done.stdout
        self.out, self.err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    def __str__(self):
        return f"status {self.status}\n{self.out[-3000:]}{self.err[-3000:]}".rstrip()

def run(*words, **options):
    return Run(words, **options)

def octavo(*words, **options):
    return Run([OCTAVO, *words], **options)

def check(name, holds, why=""):
    """Prints the line that tests/run reads; returns whether it holds."""
    print(("ok " if holds else "not ok ") + name)
    if not holds:
        print("    " + str(why).replace("\n", "\n    "))
    sys.stdout.flush()
    return holds

def skip(name, why):
    print(f"skip {name}: {why}", flush=True)

def write(name, text):
    """A file in the script's own folder; its path."""
    path = TMP / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path

# ---- looking into a PDF ----------------------------------------------------------------------------------------------

def sound(name, pdf):
    """The file is whole (qpdf), every reader takes it without a word, and it keeps to PDF/UA-1 and PDF/A-2a."""
    qpdf = run("qpdf", "--check", pdf)
    check(f"{name} qpdf", qpdf.status == 0, qpdf)
    mutool = run("mutool", "draw", "-q", "-F", "stext", "-o", "/dev/null", pdf)
    said = mutool.err.replace("warning: ICC support is not available\n", "")  # of Debian's build, about no file
    check(f"{name} mutool", mutool.status == 0 and not said, mutool)
    poppler = run("pdftotext", pdf, "-")
    check(f"{name} poppler", poppler.status == 0 and not poppler.err, poppler)
    pdfcheck = run(TOOLS / "pdfcheck", pdf)
    check(f"{name} pdfcheck", pdfcheck.status == 0, pdfcheck)

def faithful(name, sources, pdf, code_missing=0, invented=0):
    """At least 99.9 % of the words in order, none invented, no code line missing or misplaced."""
    done = run(TOOLS / "textcheck", "--json", *sources, pdf)
    if not check(f"{name} textcheck", done.status == 0, done):
        return
    count = json.loads(done.out)
    part = lambda key: f"{count[key]}: " + "\n".join(count[key.split("_")[0] + "_examples"])
    check(f"{name} words in order", count["found_percent"] >= 99.9, part("lost") + "\nmoved: " + str(count["moved"]))
    check(f"{name} no word invented", count["invented"] <= invented, part("invented"))
    check(f"{name} code lines", count["code_missing"] <= code_missing and count["code_misplaced"] == 0, part("code_missing"))

def score(pdf):
    """typescore's figures."""
    return json.loads(run("/usr/bin/python3", TOOLS / "typescore", pdf, "--json").out)

def page_words(pdf):
    """For each page its words as (text, left, top, right, bottom), in points from the top left."""
    import xml.etree.ElementTree as ET
    xml = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", run("pdftotext", "-bbox", pdf, "-").out)
    name = lambda el: el.tag.rsplit("}", 1)[-1]
    return [[(w.text or "", *(float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax"))) for w in page if name(w) == "word"]
            for page in ET.fromstring(xml).iter() if name(page) == "page"]

def bookmarks(pdf):
    """(depth, title, page index, distance of the target from the page's top) of every bookmark of a pikepdf.Pdf."""
    import pikepdf
    index = {page.objgen: i for i, page in enumerate(pdf.pages)}
    found = []
    def walk(items, depth):
        for item in items:
            place = target(pdf, item.destination if item.destination is not None else item.action.D)
            box = pdf.pages[index[place[0].objgen]].mediabox
            found.append((depth, item.title, index[place[0].objgen], float(box[3]) - float(place[3])))
            walk(item.children, depth + 1)
    with pdf.open_outline() as outline:
        walk(outline.root, 0)
    return found

def target(pdf, place):
    """The explicit destination that a name, a string or an array stands for."""
    import pikepdf
    if isinstance(place, (pikepdf.String, pikepdf.Name)) or (hasattr(place, "_type_name") and place._type_name in ("string", "name")):
        tree = pikepdf.NameTree(pdf.Root.Names.Dests)
        place = tree[str(place)]
    if isinstance(place, pikepdf.Dictionary):
        place = place.D
    return place
