# Everything is made inside this checkout: .venv, node_modules, compiled words. `make run` never needs root.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
PORT ?= 8000
KIOSK_PORT ?= 8001

BIN := .venv/bin
UV := $(BIN)/uv pip
INTO := VIRTUAL_ENV="$(CURDIR)/.venv"
LOCK := $(INTO) $(UV) compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate
NPM = PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm

# Where a company reads its own TLS traffic, its certificate is the system's: uv and npm take it from there, as pip does.
export UV_SYSTEM_CERTS ?= true
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

.PHONY: help run install install-test test quick mutate lint words bench screenshots lock clean

run: install ## the demo hall with a kiosk, until Ctrl-C (PORT=8000, KIOSK_PORT=8001)
	@exec $(BIN)/floor demo --port $(PORT) --kiosk-port $(KIOSK_PORT)

help: ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/.run node_modules/.run words ## what the program needs, into .venv and node_modules
install-test: .venv/.test node_modules/.test words ## and what checks it

test: install-test ## everything that proves it (18 minutes on two cores); T=path: a file, a folder or a test alone
	@$(BIN)/python tests/run.py $(T)

quick: install-test ## lint, types, units, and the promises on SQLite (two to three minutes)
	@$(BIN)/python tests/run.py --quick

mutate: install-test ## the core's decisions changed one at a time: is each caught? (T=server/floor/calling.py: one file)
	@$(BIN)/python tests/mutate.py $(T)

lint: install-test ## Python and pages: style, types, order of packages
	@$(BIN)/python tests/run.py --lint

bench: install-test ## the benchmarks, as a table
	@$(BIN)/python tests/bench/run.py

screenshots: install-test ## pictures of every page from the running program, into docs/pictures/
	@$(BIN)/python tests/browser/screenshots.py

words: .venv/.run ## the catalogue, as programs and pages read it; names texts without a translation
	@$(BIN)/python -m server.kernel.catalogue

lock: ## the lock files anew, after a change in pyproject.toml or package.json
	$(LOCK) pyproject.toml -o locks/run.txt
	$(LOCK) pyproject.toml --extra test -c locks/run.txt -o locks/test.txt
	$(NPM) install --package-lock-only

clean: ## remove what was installed and made
	rm -rf .venv node_modules build

# A stamp is newer than what it was made from, so a second run has nothing to do.

.venv/.tools: locks/setup.txt locks/node.txt locks/node.sh
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; name it: make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python lacks its venv module: on Debian and Ubuntu, install python3-venv"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/setup.txt
	@sh locks/node.sh $(BIN)
	@touch $@

.venv/.run: .venv/.tools locks/run.txt pyproject.toml
	@echo "Python packages …"
	@$(INTO) $(UV) install --quiet --compile-bytecode --require-hashes -r locks/run.txt
	@$(INTO) $(UV) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: .venv/.run locks/test.txt
	@echo "Python packages for the tests …"
	@$(INTO) $(UV) install --quiet --compile-bytecode --require-hashes -r locks/test.txt
	@touch $@

node_modules/.run: .venv/.tools package-lock.json .npmrc
	@test -e node_modules/.test || { echo "What the pages use …"; $(NPM) ci --omit=dev --silent; }
	@touch $@

node_modules/.test: .venv/.tools package-lock.json .npmrc
	@echo "What the pages use, and what checks them …"
	@$(NPM) ci --silent
	@touch $@ node_modules/.run
