PYTHON ?= python3
VENV ?= .venv
PYTHONS ?= 3.11 3.12 3.13
BIN := $(VENV)/bin
ORDERS ?= 200000
RUNS ?= 20
NODE_TESTS := tests/conformance/node

.DEFAULT_GOAL := help
.PHONY: help venv serve test check lint format contract migration properties bench soak test-pythons system clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(VENV)/.installed-test ## make the virtual environment with everything for work on the code

serve: $(VENV)/.installed ## start the server; make serve ARGS="--port 9000"
	@exec $(BIN)/python run_server.py $(ARGS)

test: system venv lint check ## install what the tests need, then check style, types, imports and behaviour

lint: venv ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: venv $(if $(wildcard $(NODE_TESTS)),$(NODE_TESTS)/node_modules/.installed) ## run the tests; make check ARGS="-k login"
	@# Half of the time a test waits, for a disk or for a client; what one process compiled, the many others find.
	PYTHONDONTWRITEBYTECODE= PYTEST_XDIST_AUTO_NUM_WORKERS=$$((2 * $$(getconf _NPROCESSORS_ONLN))) \
	    $(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

format: venv ## lay the code out and mend what can be mended without thought
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

contract: $(VENV)/.installed ## write wsdl/ and schemas/ from the declared methods
	$(BIN)/rpc-server contract .

migration: venv ## write the revision for changed tables; make migration m="what changed"
	@test -n "$(m)" || { echo 'make migration m="what changed"' >&2; exit 2; }
	$(BIN)/rpc-server migration "$(m)"
	$(BIN)/ruff format --quiet rpc_server/storage/migrations

properties: venv ## search 200,000 orders a property for a counterexample, in 20 runs; make properties ORDERS=1000 RUNS=2
	@for run in $$(seq $(RUNS)); do \
	    PROPERTY_EXAMPLES=$$(( $(ORDERS) / $(RUNS) )) \
	        $(BIN)/python -m pytest -q -n auto --dist load --timeout 3600 tests/properties -k "PROPERTY_SEED" || exit 1; \
	done

bench: venv ## measure the wires beside PHP's, and orders beside their bare rows; make bench ARGS="--orders 1000000"
	@tools="$$(command -v wrk >/dev/null || echo wrk) $$(ls /usr/sbin/php-fpm* >/dev/null 2>&1 || echo php-fpm) \
	    $$(command -v nginx >/dev/null || test -x /usr/sbin/nginx || echo nginx-light) \
	    $$(php -m 2>/dev/null | grep -qi '^soap$$' || echo php-cli php-soap) \
	    $$(test -n "$$RPC_SERVER_TEST_POSTGRES" || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 \
	        || command -v postgres >/dev/null || echo postgresql)"; \
	$(call install,$$tools)
	$(BIN)/python -m benchmarks.run $(ARGS)

soak: venv ## renew for ten years and notify while workers are killed; make soak ONLY=renewals ARGS="--years 1"
	@tools="$$(test -n "$$RPC_SERVER_TEST_POSTGRES" || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 \
	    || command -v postgres >/dev/null || echo postgresql)"; \
	$(call install,$$tools)
	for trial in $(or $(ONLY),renewals notifications); do $(BIN)/python -m tests.soak.$$trial $(ARGS) || exit 1; done

test-pythons: ## run the tests on every Python the README names that is found
	@found=""; for version in $(PYTHONS); do \
	    python=$$($(call find_python,$$version)); \
	    if [ -z "$$python" ]; then echo "Python $$version is not installed: not tested" >&2; continue; fi; \
	    found=yes; echo "== $$($$python --version)"; \
	    $(MAKE) --no-print-directory check VENV=.venv-$$version PYTHON=$$python || exit 1; \
	done; test -n "$$found"

clean: ## remove what can be made again
	rm -rf .venv-3.* build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- installing ---------------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call install,python3-venv); }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: setup.cfg | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: setup.cfg | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,postgres]'
	@touch $(VENV)/.installed $@

$(NODE_TESTS)/node_modules/.installed: $(NODE_TESTS)/package-lock.json
	cd $(NODE_TESTS) && npm ci --no-audit --no-fund
	@touch $@

# Debian packages of the clients and servers that the tests talk to, where they are not there yet.
system:
	@missing="$$(command -v php >/dev/null || echo php-cli) \
	    $$(php -m 2>/dev/null | grep -qi '^soap$$' || echo php-soap) \
	    $$(php -m 2>/dev/null | grep -qi '^curl$$' || echo php-curl) \
	    $$(command -v curl >/dev/null || echo curl) \
	    $$(command -v openssl >/dev/null || echo openssl) \
	    $$(test -n "$$RPC_SERVER_TEST_POSTGRES" || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 \
	        || command -v postgres >/dev/null || echo postgresql) \
	    $$(command -v node >/dev/null || echo nodejs) $$(command -v npm >/dev/null || echo npm)"; \
	$(call install,$$missing)

# $(call install,PACKAGES): install Debian packages as root; where that is not possible, say what is missing.
define install
packages=$$(echo $(1)); if [ -n "$$packages" ]; then \
    if [ "$$(id -u)" = 0 ]; then become=""; else become="sudo -n"; fi; \
    if command -v apt-get >/dev/null && $$become true 2>/dev/null; then \
        echo "installing: $$packages"; \
        $$become apt-get update -qq && \
        $$become env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$packages >/dev/null \
            </dev/null; \
    else echo "please install these Debian packages, or their like: $$packages" >&2; exit 1; fi; \
fi
endef

# $(call find_python,VERSION): the path of a Python of this version, from PATH or from pyenv; nothing where there is none.
define find_python
for python in "$$(command -v python$(1))" "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$(1).*/bin/python; do \
    if [ -x "$$python" ] && "$$python" -c '' 2>/dev/null; then echo "$$python"; break; fi; \
done
endef
