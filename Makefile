# Everything sets itself up: on a clean Debian 12 `make demo` and `make test` need no step before them.
#
#   make demo    the site on this machine, filled from the example resolution (DEMO_PORT=8000), until Ctrl+C
#   make test    check + the tests
#   make check   style, types, direction of imports
#   make bench   speed and memory, as ratios to other readers in the same run, and lists of the site -> bench/results/
#   make soak    the long runs -> bench/results/: 20,000 mutations, 10,000 documents in one process, 100,000 into tables,
#                1,000 with hostile ones among them, 1,000,000 figures against plain COPY, 300 reporters at once, and
#                200 kills of the background worker, of who reports and approves, and of dondoc serve, on each database
#                (MUTATIONS=…, DOCUMENTS=…, BULK=…, FIGURES=…, REPORTERS=… and KILLS=… shorten them)
#   make bulk    100,000 documents into tables against plain processes (BULK=…), hours on two processors -> bench/results/bulk.md
#   make cluster a Ray cluster of three processes of which one, then the head, is killed (installs Ray, over a minute)
#   make scans   how well and how fast scans of the cases are read -> bench/results/scans.md
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
BULK ?= 100000
DEMO_PORT ?= 8000
KILLS ?= 200
FIGURES ?= 1000000
REPORTERS ?= 300
CODE := src tests bench tools

.PHONY: help demo test check pytest bench soak bulk cluster scans gains gains-update judged docs lock clean

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
	@rm -rf build/demo
	@$(BIN)/dondoc demo examples/kon-tum-2023-h2/source.md --data build/demo --port $(DEMO_PORT)

test: check pytest

check: $(SET_UP)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

pytest: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

bench: $(SET_UP) $(PACKAGES)
	@failed=0; for what in evaluating checking reading site_lists public monitoring figures_import bulk; do $(BIN)/python -m bench.$$what || failed=1; done; \
		$(BIN)/python -m bench.reporting --reporters 60 || failed=1; exit $$failed

soak: $(SET_UP) $(PACKAGES)
	@mkdir -p bench/results
	@{ echo "$(MUTATIONS) mutations"; \
		DONDOC_MUTATIONS=$(MUTATIONS) $(BIN)/python -m pytest tests/test_mutations.py; } \
		| tee bench/results/soak-mutations.txt
	@$(BIN)/python -m bench.memory --documents $(DOCUMENTS) | tee bench/results/soak-memory.txt
	@$(BIN)/python -m bench.figures_import --rows $(FIGURES)
	@$(BIN)/python -m bench.reporting --reporters $(REPORTERS)
	@$(BIN)/python -m bench.bulk --documents $(BULK)
	@$(BIN)/python -m bench.bulk_hostile | tee bench/results/soak-hostile.txt
	@DONDOC_ALL_ON_POSTGRESQL=1 $(BIN)/python -m pytest tests/web/test_postgresql.py tests/web/test_migrations.py tests/browser | tee bench/results/soak-postgresql.txt
	@DONDOC_KILLS=$(KILLS) $(BIN)/python -m pytest -s tests/web/test_background_worker.py tests/web/test_kill_reports.py tests/web/test_kill_serve.py | tee bench/results/soak-kills.txt

bulk: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m bench.bulk --documents $(BULK)

cluster: $(SET_UP) $(PACKAGES)
	@echo "Ray, from requirements-cluster.lock …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-cluster.lock
	@unshare --map-root-user --net sh -c 'ip link set lo up && exec $(BIN)/python -m bench.bulk_cluster'

scans: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m bench.scans

gains: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m tools.gains

gains-update: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m tools.gains --update

judged: $(SET_UP) $(PACKAGES)
	@$(BIN)/python -m tools.judged

docs: $(SET_UP)
	@$(BIN)/python -m tools.review_templates
	@$(BIN)/python -m tools.docs
	@$(BIN)/python -m tools.refusals
	@$(BIN)/python -m tools.translations

# The address of a package index is passed on the command line where this machine names one; it is never written down.
lock: $(SET_UP)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	compile() { $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		$${index:+--default-index "$$index"} "$$@" pyproject.toml; }; \
	compile --extra web --extra bulk --extra charts --extra test --extra check --extra build --extra bench \
		--output-file requirements.lock; \
	compile --extra ray --constraint requirements.lock --output-file requirements-cluster.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
