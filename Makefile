# Everything sets itself up: on a clean Debian 12 `make demo` and `make test` need no step before them.
#
#   make demo    read the example resolution and print what it promises
#   make test    check + the tests
#   make check   style, types, direction of imports
#   make bench   speed and memory, as ratios to other readers in the same run -> bench/results/
#   make soak    the long runs: 20,000 mutations, 10,000 documents in one process -> bench/results/
#                (MUTATIONS=… and DOCUMENTS=… shorten them)
#   make gains   items gained, lost and changed against the committed results (gains-update accepts them)
#   make judged  how many findings of `dondoc check` on real documents are false, by tests/cases/checking/judged.tsv
#   make docs    write the generated parts of docs/
#   make lock    resolve requirements.lock again
#   make clean   remove what was built, the virtual environment included

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SET_UP := $(VENV)/set-up.stamp
PACKAGES := $(VENV)/debian.stamp
MUTATIONS ?= 20000
DOCUMENTS ?= 10000
CODE := src tests bench tools

.PHONY: help demo test check pytest bench soak gains gains-update judged docs lock clean

help:
	@sed -n 's/^#   //p' Makefile

$(VENV)/bin/python:
	@tools/make_venv.sh $(PYTHON) $(VENV)

$(SET_UP): $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Python packages, from requirements.lock …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(PACKAGES): tools/debian_packages.sh $(VENV)/bin/python
	@tools/debian_packages.sh
	@touch $@

demo: $(SET_UP)
	@$(BIN)/dondoc read examples/kon-tum-2023-h2/source.md

test: check pytest

check: $(SET_UP)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

pytest: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m pytest

bench: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m bench.evaluating; evaluating=$$?; $(BIN)/python -m bench.reading && exit $$evaluating

soak: $(SET_UP) $(PACKAGES)
	@mkdir -p bench/results
	@{ echo "$(MUTATIONS) mutations"; \
		DONDOC_MUTATIONS=$(MUTATIONS) $(BIN)/python -m pytest tests/test_mutations.py; } \
		| tee bench/results/soak-mutations.txt
	@$(BIN)/python -m bench.memory --documents $(DOCUMENTS) | tee bench/results/soak-memory.txt

gains: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m tools.gains

gains-update: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m tools.gains --update

judged: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m tools.judged

docs: $(SET_UP)
	@$(BIN)/python -m tools.docs
	@$(BIN)/python -m tools.refusals
	@$(BIN)/python -m tools.translations

# The address of a package index is passed on the command line where this machine names one; it is never written down.
lock: $(SET_UP)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--extra web --extra test --extra check --extra build --extra bench \
		$${index:+--default-index "$$index"} --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
