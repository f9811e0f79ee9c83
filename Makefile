# Needs a Python ≥ 3.11 and make; everything else comes from the lock files into .venv (by uv where it is installed, else by pip).
#
#   make try  [ARGS='--source PATH']   talk to the bot on this machine: no token, no account
#   make test [ARGS='-k follow']       every check there is

.DEFAULT_GOAL := help
.PHONY: help try test lint bench lock clean check-style check-format check-types check-dockerfile

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python)
UV ?= uv
WORKERS ?= auto
OURS := bot storage

# `make -s` promises silence; and stdout belongs to what the person asked for, so set-up speaks on stderr only.
SILENT := $(findstring s,$(firstword -$(MAKEFLAGS)))
SAY = $(if $(SILENT),:,echo) >&2

# A shim that answers to `python3.13` may still fail when it is called: only a call tells.
find_python = python=; for name in $(PYTHONS); do \
	if "$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$name; break; fi; done; \
	if [ -z "$$python" ]; then \
	echo "No Python 3.11 or newer with venv found (tried: $(PYTHONS)): install one (on Debian also python3-venv), or name it: make $(or $(MAKECMDGOALS),test) PYTHON=/path/to/python3" >&2; \
	exit 2; fi

# Both install exactly the hashed packages of $(1) into a fresh .venv; wheels only, so that no foreign code runs at install.
# PYTHONDONTWRITEBYTECODE may be set; compileall writes nevertheless, else every start of the bot compiles its libraries anew.
with_uv = UV_PYTHON_DOWNLOADS=never $(UV) venv -q --python "$(or $(PYTHON),>=3.11)" $(VENV) \
	&& $(UV) pip sync -q --python $(BIN)/python --require-hashes --only-binary :all: --compile-bytecode $(1)
with_pip = $(find_python); "$$python" -m venv $(VENV) \
	&& $(BIN)/python -m pip install -qq --no-input --no-compile --require-hashes --only-binary :all: -r $(1) \
	&& { $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || :; }

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1@/p' Makefile | while IFS=@ read -r target does; do printf '%-14s %s\n' "$$target" "$$does"; done

try: $(VENV)/.compiled ## the whole bot against a local stand-in for Telegram; ARGS go to `briefbot try`
	@exec $(BIN)/briefbot try $(ARGS)

test: lint ## lint, then every test; ARGS go to pytest
	@$(BIN)/pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal $(ARGS)

lint: $(VENV)/.compiled ## ruff, mypy --strict, hadolint, side by side
	@$(MAKE) --no-print-directory -k -j 4 check-types check-style check-format check-dockerfile

check-style: $(VENV)/.locked
	@$(BIN)/ruff check --quiet .
check-format: $(VENV)/.locked
	@$(BIN)/ruff format --quiet --check . || { echo "unformatted files: run $(BIN)/ruff format ." >&2; exit 1; }
check-types: $(VENV)/.editable
	@$(BIN)/mypy -n 2
check-dockerfile: $(VENV)/.locked
	@$(BIN)/hadolint Dockerfile

bench: $(VENV)/.bench $(VENV)/.compiled ## every script in bench/, each beside its peers; ARGS go to each
	@set -e; for script in bench/*.py; do echo "== $$script"; $(BIN)/python -m "bench.$$(basename "$$script" .py)" $(ARGS); done

lock: ## resolve the three lock files anew (needs uv)
	@$(UV) --version >/dev/null 2>&1 || { echo "make lock needs uv (pip cannot resolve for all platforms at once): install it, or name it: make lock UV=/path/to/uv" >&2; exit 2; }
	@$(LOCK) -o requirements.lock
	@$(LOCK) --extra dev --extra postgres -c requirements.lock -o requirements-dev.lock
	@$(LOCK) --extra dev --extra bench -c requirements-dev.lock -o requirements-bench.lock
LOCK = $(UV) pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock'

clean: ## remove what can be made again
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(OURS) tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps. Each holds while nothing it was made from has changed, so a second call starts at once.
$(VENV)/.locked: requirements-dev.lock
	@$(SAY) "making $(VENV) from $<"
	@{ rm -rf $(VENV); if $(UV) --version >/dev/null 2>&1; then \
		{ $(call with_uv,$<); } || { echo "uv could not install $<: trying pip" >&2; rm -rf $(VENV); $(call with_pip,$<); }; \
	else $(call with_pip,$<); fi; } </dev/null >&2
	@touch $@

$(VENV)/.editable: $(VENV)/.locked pyproject.toml
	@{ if $(BIN)/python -m pip --version >/dev/null 2>&1; \
	then $(BIN)/python -m pip install -qq --no-input --no-build-isolation --no-deps -e .; \
	else $(UV) pip install -q --python $(BIN)/python --no-build-isolation --no-deps -e .; fi; } </dev/null >&2
	@touch $@

$(VENV)/.compiled: $(VENV)/.editable $(shell find $(OURS) -name '*.py')
	@$(BIN)/python -m compileall -qq $(OURS) >&2
	@touch $@

$(VENV)/.bench: $(VENV)/.locked requirements-bench.lock
	@{ if $(BIN)/python -m pip --version >/dev/null 2>&1; \
	then $(BIN)/python -m pip install -qq --no-input --require-hashes --only-binary :all: -r requirements-bench.lock; \
	else $(UV) pip install -q --python $(BIN)/python --require-hashes --only-binary :all: --compile-bytecode -r requirements-bench.lock; fi; } </dev/null >&2
	@touch $@
