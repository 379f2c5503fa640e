# Everything on a machine that has python3 (3.11 or newer) and make. Nothing is installed outside .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: sheet test check fuzz bench format clean
.DEFAULT_GOAL := sheet

sheet: $(VENV)/installed
	$(BIN)/verifier check
	$(BIN)/verifier sheet cs224n-a2-2022 -o out

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto

# The seed is the commit's, so that a second run of one commit meets the same texts; `make fuzz SEED=7` takes another.
SECONDS ?= 60
SEED    ?= $(shell git rev-parse --short=8 HEAD 2>/dev/null | sed 's/.*/0x&/')
fuzz: $(VENV)/installed-dev
	$(BIN)/python -m tests.fuzz $(SECONDS) $(SEED)

bench: $(VENV)/installed-bench
	$(BIN)/python -m tests.bench

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	find out -mindepth 1 -not -name README.md -delete

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "verifier needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps keep a second call from asking the package index again.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(PIP) install --editable .
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed-dev
	$(PIP) install --editable '.[dev,bench]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/installed
