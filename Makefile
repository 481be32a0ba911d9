# octavo - `make pdf` sets the article, `make test` tests, `make help` lists the rest.
# On Debian every verb that builds first looks for the packages that it needs and installs what is missing.

BUILD  ?= build
PREFIX ?= /usr/local
DESTDIR ?=
ifeq ($(origin CC),default)
CC := gcc
endif
V ?= 0
say = $(if $(filter 0,$(V)),@echo '  $(1)';)

BUILD_PACKAGES := gcc libc6-dev pkg-config libhpdf-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libpng-dev \
    libharfbuzz-dev libyaml-dev libicu-dev libdeflate-dev liblcms2-dev libfontconfig-dev \
    librsvg2-dev libtree-sitter-dev libqpdf-dev libwebp-dev libgif-dev libturbojpeg0-dev \
    fonts-texgyre fonts-inter fonts-jetbrains-mono fonts-ebgaramond fonts-dejavu-core \
    fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
    hyphen-en-us hyphen-en-gb hyphen-de hyphen-fr hyphen-es hyphen-it hyphen-nl hyphen-pt-pt hyphen-pt-br \
    hyphen-da hyphen-sv hyphen-no hyphen-pl hyphen-cs hyphen-hu hyphen-ru hyphen-uk
TEST_PACKAGES := libcmocka-dev qpdf poppler-utils mupdf-tools python3 python3-pikepdf python3-fonttools cmark-gfm

LOADED := librsvg-2.0 libqpdf libwebp    # their headers only: they are loaded when a picture needs them
PKGS := tree-sitter harfbuzz harfbuzz-subset libpng lcms2 libdeflate yaml-0.1
CFLAGS ?= -O3 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(WARNINGS) -Isrc $(PKG_CFLAGS) $(CFLAGS)
LIBS = $(PKG_LIBS) -lhpdf -lcmark-gfm-extensions -lcmark-gfm -lpthread -lm

SOURCES  := $(sort $(shell find src -name '*.c'))
LIBRARY  := $(BUILD)/liboctavo.a
PROGRAM  := $(if $(wildcard src/main.c),$(BUILD)/octavo)
GEN      := build/gen
GRAMMARS := build/grammars
OBJECTS  := $(patsubst src/%.c,$(BUILD)/obj/%.o,$(filter-out src/main.c,$(SOURCES))) $(BUILD)/obj/table.o $(BUILD)/obj/files.o
UNITS    := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
MORE     := fonts/families=fonts/families toy.ttf=$(GEN)/toy.ttf $(addprefix themes.yaml=,$(wildcard src/doc/themes.yaml))

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all pdf manual specimen picture grammars npm test golden reading asan tsan fuzz small bench linear floors sizes lint format check install uninstall clean help FORCE

all: $(LIBRARY) $(PROGRAM) $(GRAMMARS)/.made

# ---- set-up ------------------------------------------------------------------------------------------------------
# build/config.mk holds what pkg-config says. GNU make makes it before anything else, because it is included; it is made
# anew when the package list changes. Verbs that build nothing do without it.

DRY := floors sizes format clean help uninstall
ifneq ($(filter-out $(DRY),$(or $(MAKECMDGOALS),all)),)
-include build/config.mk
endif
ifneq ($(file <build/.packages),$(BUILD_PACKAGES))
build/config.mk: FORCE
endif

# $(call setup,PACKAGES): installs those that are missing, or prints how to and fails.
define setup
@set -e; export DEBIAN_FRONTEND=noninteractive; \
if ! command -v dpkg-query >/dev/null; then \
    echo "This is not Debian; going on in the hope that these are here: $(1)"; exit 0; fi; \
have=" $$(dpkg-query -W -f '$${db:Status-Status}:$${Package} ' $(1) 2>/dev/null || true)"; missing=; \
for p in $(1); do case "$$have" in *" installed:$$p "*) ;; *) missing="$$missing $$p";; esac; done; \
[ -n "$$missing" ] || exit 0; \
echo "Missing packages:$$missing"; \
if [ "$$(id -u)" = 0 ]; then as=; \
elif sudo -n true 2>/dev/null; then as="sudo -n"; \
elif [ -t 0 ] && command -v sudo >/dev/null; then as=sudo; \
else echo "Install them as root, then call make again:"; \
    echo "    apt-get update && apt-get install -y$$missing"; exit 1; fi; \
install="$$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends$$missing"; \
if apt-cache show $$missing >/dev/null 2>&1; then \
    echo "Installing them"; $$install || { $$as apt-get update -q && $$install; }; \
else echo "Reading the package lists"; $$as apt-get update -q; echo "Installing them"; $$install; fi >&2
endef

build/config.mk:
	$(call setup,$(BUILD_PACKAGES))
	@mkdir -p build
	@printf 'PKG_CFLAGS := %s\nPKG_LIBS := %s\n' \
	    "$$(pkg-config --cflags $(PKGS) $(LOADED) | sed 's/-I/-isystem /g')" "$$(pkg-config --libs $(PKGS))" > $@
	@printf '%s' '$(BUILD_PACKAGES)' > build/.packages

build/.test-packages: Makefile build/config.mk
	$(call setup,$(TEST_PACKAGES))
	@touch $@

# ---- grammars that colour code ----------------------------------------------------------------------------------
# Packages of the npm registry, compiled. Where they cannot be had, code is set plain, and the next make does not try again.

$(GRAMMARS)/.made: src/code/grammars src/code/fetch $(wildcard src/code/*.scm) build/config.mk
	@command -v npm >/dev/null || $(MAKE) --no-print-directory npm || true
	@CC=$(CC) src/code/fetch $(GRAMMARS)
	@touch $@

npm:
	$(call setup,npm)

grammars:
	@rm -f $(GRAMMARS)/.made
	@$(MAKE) --no-print-directory $(GRAMMARS)/.made

# ---- the library and the program ---------------------------------------------------------------------------------

$(BUILD)/octavo: $(BUILD)/obj/main.o $(LIBRARY) | $(GRAMMARS)/.made
	$(if $(filter-out build,$(BUILD)),@ln -sfn $(CURDIR)/$(GRAMMARS) $(BUILD)/grammars)
	$(call say,LD $@) $(CC) $(ALL_CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $^ $(LIBS)

$(LIBRARY): $(OBJECTS)
	$(call say,AR $@) rm -f $@; ar rcs $@ $^

$(BUILD)/obj/%.o: src/%.c build/config.mk
	@mkdir -p $(@D)
	$(call say,CC $<) $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/table.o: $(GEN)/builtin.S
	@mkdir -p $(@D)
	$(call say,CC $(GEN)/builtin.c) $(CC) $(ALL_CFLAGS) -c -o $@ $(GEN)/builtin.c

$(BUILD)/obj/files.o: $(GEN)/builtin.S
	@mkdir -p $(@D)
	$(call say,AS $<) $(CC) -c -o $@ $<

-include $(GEN)/builtin.mk
$(GEN)/builtin.S: fonts/builtin.awk fonts/families $(GEN)/toy.ttf $(wildcard src/doc/themes.yaml) build/config.mk
	$(call say,GEN $@) awk -f fonts/builtin.awk -v out=$(GEN) -v more='$(MORE)' fonts/families

$(GEN)/toy.ttf: tests/toyfont.c build/config.mk
	@mkdir -p $(@D)
	$(call say,GEN $@) $(CC) -std=c11 $(WARNINGS) -o $(GEN)/toyfont $< && $(GEN)/toyfont $@

-include $(OBJECTS:.o=.d) $(BUILD)/obj/main.d $(UNITS:=.d)

# ---- the documents -----------------------------------------------------------------------------------------------

pdf: $(BUILD)/rust-vs-go.pdf
manual: $(BUILD)/manual.pdf
specimen: $(BUILD)/charts.pdf

$(BUILD)/rust-vs-go.pdf: content/rust-vs-go.md $(BUILD)/octavo $(GRAMMARS)/.made
	$(BUILD)/octavo $< -o $@ --deps $(BUILD)/rust-vs-go.d

$(BUILD)/manual.pdf: content/manual.md $(BUILD)/octavo $(GRAMMARS)/.made
	$(BUILD)/octavo --theme book $< -o $@ --deps $(BUILD)/manual.d

$(BUILD)/charts.pdf: content/charts.md $(BUILD)/octavo $(GRAMMARS)/.made
	$(BUILD)/octavo $< -o $@ --deps $(BUILD)/charts.d

-include $(BUILD)/rust-vs-go.d $(BUILD)/manual.d $(BUILD)/charts.d

picture: $(BUILD)/rust-vs-go.pdf build/.test-packages
	pdftoppm -r 88 -f $(PAGE) -l $(PAGE) -singlefile -png $< images/page
PAGE := 16

# ---- tests -------------------------------------------------------------------------------------------------------

$(BUILD)/unit/%: tests/unit/%.c $(LIBRARY) build/.test-packages
	@mkdir -p $(@D)
	$(call say,CC $<) $(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(LIBRARY) -lcmocka $(LIBS)

test: all $(UNITS) build/.test-packages
	@tests/run --build $(BUILD) $(T)

golden: all
	@tests/run --build $(BUILD) --golden $(T)

reading:
	@tests/reading_table.py --write

SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan:
	@LSAN_OPTIONS=suppressions=$(CURDIR)/tests/leaks:print_suppressions=0 \
	    $(MAKE) --no-print-directory BUILD=build/asan CFLAGS="$(SANITIZE)" test T="$(T)"

# ThreadSanitizer over what jobs do: the pool itself, the article and a document of many pictures with several numbers of them.
# What libraries do among themselves it cannot see.
tsan:
	@TSAN_OPTIONS=ignore_noninstrumented_modules=1 $(MAKE) --no-print-directory BUILD=build/tsan CFLAGS="-O1 -g -fsanitize=thread" test T="$(or $(T),jobs/ shape/ build/ same_bytes)"

# Each target runs in a folder of its own below build/fuzz/run, where a finding stays as crash-*, leak-* or timeout-*, and
# what it learned in corpus/.
FUZZ_PACKAGES := clang libclang-rt-14-dev
FUZZ_SECONDS  ?= 60
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
F ?= $(FUZZERS)
FUZZ := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
fuzz: build/config.mk
	$(call setup,$(FUZZ_PACKAGES))
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang CFLAGS="$(FUZZ) -fsanitize=fuzzer-no-link" \
	    $(addprefix build/fuzz/run/,$(F))

$(BUILD)/run/%: $(BUILD)/bin/% FORCE
	@tests/fuzz/run $(abspath $<) $@ $(FUZZ_SECONDS)

.PRECIOUS: $(BUILD)/bin/%
$(BUILD)/bin/%: tests/fuzz/%.c tests/fuzz/fuzz.h $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,CC $<) $(CC) $(ALL_CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(LIBS)

small: all $(BUILD)/twice build/.test-packages
	$(call setup,valgrind)
	@tests/small --build $(BUILD)

COPIES := 5
bench: all $(BUILD)/floor build/.test-packages
	@tests/bench/bench --build $(BUILD) --copies $(COPIES)

$(BUILD)/floor: tests/bench/floor.c build/config.mk
	$(call say,CC $<) $(CC) $(ALL_CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $< $(LIBS)

linear: all $(BUILD)/reading build/.test-packages
	@tests/bench/linear --build $(BUILD) && tests/bench/linear --build $(BUILD) --whole

$(BUILD)/twice: tests/cli/twice.c $(LIBRARY)
	$(call say,CC $<) $(CC) $(ALL_CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/reading: tests/bench/reading.c $(LIBRARY)
	$(call say,CC $<) $(CC) $(ALL_CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $< $(LIBRARY) $(LIBS)

# ---- the code itself ---------------------------------------------------------------------------------------------

floors:
	@tests/tools/floors src

sizes:
	@tests/tools/sizes $$(find src tests -name '*.[ch]')

LINT_PACKAGES := clang-tidy cppcheck
# What cppcheck gets wrong: `c ? (T){0} : d` is no syntax error; it takes a slot that a call fills for unchanged,
# and a scale of powers of ten, which a remainder ends before it is 0, for one that may be.
DOUBTFUL := missingIncludeSystem internalAstError identicalInnerCondition zerodivcond
lint: build/config.mk
	$(call setup,$(LINT_PACKAGES))
	@printf '%s\n' $(SOURCES) | xargs -P $$(nproc) -I{} clang-tidy --quiet {} -- -std=c11 -D_GNU_SOURCE -Isrc $(PKG_CFLAGS) \
	    2>&1 | { ! grep -v 'warnings\? generated\.$$'; }
	@cppcheck -j $$(nproc) --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	    $(addprefix --suppress=,$(DOUBTFUL)) -Isrc -D_GNU_SOURCE src

format:
	git clang-format --extensions c,h

check: floors sizes
	@$(MAKE) --no-print-directory BUILD=build/gcc CC=gcc CFLAGS="-O2 -g -Werror" all
	@$(MAKE) --no-print-directory BUILD=build/clang CC=clang CFLAGS="-O2 -g -Werror" all
	@$(MAKE) --no-print-directory test

# ---- installing --------------------------------------------------------------------------------------------------

VERSION = $(shell sed -n 's/^#define OCTAVO_VERSION "\(.*\)"/\1/p' src/octavo.h)
INSTALLED := bin/octavo lib/liboctavo.a include/octavo.h lib/pkgconfig/octavo.pc share/man/man1/octavo.1 \
    share/bash-completion/completions/octavo share/zsh/site-functions/_octavo share/fish/vendor_completions.d/octavo.fish

$(BUILD)/octavo.pc: src/octavo.h build/config.mk Makefile FORCE
	@printf '%s\n' 'prefix=$(PREFIX)' 'Name: octavo' 'Description: typesets Markdown as tagged PDF' \
	    'Version: $(VERSION)' 'Requires.private: $(PKGS)' 'Cflags: -I$${prefix}/include' \
	    'Libs: -L$${prefix}/lib -loctavo' \
	    'Libs.private: $(filter-out $(PKG_LIBS),$(LIBS))' > $@

install: all $(BUILD)/octavo.pc
	install -D -m 755 $(BUILD)/octavo $(DESTDIR)$(PREFIX)/bin/octavo
	install -D -m 644 $(LIBRARY) $(DESTDIR)$(PREFIX)/lib/liboctavo.a
	install -D -m 644 src/octavo.h $(DESTDIR)$(PREFIX)/include/octavo.h
	install -D -m 644 $(BUILD)/octavo.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/octavo.pc
	install -D -m 644 src/octavo.1 $(DESTDIR)$(PREFIX)/share/man/man1/octavo.1
	install -D -m 644 src/completions/octavo.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/octavo
	install -D -m 644 src/completions/_octavo $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_octavo
	install -D -m 644 src/completions/octavo.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/octavo.fish

	install -d $(DESTDIR)$(PREFIX)/lib/octavo/grammars
	for f in $(GRAMMARS)/*.so $(GRAMMARS)/*.scm; do \
	    [ ! -f "$$f" ] || install -m 644 "$$f" $(DESTDIR)$(PREFIX)/lib/octavo/grammars/; done

uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,$(INSTALLED))
	rm -rf $(DESTDIR)$(PREFIX)/lib/octavo

clean:
	rm -rf build

help:
	@printf '%s\n' \
	    'make            the program and the library, in build/' \
	    'make pdf        the article: build/rust-vs-go.pdf' \
	    'make manual     the manual: build/manual.pdf' \
	    'make specimen   every kind of chart: build/charts.pdf' \
	    'make picture    a page of the article for the README: images/page.png; PAGE=16' \
    'make grammars   fetches the grammars that colour code once more, when the set-up could not' \
    'make test       all tests; T=line/widow: those whose name has that in it' \
	    'make golden     shows how golden texts differ, then rewrites them; T= as above' \
	    'make reading    writes the table of what is read, made of the cases, into the README' \
	    'make asan       all tests under AddressSanitizer and UndefinedBehaviorSanitizer' \
	    'make tsan       the tests of threads under ThreadSanitizer' \
	    'make fuzz       libFuzzer on all of tests/fuzz, each for FUZZ_SECONDS=60; F=markdown: only that' \
    'make small      refuses memory at every call of a build, and kills one a thousand times: half an hour' \
    'make bench      pages, seconds with one job and with two, memory, each stage, and the floor that they stand on' \
	    'make linear     how reading, and setting, grows with the text, for each construct' \
	    'make floors     the include laws: only downward, one public header a folder, one library in one room' \
	    'make sizes      how long files and functions are' \
	    'make lint       clang-tidy and cppcheck' \
	    'make format     clang-format, on the lines that differ from the last commit' \
	    'make check      what to run before a commit: floors, sizes, gcc and clang without a warning, test' \
	    'make install    PREFIX=/usr/local DESTDIR=; make uninstall takes it away again' \
	    'make clean      removes build/' \
	    'Variables: CC, CFLAGS, LDFLAGS, BUILD (another build folder), V=1 (shows the commands)'
