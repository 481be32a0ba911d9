#!/usr/bin/python3
"""Characters of many scripts and emoji: every one is found, stands in its place in listings, and can be copied."""
from check import *

PROSE = """# Emoji 🎉 and scripts

Faces 😀 😍, a heart ❤️ and ❤ as text, ✅ ⚠️, flags 🇩🇪🇫🇷, keycaps 1️⃣ #️⃣, family 👨‍👩‍👧‍👦, coder 👩🏽‍💻, rocket🚀end.

排版是一门艺术，也是一种技术。这一行足够长，需要在行末断开，但标点符号不能放在行首。中文没有空格
这里是同一段的下一行，中间不应该有空格。

日本語のテキスト。한국어 텍스트는 공백이 있습니다. नमस्ते दुनिया, สวัสดีชาวโลก, გამარჯობა, Բարեւ, ሰላም.

From right to left: السلام עליכם and שלום עולם end.
"""
CODE = """```rust
let 你 = "世界";   // 注释 here
let e  = "😀👩‍💻🇩🇪"; // emoji
let x  = "abcdef"; // aligned
let hello = String::from("السلام عليكم");
let hello = String::from("שלום");
let hello = String::from("नमस्ते");
```
"""

def aligned(pdf):
    """Comments that follow as many columns begin at the same place."""
    left = [w[1] for page in page_words(pdf) for w in page if w[0] == "//"][-2:]
    return len(left) == 2 and abs(left[0] - left[1]) < 0.3, left

def language(lang):
    """The name of the font of Chinese characters in a document of that language."""
    done = octavo("-", "-o", TMP / "lang.pdf", input=f"---\nlang: {lang}\n---\n\n骨\n".encode())
    return run("pdffonts", TMP / "lang.pdf").out

def main():
    pdf = TMP / "scripts.pdf"
    done = octavo(write("scripts.md", PROSE + CODE), "-o", pdf)
    check("set without a word", done.status == 0 and not done.err, done)
    sound("scripts", pdf)
    faithful("scripts", [TMP / "scripts.md"], pdf)
    text = run("pdftotext", pdf, "-").out
    line = "Faces 😀 😍, a heart ❤️ and ❤ as text, ✅ ⚠️, flags 🇩🇪🇫🇷, keycaps 1️⃣ #️⃣, family 👨‍👩‍👧‍👦,"
    check("emoji are text", line in text.replace("\n", " "), text)
    check("no space between lines of Chinese", "没有空格这里是" in text.replace("\n", ""), text)
    check("emoji take two columns", *aligned(pdf))
    check("one picture for each emoji", run("pdfimages", "-list", pdf).out.count("\n") < 40)
    octavo(write("icons.md", "# Icons \ue000\n\nIn text \ue0b0, and `\ue0b0 \ue000`.\n"), "-o", TMP / "icons.pdf")
    sound("private characters", TMP / "icons.pdf")
    for lang, name in (("en", "CJKsc"), ("ja", "CJKjp"), ("ko-KR", "CJKkr"), ("zh-Hant", "CJKtc")):
        fonts = language(lang)
        check(f"Chinese characters in {lang}", name in fonts, fonts)

main()
