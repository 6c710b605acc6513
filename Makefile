# One way in. `make` alone lists what there is.
#
#   make build                        the sample company, into crm.duckdb
#   make build RAW=path/to/folder     your own files, into folder.duckdb
#   make build TARGET=postgres        a server database, see profiles.yml

PYTHON ?= python3
RAW ?=
AS_OF ?=
DB ?=
VARS ?=
FORCE ?=
ACCEPT ?=
TARGET ?=
EMAIL ?=
PHONE ?=
RECORD ?=
CONTACT ?=
ON ?=
RETURN ?=
PYTEST ?=
FROM ?=
TO ?=
EVERY ?=
FORGET ?=
DIR ?=
AGAINST ?=
SEGMENTS ?=
MONTHS ?=
UNDATED ?=

VENV := .venv
BIN := $(VENV)/bin

# The staging of every system is linted and checked, whichever are switched on: ["csv","..."]
EMPTY :=
COMMA := ,
SYSTEMS := $(filter-out files,$(notdir $(patsubst %/,%,$(wildcard models/staging/*/))))
ALL_SYSTEMS := [$(subst $(EMPTY) ,$(COMMA),$(strip $(SYSTEMS:%="%")))]

# Lint and rules work on databases of their own: whatever is open in a BI tool
# or half built does not matter to them.
SCRATCH := target/check

# A test file stays in one process: its tests share parsed projects and databases.
WORKERS := -n auto --maxprocesses 4 --dist loadfile

export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help build erase backfill backup restore quality segment-diff backtest test test-quick test-systems check lint rules identity-accuracy docs clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make build takes RAW=folder  AS_OF=YYYY-MM-DD  DB=file.duckdb  TARGET=postgres"
	@echo "                   VARS='{reporting_currency: GBP}'  FORCE=segment,csv/orders"
	@echo "  make segment-diff takes these and AGAINST=git revision, or AGAINST=build"
	@echo "  make backtest takes SEGMENTS=a,b  MONTHS=12  UNDATED=allowed"

build: $(VENV)/run.stamp ## Build everything from the raw files and print the segments
	@$(BIN)/python tools/build.py --raw "$(RAW)" --as-of "$(AS_OF)" --db "$(DB)" --target "$(TARGET)" --vars '$(VARS)' --force "$(FORCE)"

backfill: $(VENV)/run.stamp ## Write the history of memberships anew: FROM=YYYY-MM-DD TO=YYYY-MM-DD
	@$(BIN)/python tools/backfill.py --from "$(FROM)" --to "$(TO)" --every "$(EVERY)" --forget "$(FORGET)" \
		--raw "$(RAW)" --db "$(DB)" --target "$(TARGET)" --vars '$(VARS)'

backup: $(VENV)/run.stamp ## Save the ids and histories that no build can make again: DIR=folder
	@CRM_SEGMENTS_DUCKDB="$(or $(DB),$(CRM_SEGMENTS_DUCKDB),crm.duckdb)" $(BIN)/python tools/state.py backup "$(DIR)" --target "$(TARGET)"

restore: $(VENV)/run.stamp ## Put a backup into a new database, before its first build: DIR=folder
	@CRM_SEGMENTS_DUCKDB="$(or $(DB),$(CRM_SEGMENTS_DUCKDB),crm.duckdb)" $(BIN)/python tools/state.py restore "$(DIR)" --target "$(TARGET)"

quality: $(VENV)/quality.stamp ## What landed and what is published, looked at by Great Expectations
	@$(BIN)/python tools/build.py --quality --accept "$(ACCEPT)" --raw "$(RAW)" --db "$(DB)" --target "$(TARGET)" --vars '$(VARS)'

segment-diff: $(VENV)/run.stamp ## Who would enter and leave with the segments as edited
	@$(BIN)/python tools/segment_diff.py --against "$(AGAINST)" --raw "$(RAW)" --as-of "$(AS_OF)" --db "$(DB)" --target "$(TARGET)" --vars '$(VARS)'

backtest: $(VENV)/run.stamp ## What segments would have been, month by month
	@$(BIN)/python tools/backtest.py --segments "$(SEGMENTS)" --months "$(MONTHS)" --undated "$(UNDATED)" --raw "$(RAW)" --db "$(DB)" --target "$(TARGET)" --vars '$(VARS)'

erase: $(VENV)/run.stamp ## Note that a person is to be erased: EMAIL=, PHONE=, RECORD= or CONTACT=
	@$(BIN)/python tools/erase.py --email "$(EMAIL)" --phone "$(PHONE)" --record "$(RECORD)" \
		--contact "$(CONTACT)" --on "$(ON)" $(if $(RETURN),--returned)

check: lint rules test ## All that must pass before a change is merged

lint: export CRM_SEGMENTS_DUCKDB := $(SCRATCH)/lint.duckdb
lint: export DBT_LOG_PATH := $(SCRATCH)
lint: $(VENV)/dev.stamp ## Style of SQL (SQLFluff) and Python (ruff)
	@mkdir -p $(SCRATCH)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@printf '[tool.sqlfluff.templater.dbt.context]\ncrm_sources = %s\n' '$(ALL_SYSTEMS)' > $(SCRATCH)/pyproject.toml
	$(BIN)/sqlfluff lint --disable-progress-bar --processes 0 --config $(SCRATCH)/pyproject.toml

# The rules look at real tables too, so the sample is built for them, without its tests.
rules: export CRM_SEGMENTS_DUCKDB := $(SCRATCH)/rules.duckdb
rules: export DBT_TARGET_PATH := $(SCRATCH)
rules: export DBT_LOG_PATH := $(SCRATCH)
rules: $(VENV)/dev.stamp ## Who may read whom, and the house rules (dbt-bouncer)
	@mkdir -p $(SCRATCH)
	@$(BIN)/dbt --quiet build --resource-type seed --resource-type model
	@$(BIN)/dbt --quiet docs generate --no-compile
	@$(BIN)/dbt --quiet parse --vars '{crm_sources: $(ALL_SYSTEMS)}'
	$(BIN)/dbt-bouncer run

test: $(VENV)/dev.stamp ## Every test
	$(BIN)/pytest $(WORKERS) $(PYTEST)

test-quick: $(VENV)/dev.stamp ## The tests to run by habit: without the slow ones and the systems
	$(BIN)/pytest $(WORKERS) -m "not slow" --ignore tests/python/systems $(PYTEST)

test-systems: $(VENV)/dev.stamp ## The tests of the systems, without the slow ones
	$(BIN)/pytest $(WORKERS) -m "not slow" tests/python/systems $(PYTEST)

identity-accuracy: $(VENV)/run.stamp ## How well records are merged, against the sample's truth
	@$(BIN)/python tools/identity_accuracy.py

docs: $(VENV)/run.stamp ## The documentation as one HTML file
	@$(BIN)/dbt --quiet docs generate --static
	@echo "Open target/static_index.html in a browser."

# Databases of your own are left alone: the history of your segments is in them.
clean: ## Remove what can be made again: environment, logs, the sample's database
	rm -rf $(VENV) target logs .pytest_cache .ruff_cache .hypothesis
	rm -rf crm.duckdb crm.duckdb.wal crm_published crm_quality

extras: $(VENV)/quality.stamp $(VENV)/sync.stamp $(VENV)/bi.stamp ## The optional parts: make quality, pushing into a CRM, BI drivers

# One environment: the development lock holds the other in the same versions.
$(VENV)/run.stamp: requirements/run.lock
	$(call install,$<)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock
	$(call install,$<)
	@touch $(VENV)/run.stamp $@

$(VENV)/%.stamp: requirements/%.lock
	$(call install,$<)
	@touch $@

define install
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Python 3.11 or newer is needed, and there is no $(PYTHON). Install it, or say where it is: make build PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, and $(PYTHON) is %d.%d. Say where a newer one is: make build PYTHON=/path/to/python3" % sys.version_info[:2])'
	@echo "Setting up $(VENV) from $(1), this takes a minute the first time."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null; then \
		uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps --require-hashes -r $(1); \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(1); \
	fi
endef
