# What a fresh machine has is Python 3.11+ and make; everything else is brought by the targets themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
ARGS ?=

# uv from the PATH if there is one, else our own under .tools (see the rule below).
SYSTEM_UV := $(shell command -v uv 2>/dev/null)
UV := $(if $(SYSTEM_UV),$(SYSTEM_UV),$(CURDIR)/.tools/uv/bin/uv)
RUN := $(UV) run --frozen

# Use the Python that is here, if it is new enough, instead of downloading the one in .python-version.
NEW_ENOUGH := $(shell $(PYTHON) -c 'import sys; sys.version_info >= (3, 11) and print(sys.executable)' 2>/dev/null)
ifneq ($(NEW_ENOUGH),)
export UV_PYTHON ?= $(NEW_ENOUGH)
endif

# Trust what this machine trusts, if it says so in the usual places: behind a proxy that opens TLS, uv's own list of
# authorities refuses every download. (The second name is that of older releases of uv.)
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),)
export UV_SYSTEM_CERTS ?= true
export UV_NATIVE_TLS ?= true
endif

# What deno remembers stays here, and it asks nobody for a newer release: `check` needs no network.
export DENO_DIR := $(CURDIR)/.tools/deno
export DENO_NO_UPDATE_CHECK := 1

# Some machines forbid compiled files; then every worker would rewrite every test again in every run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test quick check bench shots understanding format ready chromium

help: ## print this help
	@echo "Usage: make TARGET [ARGS=\"...\"]"
	@echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  \1\t\2/' | expand -t 18

demo: ready ## serve both sites with demo data; ARGS="--fresh --port 8000 --console-port 8001 --data DIR"
	@$(RUN) tc2fa demo $(ARGS)

test: ready chromium ## run every test, on SQLite, PostgreSQL and a real browser; ARGS="tests/core -k words"; ARGS=--durations=10 names the slowest tests and files
	@$(RUN) pytest -n 2 --dist loadfile $(ARGS)

quick: ready ## run every test that needs neither a browser nor PostgreSQL
	@$(RUN) pytest -n 2 --dist loadfile --quick $(ARGS)

check: ready ## formatting, lint, types, import contracts and house rules
	@$(RUN) ruff format --check
	@$(RUN) ruff check
	@$(RUN) mypy
	@$(RUN) lint-imports
	@$(RUN) deno fmt --quiet --check
	@$(RUN) deno lint --quiet
	@$(RUN) deno check --quiet --no-remote --no-npm bot console
	@$(RUN) djlint --lint --quiet console
	@$(RUN) pytest -q tests/house

bench: ready ## measure speed and print a table; ARGS goes to the bench
	@$(RUN) python -m tests.bench $(ARGS)
	@$(if $(ARGS),,$(RUN) python -m tests.bench.peers)

shots: ready chromium ## draw every screen, light and dark, desktop and phone, into var/shots
	@$(RUN) python -m tests.shots $(ARGS)

understanding: ready ## measure how well the bot understands, intent by intent
	@$(RUN) python -m bot.understanding.measuring.measure $(ARGS)

format: ready ## let ruff and deno rewrite what they can
	@$(RUN) ruff format
	@$(RUN) ruff check --fix
	@$(RUN) deno fmt --quiet
	@$(RUN) deno lint --quiet --fix

# What is compiled here, no command compiles again.
ready: $(UV)
	@$(UV) sync --frozen --quiet --compile-bytecode
	@$(RUN) python -m compileall -q core bot console

# A folder of its own, because many distributions refuse a plain `pip install` (PEP 668).
$(CURDIR)/.tools/uv/bin/uv:
	@test -n "$(NEW_ENOUGH)" \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Set PYTHON=..."; exit 1; }
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .tools/uv uv 2>/dev/null \
	  || { $(PYTHON) -m venv .tools/uv && .tools/uv/bin/pip install --quiet uv; } \
	  || { echo "uv is needed. Install pip (Debian: apt-get install python3-pip) or uv itself, then run make again."; exit 1; }

# The browser tests look for a Chromium in the places named in tests/parts/browser.py.
chromium: ready
	@$(RUN) python -m tests.parts.browser --install
