# Puts files into the program: reads fonts/families, takes the faces marked "yes", and writes three files into `out`:
# builtin.S (the bytes, by .incbin), builtin.c (the table of base/builtin.h) and builtin.mk (what they depend on).
# Call: awk -f fonts/builtin.awk -v out=build/gen -v more="fonts/families=fonts/families ..." fonts/families
# where `more` names further files as NAME=PATH, and a face of that NAME is taken from that PATH.

function add(name, path,    size, command) {
    command = "wc -c < '" path "' 2>/dev/null"
    command | getline size
    close(command)
    if (size + 0 == 0) {
        print "builtin.awk: " FILENAME ": no such file, or empty: " path > "/dev/stderr"
        failed = 1
    }
    printf "    .balign 16\n    .globl builtin_%d\n    .hidden builtin_%d\nbuiltin_%d:\n    .incbin \"%s\"\n    .byte 0\n",
        n, n, n, path > (out "/builtin.S")
    externs = externs "extern const unsigned char builtin_" n "[];\n"
    rows = rows "    {\"" name "\", builtin_" n ", " size + 0 "},\n"
    prerequisites = prerequisites " \\\n    " path
    n++
}

BEGIN {
    FS = " *[|] *"
    n = 0
    print "    .section .rodata, \"a\"" > (out "/builtin.S")
    n_more = split(more, part, " ")
    for (i = 1; i <= n_more; i++) {
        at = index(part[i], "=")
        given[substr(part[i], 1, at - 1)] = 1
        add(substr(part[i], 1, at - 1), substr(part[i], at + 1))
    }
}

/^#/ || NF != 5 { next }
$4 == "yes" && !($5 in given) { add($5, "/usr/share/" $5) }

END {
    print "    .section .note.GNU-stack, \"\", %progbits" > (out "/builtin.S")
    printf "#include \"base/builtin.h\"\n\n%s\nconst BuiltinFile builtin_files[] = {\n%s};\n" \
        "const size_t n_builtin_files = sizeof builtin_files / sizeof builtin_files[0];\n",
        externs, rows > (out "/builtin.c")
    printf "%s/builtin.S:%s\n", out, prerequisites > (out "/builtin.mk")
    exit failed
}
