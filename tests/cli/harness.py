"""What the scripts of this folder share: a table of cases, run one after the other, each in a folder of its own.

A case says which files are there, how octavo is called, and what must come of it. Whatever else it asks for: octavo is not
killed, is not slow, leaves nothing behind but what it was asked to write; when it exits 0 or 1 there is a PDF that qpdf and
pdfcheck pass; when it exits 2 the old output stands as it was.
"""
import os, pathlib, re, shutil, subprocess, sys, tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
OCTAVO = os.path.abspath(os.environ.get("OCTAVO", TOP / "build/octavo"))
BUILD = pathlib.Path(os.environ.get("BUILD", TOP / "build"))
PDFCHECK = TOP / "tests/tools/pdfcheck"
NOBODY = 65534
OLD = b"%PDF-1.7 the last good output\n"

def is_asan():
    with open(OCTAVO, "rb") as f:
        return b"__asan_init" in f.read()

ASAN = is_asan()
SECONDS = 60 if ASAN else 15

class Failure(Exception):
    pass

class Skip(Exception):
    pass

def expect(true, why):
    if not true:
        raise Failure(why)

class Done:
    """A call of octavo that has ended."""
    def __init__(self, folder, status, out, err):
        self.folder, self.status, self.out, self.err = folder, status, out, err
        self.text = err.decode("utf-8", "replace")

    def shown(self):
        return f"exit {self.status}\n{self.text[:3000]}"

def environment(**more):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "OCTAVO")) and k not in
           ("LANG", "LANGUAGE", "TZ", "NO_COLOR", "SOURCE_DATE_EPOCH", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    env.setdefault("ASAN_OPTIONS", "detect_leaks=0")
    for key, value in more.items():
        if value is None:
            env.pop(key, None)
        else:
            env[key] = value
    return env

def octavo(folder, *args, stdin=b"", env={}, shell=None, before=None, seconds=SECONDS):
    """shell: a line of sh that runs before octavo and in its process ("ulimit -s 8192")."""
    words = [OCTAVO, *args]
    if shell:
        words = ["sh", "-c", shell + ' && exec "$@"', "sh", *words]
    handle = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    try:
        run = subprocess.run(words, cwd=folder, env=environment(**env), capture_output=True, timeout=seconds,
                             preexec_fn=before, **handle)
    except subprocess.TimeoutExpired as e:
        raise Failure(f"took longer than {seconds} s\n{(e.stderr or b'').decode('utf-8', 'replace')[:2000]}")
    return Done(pathlib.Path(folder), run.returncode, run.stdout, run.stderr)

def tool(*words, cwd=None):
    run = subprocess.run([str(w) for w in words], cwd=cwd, capture_output=True, env=environment())
    return run.returncode, (run.stdout + run.stderr).decode("utf-8", "replace")

def compiled(folder, source, *flags):
    """A helper of this folder, in C."""
    program = folder / pathlib.Path(source).stem
    status, said = tool("gcc", "-O1", *flags, "-o", program, TOP / "tests/cli" / source)
    expect(status == 0, said)
    return program

def text_of(pdf):
    """The words of a PDF in one line."""
    return " ".join(tool("pdftotext", "-q", pdf, "-")[1].replace("\xad", "").split())

def text_of_many(pdf):
    """The same, faster and with the lines of the page: for large files."""
    run = subprocess.run(["mutool", "draw", "-q", "-F", "txt", str(pdf)], capture_output=True, env=environment())
    return run.stdout.decode("utf-8", "replace")

def become_nobody():
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)

# ---- cases ---------------------------------------------------------------------------------------------------------

class Case:
    """One row of a table.

    name      of the test
    files     {path: bytes or text, or None for a folder}; made before `make`
    make      called with the case's folder, for what is not a plain file
    args      after "-o out.pdf", which comes first unless output is None
    status    the exit status, or several
    says      regular expressions, each to be found in the messages (of one line); "" asks for silence
    omits     regular expressions that must not be found there
    text      pieces of text that pdftotext must find in the PDF
    check     called with the Done, raises Failure
    pdfcheck  False: the file is too large for that slow tool
    qpdf      False: it is too large for qpdf as well; mutool reads it
    """
    def __init__(self, name, files=None, args=("in.md",), status=0, says=(), omits=(), text=(), check=None, make=None,
                 output="out.pdf", stdin=b"", env={}, shell=None, before=None, pdfcheck=True, qpdf=True, old=OLD, left=(),
                 seconds=SECONDS):
        self.name, self.make, self.status = name, make, status if isinstance(status, tuple) else (status,)
        self.files = {"in.md": files} if isinstance(files, (str, bytes)) else files or {}
        self.args = tuple(args.split()) if isinstance(args, str) else tuple(args)
        self.says, self.omits, self.text = ([v] if isinstance(v, str) else list(v) for v in (says, omits, text))
        self.check, self.output, self.stdin, self.env, self.shell = check, output, stdin, env, shell
        self.before, self.pdfcheck, self.qpdf, self.seconds = before, pdfcheck, qpdf, seconds
        self.old, self.left = old, set(left)

def make_files(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)

def listing(folder):
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}

def check_messages(case, done):
    if case.says == [""]:
        expect(not done.err, f"should be silent\n{done.shown()}")
    for pattern in case.says:
        expect(re.search(pattern, done.text, re.M), f"no message like {pattern}\n{done.shown()}")
    for pattern in case.omits:
        expect(not re.search(pattern, done.text, re.M), f"an unwanted message like {pattern}\n{done.shown()}")
    expect("\033" not in done.text, "a message has colours though nobody looks")

def check_output(case, done, path):
    if done.status == 2 or case.output is None:
        expect(case.old is None or not path.is_file() or path.read_bytes() == case.old, "the old output was touched")
        return
    expect(path.is_file() and path.read_bytes() != case.old, "no PDF was written")
    status, said = tool("qpdf", "--check", path) if case.qpdf else tool("mutool", "info", path)
    expect(status == 0, "the PDF is broken:\n" + said[:2000])
    if case.text:
        got = text_of(path)
        for piece in case.text:
            expect(piece in got, f"lost: {piece[:100]!r}; the PDF's text is {got[:600]!r}")

def run_case(case, folder):
    """The PDF to be checked further, or None."""
    folder.mkdir()
    make_files(folder, case.files)
    path = folder / (case.output or "out.pdf")
    if case.old is not None and path.parent.is_dir() and not path.exists():
        path.write_bytes(case.old)
    if case.make:
        case.make(folder)
    before = listing(folder)
    output = ("-o", case.output) if case.output else ()
    done = octavo(folder, *output, *case.args, stdin=case.stdin, env=case.env, shell=case.shell, before=case.before,
                  seconds=case.seconds)
    expect(done.status in case.status, f"exit status should be {' or '.join(map(str, case.status))}: {done.shown()}")
    check_messages(case, done)
    check_output(case, done, path)
    more = listing(folder) - before - case.left - ({case.output} if done.status < 2 else set())
    expect(not more, f"left behind: {' '.join(sorted(more))}")
    if case.check:
        case.check(done)
    return path if case.pdfcheck and done.status < 2 and case.output else None

def pdfcheck(paths):
    """{path: findings}; one call for all, since the tool is slow to start."""
    found = {str(p): [] for p in paths}
    if paths:
        for line in tool(PDFCHECK, *paths)[1].splitlines():
            name = next((p for p in found if line.startswith(p + ": ")), None)
            if name and not re.search(r": \d+ findings$", line):
                found[name].append(line[len(name) + 2:])
            elif not name:
                found[str(paths[0])].append(line)
    return found

def report(name, why=None, skip=None):
    if skip is not None:
        print(f"skip {name}: {skip}")
    elif why:
        first, *rest = why.splitlines()
        print(f"not ok {name}: {first}")
        for line in rest:
            print("    " + line)
    else:
        print(f"ok {name}")
    sys.stdout.flush()

def attempt(call, *args):
    """(result, why it failed, why it was skipped)"""
    try:
        return call(*args), None, None
    except Failure as e:
        return None, str(e), None
    except Skip as e:
        return None, None, str(e)

def wanted(name):
    """TEST_PART: what tests/run was asked for."""
    script = f"cli/{pathlib.Path(sys.argv[0]).stem}/{name}"
    parts = [p for p in os.environ.get("TEST_PART", "").split() if "/" in p]
    return not parts or any(p in script for p in parts)

def work_folder():
    top = os.environ.get("TMP") or tempfile.mkdtemp(prefix="octavo-cli-")
    os.chmod(top, 0o755)                                   # another user shall be able to go through
    return pathlib.Path(top)

def run_all(cases, functions=()):
    """Runs a table of cases, then functions (each a test, called with a fresh folder; its name is the test's)."""
    top, pdfs = work_folder(), {}
    names = [c.name for c in cases] + [f.__name__ for f in functions]
    assert len(set(names)) == len(names), "two tests of one name"
    for case in cases:
        if not wanted(case.name):
            continue
        pdf, why, skip = attempt(run_case, case, top / re.sub(r"\W+", "-", case.name))
        if pdf:
            pdfs[case.name] = pdf
        else:
            report(case.name, why, skip)
    findings = pdfcheck(list(pdfs.values()))
    for name, pdf in pdfs.items():
        why = findings[str(pdf)]
        report(name, "pdfcheck finds\n" + "\n".join(why[:20]) if why else None)
    for function in functions:
        name = function.__name__.replace("_", " ")
        if wanted(name):
            folder = top / function.__name__
            folder.mkdir()
            report(name, *attempt(function, folder)[1:])
    if "TMP" not in os.environ:
        shutil.rmtree(top, ignore_errors=True)
