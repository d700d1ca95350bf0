# The front door: each target is a line or two over CMake, ctest and scripts/.
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60

all: setup
	@[ -e build/build.ninja ] || cmake --preset release
	@cmake --build --preset release

setup:
	@scripts/setup

# The program that runs built modules for `wpls lint --module`.
sandbox: all
	@scripts/setup sandbox
	@cmake --build --preset release --target wpls-sandbox

demo: all
	@scripts/setup envoy || echo "demo: Envoy could not be installed: the new plugin is not run"
	@scripts/demo

test:
	@scripts/setup test
	@$(MAKE) --no-print-directory all
	@[ -e build/dev/build.ninja ] || cmake --preset dev
	@scripts/setup sandbox || echo "test: wpls-sandbox can't be built: the tests that run modules in it will be skipped"
	@sandbox=$$([ ! -e build/tools/crates/.crates.txt ] || echo wpls-sandbox); \
	for preset in release dev; do cmake --build --preset $$preset --target all tests $$sandbox || exit 1; done
	@status=0; for preset in release dev; do \
	    echo "== ctest, $$preset build"; scripts/run-ctest $$preset -j "$$(nproc)" --no-tests=error || status=1; \
	done; exit $$status

# The tests under MemorySanitizer: no code reads what was never written.
test-msan:
	@if ! command -v clang-19 >/dev/null; then echo "test-msan: SKIPPED: there is no clang-19 here (scripts/setup fuzz installs it)"; exit 0; fi; \
	scripts/setup test; \
	[ -e build/msan/build.ninja ] || cmake --preset msan; \
	cmake --build --preset msan --target all tests && scripts/run-ctest msan -j "$$(nproc)" --no-tests=error

test-envoy:
	@scripts/setup envoy
	@$(MAKE) --no-print-directory all
	@scripts/test-envoy build/wpls
	@status=0; for lang in go c cpp; do \
	    scripts/python tests/new/run.py --wpls build/wpls $$lang || [ $$? -eq 77 ] || status=1; \
	done; exit $$status

test-editors: package-vscode
	@scripts/setup editors
	@tests/editors/run build/wpls

package-vscode: all
	@scripts/setup vscode
	@scripts/package-vscode

test-build:
	@scripts/setup wasi
	@$(MAKE) --no-print-directory all
	@tests/build/run.py build/wpls .

# A Debian package, an archive, a Python wheel and an npm package, into build/packages.
package: all
	@scripts/setup package
	@scripts/package

test-packages: package
	@scripts/setup test
	@tests/packages/run build/packages
	@scripts/python tests/packages/ci.py . build/packages/wpls-*.whl

# RE2, cJSON and zlib inside of the program, from pinned sources, as programs for systems need that have no such packages.
test-carried: all
	@scripts/setup carried
	@[ -e build/carried/build.ninja ] || cmake --preset carried
	@cmake --build --preset carried --target wpls
	@tests/packages/carried.sh build/carried/wpls build/wpls .

bench:
	@scripts/setup bench
	@$(MAKE) --no-print-directory all
	@if [ -x tests/bench/run ]; then tests/bench/run $(if $(PLUGINS),--plugins $(PLUGINS)); else echo "no benchmarks: tests/bench/run is missing"; fi

fuzz:
	@scripts/setup fuzz
	@[ -e build/fuzz/build.ninja ] || cmake --preset fuzz
	@cmake --build --preset fuzz
	@scripts/fuzz $(FUZZ_SECONDS)

install: all
	@cmake --install build --prefix "$(PREFIX)"

test-fresh:
	@scripts/test-fresh

# Only the lines that differ from the last commit: tables are laid out by hand.
format:
	@git-clang-format-19 --binary clang-format-19 --extensions c,cc,h || [ $$? -eq 1 ]

tidy:
	@scripts/setup tidy || echo "tidy: clang-tidy 19 could not be installed"
	@[ -e build/dev/build.ninja ] || cmake --preset dev
	@cmake --build --preset dev --target wpls_generated
	@scripts/tidy build/dev || [ $$? -eq 77 ]

# What of server/ the tests run, by folder; COVERAGE_TESTS is a pattern of ctest for some of them.
COVERAGE_TESTS ?= .
coverage:
	@scripts/setup test
	@[ -e build/coverage/build.ninja ] || cmake --preset coverage
	@cmake --build --preset coverage --target all tests
	@find build/coverage -name '*.gcda' -delete
	@scripts/run-ctest coverage -j "$$(nproc)" --no-tests=error -R '$(COVERAGE_TESTS)' || echo "coverage: tests failed; what they ran is counted"
	@scripts/coverage build/coverage

clean:
	rm -rf build

.PHONY: all setup sandbox demo test test-msan test-envoy test-editors package-vscode package test-packages test-carried bench fuzz install test-fresh format tidy coverage clean
