# Two commands do everything: `make run` starts migraflow, `make test` proves it. Both work offline after the first time.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
  $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Stories in a browser spend half their time waiting: half as many workers again as there are cores keep these busy.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n + (n + 1) / 2)))
export PATH := $(abspath $(BIN)):$(PATH)
# What was compiled once is kept, whatever the machine says: a run of the tests starts some two hundred processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check bench soak screenshots lock clean
help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t14

run: $(VENV)/.run ## Start migraflow on http://127.0.0.1:$(PORT) with demo data
	@$(BIN)/migraflow serve --demo --port $(PORT)

test: $(VENV)/.dev ## Run every test (less than 15 minutes on two cores)
	@$(BIN)/migraflow build
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev ## Fast: lint, types, layers, unit tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check migraflow tests
	@$(BIN)/lint-imports
	@$(BIN)/basedpyright
	@$(BIN)/python -m pytest -n auto tests/unit tests/architecture

bench: $(VENV)/.dev ## Print a table of measurements and write var/bench.json
	@$(BIN)/python -m tests.bench

soak: $(VENV)/.dev ## The long campaigns
	@MIGRAFLOW_SOAK=1 $(BIN)/python -m pytest -n auto --dist loadfile --timeout 3600

screenshots: $(VENV)/.dev ## Make the pictures of docs/guide/
	@$(BIN)/migraflow build
	@$(BIN)/python -m tests.e2e.screenshots

lock: $(VENV)/.dev ## Resolve the dependencies again and write the lock files
	@$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --no-header --allow-unsafe --strip-extras -o requirements.lock pyproject.toml
	@$(BIN)/pip-compile -q --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --no-header --allow-unsafe --strip-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

clean: ## Remove what was built; keeps var/ (the data)
	@rm -rf $(VENV) .web .pytest_cache .ruff_cache .hypothesis *.egg-info assets/external .states

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Il manque Python 3.11 ou plus récent avec son module venv (Debian : apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@test -f $(VENV)/.dev || $(MAKE) --no-print-directory install LOCK=requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(MAKE) --no-print-directory install LOCK=requirements-dev.lock
	@touch $@ $(VENV)/.run

.PHONY: install
install:
	@echo "Installation des dépendances verrouillées ($(LOCK))…"
	@$(PIP) install -q --require-hashes --no-deps -r $(LOCK) || { \
	  echo "Les dépendances n'ont pas pu être installées : la première fois, une connexion au réseau est nécessaire." >&2; exit 1; }
	@$(PIP) install -q --no-deps --no-build-isolation --no-index -e .
