# Two commands for a machine that has only Python >= 3.11 and make:
#   make run     opens the product on a sample desk, which it makes once and keeps in .desk/sample
#   make test    everything that has to hold before a change goes in
# Both make .venv from requirements.lock first. PYTHON=… names another interpreter.

.DEFAULT_GOAL := help
# A name from an activated environment or a shell profile must not decide which folder is worked in.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
# Without compiled files each run, each worker and each program that a test starts would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?=
export PYTHON

BIN := .venv/bin
STAMP := .venv/.made
SAMPLE := .desk/sample
CODE := $(wildcard orderclerk screens widgets data tests tools benchmarks hatch_build.py)
CATALOGUES := .venv/.catalogues
# How many processes run the tests; with CI's two cores "auto" is two.
WORKERS ?= auto

# A folder that was moved or copied has a .venv that points to the old place.
ifneq ($(CURDIR),$(shell head -n 1 $(STAMP) 2>/dev/null))
.PHONY: $(STAMP)
endif

.PHONY: help
help:
	@echo 'make run       open the product on a sample desk (made once, kept in $(SAMPLE))'
	@echo 'make test      all checks and tests'
	@echo 'make pictures  the pictures of the README, from the running program'
	@echo 'make format    let ruff lay out and mend the code'
	@echo 'make messages  bring the catalogue of translations up to date with the code'
	@echo 'make bench     the benchmarks'
	@echo 'make lock      requirements.lock anew from pyproject.toml (needs uv; UPGRADE=1 takes newer versions)'
	@echo 'make clean     remove what was made: .venv, caches, compiled catalogues; the sample desk stays'

$(STAMP): requirements.lock pyproject.toml hatch_build.py tools/make_venv.sh
	@sh tools/make_venv.sh

$(CATALOGUES): $(STAMP) data/locale/zh_CN/LC_MESSAGES/orderclerk.po data/locale/zh_TW.corrections.toml
	$(BIN)/python tools/messages.py compile
	@touch $@

.PHONY: venv
venv: $(STAMP) $(CATALOGUES)

.PHONY: run
run: venv
	$(BIN)/python -m orderclerk sample --at $(SAMPLE)
	$(BIN)/python -m orderclerk --desk $(SAMPLE)

.PHONY: test
test: lint types contracts translations tests

.PHONY: lint
lint: venv
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

.PHONY: types
types: venv
	$(BIN)/mypy $(CODE)

.PHONY: contracts
contracts: venv
	$(BIN)/lint-imports

.PHONY: translations
translations: venv
	$(BIN)/python tools/check_translations.py

.PHONY: tests
tests: venv
# neighbours stay together, so that what a file of tests makes once is made once and not by each worker
	$(BIN)/pytest -n $(WORKERS) --dist worksteal tests

.PHONY: format
format: venv
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

.PHONY: messages
messages: venv
	$(BIN)/python tools/messages.py update
	$(BIN)/python tools/messages.py compile

.PHONY: pictures
pictures: venv
	$(BIN)/python tools/pictures.py
	$(BIN)/python tools/keys_page.py

.PHONY: bench
bench: venv
	$(BIN)/python benchmarks/bench_help.py
	$(BIN)/python benchmarks/bench_import.py
	$(BIN)/python benchmarks/bench_rooms.py

.PHONY: lock
lock:
	@command -v uv >/dev/null || { echo 'orderclerk: make lock needs uv (pipx install uv)' >&2; exit 1; }
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet \
		$(if $(UPGRADE),--upgrade) --output-file requirements.lock

.PHONY: clean
clean:
	rm -rf .venv .venv.old dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	rm -rf data/locale/zh_TW data/locale/zh_CN/LC_MESSAGES/orderclerk.mo snapshot_report.html
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
