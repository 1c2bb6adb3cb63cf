# The sweep that `make demo` runs.
DEMO ?= experiments/03-consistency.toml
DEMO_OUT ?= results/demo

PYTHON ?= python3
VENV ?= .venv
# Extras installed for tests and checks.
EXTRAS ?= dev,all
# More arguments for pytest: make test PYTEST_ARGS="-k still_face"
PYTEST_ARGS ?=
VERSIONS ?= 3.11 3.12 3.13 3.14
# Which records, see docs/changing.md: make records RECORDS="--only tables"
RECORDS ?=

# Tests start Python hundreds of times: what it has compiled once is kept, whatever is set outside.
unexport PYTHONDONTWRITEBYTECODE

BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
WORKERS = 2
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --no-loadscope-reorder

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install dev demo test test-quick test-core test-all coverage check format docs records clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

# Stamps inside the environment: nothing to do until the requirements change.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "attune-sim needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.base: pyproject.toml constraints.txt | $(VENV)/.created
	@echo "installing into $(VENV): a minute or two"
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/.created
	@echo "installing into $(VENV), with $(EXTRAS): a minute or two"
	$(PIP_INSTALL) -e '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.base

install: $(VENV)/.base ## install the simulation into .venv

dev: $(VENV)/.dev ## install the tools for development as well

demo: $(VENV)/.base ## run the demonstration sweep into results/demo
	$(BIN)/attune-sim sweep $(DEMO) --out $(DEMO_OUT)

# Those with a browser wait for it, and one more has work meanwhile.
test: WORKERS = 3
test: $(VENV)/.dev ## run all tests
	$(PYTEST) $(PYTEST_ARGS)

test-quick: $(VENV)/.dev ## run the tests for every commit: no processes, no browser
	$(PYTEST) tests/unit $(PYTEST_ARGS)

test-core: $(VENV)/.dev ## run unit, science and records: all but processes and browser
	$(PYTEST) tests/unit tests/science tests/records $(PYTEST_ARGS)

coverage: $(VENV)/.dev ## show which lines the core tests leave out
	$(PYTEST) tests/unit tests/science tests/records --cov $(PYTEST_ARGS)

test-all: ## run the core tests under every Python of VERSIONS found here
	@found=; failed=; missing=; \
	for v in $(VERSIONS); do \
		python=; \
		for p in python$$v "$$HOME"/.pyenv/versions/$$v*/bin/python; do \
			if [ "$$("$$p" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = $$v ]; then \
				python=$$p; break; \
			fi; \
		done; \
		if [ -z "$$python" ]; then echo "Python $$v: not found"; missing="$$missing $$v"; continue; fi; \
		echo "Python $$v: $$python"; found="$$found $$v"; \
		$(MAKE) --no-print-directory test-core VENV=.venv-$$v PYTHON="$$python" || failed="$$failed $$v"; \
	done; \
	if [ -z "$$found" ]; then echo "none of $(VERSIONS) found" >&2; exit 1; fi; \
	missing="$${missing:+; not found:$$missing}"; \
	if [ -n "$$failed" ]; then echo "failed under:$$failed$$missing" >&2; exit 1; fi; \
	echo "passed under:$$found$$missing"

check: $(VENV)/.dev ## lint, format, types, import layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## mend what ruff can mend, and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.dev ## build the documentation site into build/docs
	$(BIN)/python -m sphinx --quiet --fresh-env --fail-on-warning --keep-going docs build/docs
	@echo "open build/docs/index.html"

records: $(VENV)/.dev ## bring calibration checks, validation, robustness, answers and tables up to date
	$(BIN)/python docs/records.py $(RECORDS)

clean: ## remove environments, caches and builds (results stay)
	rm -rf .venv .venv-* build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src dashboards tests -name __pycache__ -type d -prune -exec rm -rf {} +
