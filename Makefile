# Every command of the project; `make` alone lists them. Works with GNU make 3.81, which macOS ships.

VENV ?= .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
CANDIDATES := python3.14 python3.13 python3.12 python3.11 python3 python

# A name on the path is not enough: a version manager's shim may not run, and Debian ships Python without venv.
USABLE := -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
PYTHON ?= $(shell for name in $(CANDIDATES); do "$$name" $(USABLE) && echo "$$name" && break; done)

# Kernels started here read no profile of the user's own.
export IPYTHONDIR := $(CURDIR)/.jupyter/ipython
export JUPYTER_PLATFORM_DIRS := 1

# Images of containers set this to stay small; every kernel, function and test that starts an interpreter would then
# compile boto3, moto and this project anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help lab test quick test-long browser-test coverage lint format notebooks golden readme schemas bench lock \
  release-check clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

$(READY): requirements.lock pyproject.toml tools/environment.py
	@"$(PYTHON)" $(USABLE) || { \
	  echo "No usable Python: '$(PYTHON)' is not 3.11 or newer with its venv module (tried: $(CANDIDATES))."; \
	  echo "Install one (Debian, Ubuntu, WSL: apt install python3 python3-venv; macOS: brew install python),"; \
	  echo "or name it: make PYTHON=/path/to/python3"; exit 1; } >&2
	@"$(PYTHON)" tools/environment.py $(VENV)
	@mkdir -p $(IPYTHONDIR)
	@touch $@

lab: $(READY) ## Open the cookbook in JupyterLab (first use makes .venv); ARGS="--port=9000" is passed on
	@$(RUN) -m tools.lab $(ARGS)

test: $(READY) ## Run unit tests, golden templates and every notebook
	$(RUN) -m pytest notebooks tests --nbval --nbval-current-env --numprocesses=logical --dist=loadfile $(ARGS)

quick: $(READY) ## Run the tests that your change concerns; ARGS="--base main" or paths say otherwise
	@$(RUN) -m tools.quick $(ARGS)

test-long: $(READY) ## Run what `make test` leaves out: slow cases, full sweeps, a class on a JupyterHub (needs Node.js with npm)
	$(RUN) -m pytest tests -m "long or slow" --numprocesses=logical --dist=worksteal $(ARGS)

browser-test: $(READY) ## Drive every notebook in JupyterLab with Chromium (CHROMIUM=/path, default /usr/bin/chromium)
	$(RUN) -m pytest tests/browser -m browser --numprocesses=logical --dist=worksteal $(ARGS)

coverage: $(READY) ## Print which part of template/, iam/, network/ and analysis/ their own tests run
	$(RUN) -m coverage run -m pytest tests/analysis tests/iam tests/network tests/template --quiet
	$(RUN) -m coverage report

lint: $(READY) ## Check style and types
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy

format: $(READY) ## Fix what the linter can fix
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

notebooks: $(READY) ## Run the notebooks and save their outputs; ARGS="notebooks/one.ipynb" for some of them
	$(RUN) -m tools.notebooks $(ARGS)

golden: $(READY) ## Regenerate the golden templates
	$(RUN) -m tools.golden

readme: $(READY) ## Regenerate docs/ and the generated parts of the README
	$(RUN) -m tools.readme

schemas: $(READY) ## Regenerate the resource schemas
	$(RUN) -m tools.schemas $(ARGS)

bench: $(READY) ## Measure what is promised to be fast
	$(RUN) -m benchmarks $(ARGS)

lock: $(READY) ## Lock versions for pyproject.toml, keeping those that still fit; ARGS=--upgrade for the newest
	$(RUN) -m tools.lock $(ARGS)

release-check: $(READY) ## Build the wheel and try it outside the repository; ARGS="--tag=v1.2.3" for a release
	$(RUN) -m tools.release_check $(ARGS)

clean: ## Remove the environment, JupyterLab's own folder and all caches
	rm -rf $(VENV) .bench .coverage .jupyter build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
