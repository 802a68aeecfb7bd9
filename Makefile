# Kaijuan: every command a developer or an operator needs.  A fresh machine has make and Python 3.11 or newer.

# The first Python here that is new enough; make PYTHON=/path/to/python overrides.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
ZONE ?= public
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-test check test test-long demo serve load bench lock format

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.runtime  ## create .venv from the locked dependencies (again only when the lock changed)

setup-test: $(VENV)/.test  ## what tests need besides: browser, fonts, PostgreSQL, OpenSearch
	@bash tests/servers/system-packages.sh
	@$(BIN)/python -m tests.servers.opensearch.jars

check: $(VENV)/.test  ## format, lint, types, import contracts, templates; all are run before it fails
	@failed=; for tool in "ruff format --check ." "ruff check ." "mypy" "lint-imports" "djlint --lint --quiet templates"; do \
	echo "-- $$tool"; $(BIN)/$$tool || failed="$$failed [$$tool]"; done; \
	test -z "$$failed" || { echo "未通过：$$failed" >&2; exit 1; }

test: setup-test  ## the whole suite against real servers; a skipped test fails it (ARGS="-k name" for a part)
	KAIJUAN_NO_SKIPS=1 $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

test-long: setup-test  ## the same with more random trials: KAIJUAN_SEED chooses them, KAIJUAN_BUDGET multiplies them
	KAIJUAN_SEED=$${KAIJUAN_SEED:-$$(date +%s)}; KAIJUAN_BUDGET=$${KAIJUAN_BUDGET:-10}; \
	export KAIJUAN_SEED KAIJUAN_BUDGET; echo "KAIJUAN_SEED=$$KAIJUAN_SEED KAIJUAN_BUDGET=$$KAIJUAN_BUDGET"; \
	KAIJUAN_NO_SKIPS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --timeout 3600 $(ARGS)

demo: setup  ## a demonstration archive, both portals and the worker; Ctrl-C stops them
	@$(BIN)/python -m portal.demo $(ARGS)

serve: setup  ## one portal over ./data: make serve ZONE=gov
	@$(BIN)/kaijuan serve --zone $(ZONE) $(ARGS)

load: $(VENV)/.test  ## simulated readers against running portals (locust; request counts are bounded)
	$(BIN)/locust -f load/locustfile.py --headless $(ARGS)

bench: $(VENV)/.test  ## measure ingest, index size and search times
	$(BIN)/python -m load.bench $(ARGS)

format: $(VENV)/.test  ## let ruff put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.test  ## resolve and lock every dependency
	$(LOCK) --extra demo pyproject.toml -o requirements/runtime.txt
	$(LOCK) --extra demo --extra test pyproject.toml -o requirements/test.txt
	$(LOCK) requirements/build.in -o requirements/build.txt

# pip is asked by "python -m pip", so that a moved checkout does not run another folder's interpreter.
$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "开卷需要 Python 3.11 或更新版本；请安装后重试，或用 make PYTHON=/路径/python3 指定。" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); \
	echo "无法创建虚拟环境 $(VENV)；Debian、Ubuntu 上请先安装 python3-venv。" >&2; exit 1; }

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml | $(BIN)/pip
	@echo "安装已锁定的依赖（requirements/runtime.txt）……"
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.runtime
	@echo "安装测试所需的依赖（requirements/test.txt）……"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
