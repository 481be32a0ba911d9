#!/usr/bin/python3
"""make install: everything lands under DESTDIR and PREFIX, the program runs from any folder, a program links the library,
and make uninstall leaves nothing behind. The man page and the completions know every option of --help."""
import os, re
from check import *

named = set(re.findall(r"(?<!\w)--[a-z][a-z-]+", octavo("--help").out))
page = set(re.findall(r"--[a-z][a-z-]+", (TOP / "src/octavo.1").read_text().replace("\\-", "-")))
check("the man page has the options of --help", named and named == page, named ^ page)
for shell in ("octavo.bash", "_octavo", "octavo.fish"):
    text = (TOP / "src/completions" / shell).read_text()
    missing = {o for o in named if o not in text and f"-l {o[2:]} " not in text}
    check(f"{shell} has the options of --help", not missing, missing)

if "asan" in str(BUILD):
    skip("install", "the same without sanitizers")
    raise SystemExit

root = TMP / "root"
make = ["make", "-C", TOP, "--no-print-directory", f"BUILD={os.path.relpath(BUILD, TOP)}", f"DESTDIR={root}", "PREFIX=/opt/o"]
env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
done = run(*make, "install", env=env)
check("install", done.status == 0, done)
under = root / "opt/o"
for path in ["bin/octavo", "lib/liboctavo.a", "include/octavo.h", "lib/pkgconfig/octavo.pc", "share/man/man1/octavo.1",
             "share/bash-completion/completions/octavo", "share/zsh/site-functions/_octavo",
             "share/fish/vendor_completions.d/octavo.fish"]:
    check(path, (under / path).is_file())
stray = [p for p in root.rglob("*") if p.is_file() and under not in p.parents]
check("nothing elsewhere", not stray, stray)

note = write("elsewhere/note.md", "---\ntitle: Far away\n---\n\n# One\n\n`code` and *text* — with fonts from inside.\n")
done = run(under / "bin/octavo", "note.md", cwd=note.parent, env={})
check("runs from any folder", done.status == 0 and not done.err and (note.parent / "note.pdf").exists(), done)

if (TOP / "build/grammars/rust.so").exists():
    code = write("elsewhere/code.md", "```rust\nfn main() {}\n```\n")
    done = run(under / "bin/octavo", "--dump=ops", "code.md", cwd=code.parent, env={})
    check("finds the grammars that were installed with it", '"fn"' in done.out, done)
else:
    skip("grammars", "there are none")

source = write("client.c", """
#include <octavo.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    const char *files[] = {argv[1]};
    OctavoOptions options = {.files = files, .n_files = 1, .output = argv[2], .date = -1};
    OctavoResult result = octavo_build(&options, NULL, NULL);
    printf("%d %zu %s\\n", result.status, result.pages, OCTAVO_VERSION);
    octavo_free(&result);
    return argc != 3;
}
""")
config = dict(os.environ, PKG_CONFIG_PATH=str(under / "lib/pkgconfig"), PKG_CONFIG_SYSROOT_DIR=str(root))
flags = run("pkg-config", "--static", "--cflags", "--libs", f"--define-variable=prefix={under}", "octavo",
            env=dict(config, PKG_CONFIG_SYSROOT_DIR=""))
done = run("gcc", "-std=c11", "-Wall", "-Werror", source, "-o", TMP / "client", *flags.out.split())
check("a program links the library", flags.status == 0 and done.status == 0, f"{flags}\n{done}")
done = run(TMP / "client", note, TMP / "client.pdf")
check("and sets a document", done.out.startswith("0 1 ") and (TMP / "client.pdf").exists(), done)

done = run(*make, "uninstall", env=env)
left = [p for p in root.rglob("*") if p.is_file()]
check("uninstall", done.status == 0 and not left, f"{done}\n{left}")
