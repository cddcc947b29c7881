# One place for every command of the project. `make demo` shows it, `make test` checks it.

# The first Python that is new enough; name another with PYTHON=…
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
# Where ical.js is, which reads our calendars as Thunderbird and many phones do.
READER := $(abspath $(VENV))/ical-js

.PHONY: demo test check lint types layers tests package soak bench tour clean

demo: $(VENV)/installed  ## A sample team's quarter in ./oncall-demo, and its screens
	rm -rf oncall-demo
	$(BIN)/oncall demo oncall-demo

test: lint types layers tests package  ## Everything that CI checks

check: test

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check oncall_cli tests
	$(BIN)/ruff check oncall_cli tests

types: $(VENV)/installed-dev
	$(BIN)/mypy

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports

tests: $(VENV)/installed-dev $(READER)/tried
	ONCALL_ICAL_JS=$(READER) $(BIN)/python -m pytest -n 2 --dist loadfile

package: $(VENV)/installed-dev  ## The built wheel alone gives a working program
	$(BIN)/python -m tests.package

soak: $(VENV)/installed-dev $(READER)/tried  ## The long form of the tests that the gate runs short
	ONCALL_SOAK=1 ONCALL_ICAL_JS=$(READER) $(BIN)/python -m pytest -m soak

bench: $(VENV)/installed-dev  ## Ratios of whole commands, in one run
	$(BIN)/python -m tests.bench

tour: $(VENV)/installed-dev  ## Writes the program's answers into the README and the example
	$(BIN)/python -m tests.tour README.md examples/dealer-desk/WEEK.md

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "oncall needs Python 3.11 or newer" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/installed

$(READER)/tried: $(VENV)/made
	@mkdir -p $(READER)
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
		npm install --prefix $(READER) --silent --no-audit --no-fund --no-package-lock \
			--fetch-retries=1 --fetch-timeout=20000 'ical.js@^2.2' \
			|| echo "ical.js could not be had: its tests are skipped" >&2; \
	else echo "there is no node: the tests that read with ical.js are skipped" >&2; fi
	@touch $@

clean:
	rm -rf .venv* dist build oncall-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
