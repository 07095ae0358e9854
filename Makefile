# Everything starts from a fresh clone with git, make, python3 and python3-venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
KILLS ?= 200
YEARS ?= 1000
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

export UV_PYTHON_DOWNLOADS := never

# An office network may have its own certificate authority; the system's list knows it.
AUTHORITIES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifneq ($(AUTHORITIES),)
export SSL_CERT_FILE ?= $(AUTHORITIES)
export PIP_CERT ?= $(AUTHORITIES)
endif

.PHONY: help setup system demo test check crash gaps bench pictures lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 18

setup: $(READY) ## build .venv with everything

$(READY): pyproject.toml requirements/uv.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/uv.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

system: ## install what tests want of the system (PostgreSQL, Chromium); as root only
	@tests/system.sh

demo: setup ## run the whole service with sample data, no Telegram needed
	$(BIN)/tanggap demo

test: setup system check ## all checks and all tests
	$(BIN)/pytest -n auto

check: setup ## style, types, import arrows, content, texts and migrations in step
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tanggap content check
	$(BIN)/pytest -q tests/test_in_step.py

crash: setup ## kill the service at random while it works, KILLS=200 times
	$(BIN)/python -m tests.crash --kills $(KILLS)

gaps: setup ## a thousand years of an office with nothing wrong, YEARS=1000
	$(BIN)/python -m core.development --years $(YEARS)

bench: setup ## what one update costs
	$(BIN)/tanggap bench turn --json

pictures: setup system ## take the pictures of the README from the running demo
	$(BIN)/python -m tests.pictures

lock: setup ## renew requirements/*.txt from requirements/*.in
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) requirements/runtime.in requirements/postgres.in -o requirements/runtime.txt
	$(COMPILE) requirements/dev.in -o requirements/dev.txt

clean: ## remove what setup and tools made; data stays
	rm -rf .venv build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
