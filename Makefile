# Everything is installed in .venv by uv, at the versions of uv.lock.

.DEFAULT_GOAL := help
.PHONY: help run test check bench fuzz faults docs browser proxy
.SILENT:
MAKEFLAGS += --no-print-directory
# Six processes run the tests: what one has compiled is for all.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
UV = $(shell uv --version >/dev/null 2>&1 && echo uv || echo $(BIN)/uv)
# Two processes where the machine has two: the everyday tests wait on databases, not on each other.
WORKERS := 2
RAN := build/ran.jsonl

help: ## List these targets
	awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.installed ## Serve the course on this machine, with three sample people
	$(BIN)/course serve

test: .venv/.installed-for-work browser proxy ## Check the code, run every test, and say what ran
	mkdir -p build && rm -f $(RAN)
	$(MAKE) check
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal -p no:playwright -m "not browser and not whole" --ran $(RAN)
	$(BIN)/pytest -q -n $(WORKERS) -m whole --ran $(RAN)
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m browser --ran $(RAN)
	$(BIN)/python -m tests.ran $(RAN)

check: .venv/.installed-for-work ## Check the code (format, rules, types, layers) and the course's files
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/course check

bench: .venv/.installed-for-work ## Measure the site against a bare page on this machine (3 minutes)
	$(BIN)/python -m tests.bench

fuzz: .venv/.installed-for-work ## Damage the course's files in 10,000 ways; check and mend each (5 minutes)
	$(BIN)/python -m tests.fuzz

faults: .venv/.installed-for-work ## Kill, lock, fill and forbid a running site for a minute, as root
	$(BIN)/python -m tests.faults

docs: .venv/.installed-for-work ## Write the reference pages of docs/ anew from the code
	$(BIN)/python -m docs.write

# A Python that is new enough and PyPI are all that has to be there; uv comes into .venv if need be.
.venv/bin/python:
	if ! uv --version >/dev/null 2>&1; then \
		for python in python3.14 python3.13 python3.12 python3.11 python3; do \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
			$$python -m venv .venv || { \
				echo "Python cannot make .venv. On Debian: apt-get install python3-venv"; exit 1; }; \
			$(BIN)/python -m pip install --quiet uv && exit 0; \
			rm -rf .venv; echo "PyPI cannot be reached from here. Try again later"; exit 1; \
		done; \
		echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; \
	fi

# Compiled here: the service may not write where the code lies, and would do it at each start.
.venv/.installed: pyproject.toml uv.lock .venv/bin/python
	$(UV) sync --quiet --locked --inexact --compile-bytecode --no-default-groups
	touch $@

.venv/.installed-for-work: pyproject.toml uv.lock .venv/bin/python
	$(UV) sync --quiet --locked --inexact --compile-bytecode
	touch $@

browser:
	command -v chromium chromium-browser google-chrome >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
		echo "The browser tests need Chromium. On Debian: sudo apt-get install chromium"; exit 1; \
	fi

proxy:
	PATH="$$PATH:/usr/sbin"; missing=; \
	for program in nginx openssl caddy; do command -v $$program >/dev/null || missing=yes; done; \
	[ "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light openssl caddy >/dev/null; \
	else \
		echo "The tests of deploy/ need nginx, openssl and caddy. On Debian: sudo apt-get install nginx-light openssl caddy"; exit 1; \
	fi
