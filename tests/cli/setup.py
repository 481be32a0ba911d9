#!/usr/bin/python3
"""The Makefile's set-up: what it says and does on a machine that lacks packages, here one whose dpkg-query, apt-get and sudo
are stand-ins that write down how they were called; and that a second make finds nothing to do."""
import os, shutil
from check import *

if "asan" in str(BUILD):
    skip("set-up", "the same without sanitizers")
    raise SystemExit

clone, log = TMP / "clone", TMP / "log"
shutil.copytree(TOP, clone, ignore=lambda folder, names: [n for n in names if n in ("build", ".git")], symlinks=True)

def machine(lacking, root=False, sudo=False, lists=True):
    """A PATH whose commands play a Debian machine that lacks these packages."""
    log.write_text("")
    tools = TMP / "bin"
    shutil.rmtree(tools, ignore_errors=True)
    tools.mkdir()
    state = TMP / "installed"
    state.unlink(missing_ok=True)
    scripts = {
        "dpkg-query": 'shift 3\nfor p; do case " %s " in *" $p "*) [ -e %s ] && printf "installed:%%s " $p;;'
                      '*) printf "installed:%%s " $p;; esac; done' % (" ".join(lacking), state),
        "apt-get": f'echo "apt-get $*" >> {log}; case "$*" in install*) touch {state};; esac',
        "apt-cache": f"exit {0 if lists else 100}",
        "id": f"echo {0 if root else 1000}",
        "sudo": f'[ "$1" = -n ] && shift; echo "sudo" >> {log}; exec "$@"' if sudo else "exit 1",
    }
    for name, text in scripts.items():
        path = tools / name
        path.write_text("#!/bin/sh\n" + text + "\n")
        path.chmod(0o755)
    shutil.rmtree(clone / "build", ignore_errors=True)
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    return dict(env, PATH=f"{tools}:{env['PATH']}")

def make(goal, env):
    return run("make", "-C", clone, "--no-print-directory", goal, env=env)

env = machine(["libhpdf-dev", "fonts-inter"])
done = make("build/config.mk", env)
line = [l.strip() for l in done.out.split("\n") if "apt-get install" in l]
check("without rights: says what is missing, prints the line to type, stops", done.status != 0 and
      "Missing packages: libhpdf-dev fonts-inter" in done.out and log.read_text() == "" and len(line) == 1 and
      line[0].endswith("libhpdf-dev fonts-inter"), done)

env = machine(["libhpdf-dev"], root=True)
done = make("build/config.mk", env)
check("as root: installs it", done.status == 0 and "Missing packages: libhpdf-dev" in done.out and
      log.read_text() == "apt-get install -y -q --no-install-recommends libhpdf-dev\n", f"{done}\n{log.read_text()}")
log.write_text("")
done = make("build/config.mk", env)
check("a second time: nothing", done.status == 0 and "Missing" not in done.out and log.read_text() == "", done)

env = machine(["libhpdf-dev"], sudo=True)
done = make("build/config.mk", env)
check("through sudo", done.status == 0 and log.read_text().split("\n")[0] == "sudo" and "apt-get install" in log.read_text(),
      f"{done}\n{log.read_text()}")

env = machine(["qpdf"], root=True, lists=False)
done = make("build/.test-packages", env)
check("reads the package lists first when it has none; installs what tests need", done.status == 0 and
      log.read_text().split("\n")[:2] == ["apt-get update -q", "apt-get install -y -q --no-install-recommends qpdf"],
      f"{done}\n{log.read_text()}")

env = machine([])
done = make("help", env)
check("help builds nothing", done.status == 0 and not (clone / "build").exists(), done)

def fetch(npm):
    """The fetching of grammars with a stand-in for npm; the folder that it filled."""
    env, out = machine([]), TMP / "grammars"
    shutil.rmtree(out, ignore_errors=True)
    (TMP / "bin/npm").write_text("#!/bin/sh\n" + npm)
    (TMP / "bin/npm").chmod(0o755)
    done = run(TOP / "src/code/fetch", out, env=env)
    return done, [p for p in out.rglob("*") if p.suffix in (".so", ".scm")]

done, made = fetch("echo no network >&2; exit 1\n")
check("no network: says that code stays plain, and goes on", done.status == 0 and "without colours: npm cannot fetch" in done.out
      and not made, done)
done, made = fetch("""while [ "$1" != --pack-destination ]; do
    case $1 in *@*) names="$names $(echo "$1" | sed 's,^@,,; s,[/@],-,g')";; esac; shift; done
for n in $names; do echo junk > "$2/$n.tgz"; done
""")
check("packages with other bytes are refused", done.status == 0 and "not those of src/code/grammars: tree-sitter-bash@" in done.out
      and not made, done)

env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
words = ["make", "-C", TOP, "--no-print-directory", f"BUILD={os.path.relpath(BUILD, TOP)}", "pdf"]
run(*words, env=env)
done = run(*words, env=env)
check("a second make pdf does nothing", done.status == 0 and done.out == "make: Nothing to be done for 'pdf'.\n", done)
