# Everything runs in .venv, which these targets make themselves from the hash-locked requirements.
.DEFAULT_GOAL := help
.PHONY: help demo test fast check format lint types contracts audit docs bench lock wheel clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

help: ## say what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements/dev.txt requirements/uv.txt pyproject.toml tools/setup
	@sh tools/setup $(VENV) requirements/dev.txt
	@touch $(READY)

demo: $(READY) ## make a small world, screen it, show what was found, missed and why
	$(BIN)/lapwing demo demo-world

test: $(READY) ## every test
	@sh tools/system
	$(BIN)/pytest -q -n auto

fast: $(READY) ## the tests that take no tenth of a second
	$(BIN)/pytest -q -n auto -m "not slow"

format: $(READY) ## rewrite in the one format
	$(BIN)/ruff format -q .
	$(BIN)/ruff check -q --fix .

lint: $(READY) ## format, rules and the house's own rules
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/python -m tools.lints.check src tests benchmarks tools docs README.md
	$(BIN)/deptry . -q 2>/dev/null || $(BIN)/deptry .

types: $(READY) ## mypy --strict
	$(BIN)/mypy

contracts: $(READY) ## which room may import which
	$(BIN)/lint-imports > .venv/imports.log 2>&1 || { cat .venv/imports.log; exit 1; }

audit: $(READY) ## known weaknesses in our code and in what it stands on, and its licences (asks the index)
	$(BIN)/bandit -q -r src -lll
	$(BIN)/pip-audit --disable-pip -r requirements/service.txt
	$(BIN)/python -m tools.licences requirements/service.txt requirements/dev.txt

docs: $(READY) ## the site, strictly; and the tables in it that are made from the code
	$(BIN)/python -m tools.generate_docs --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -q --strict -d site

check: lint types contracts docs test ## all of it, as CI does

bench: $(READY) ## the benchmarks beside their peers (needs a C++ compiler for one of them)
	sh tools/setup $(VENV) requirements/bench.txt
	$(BIN)/python -m benchmarks.run

lock: ## make the hash-locked requirements anew
	sh tools/lock

wheel: $(READY) ## build the wheel
	$(BIN)/uv build --wheel --no-build-isolation -q -o dist

clean: ## remove what these targets made
	rm -rf $(VENV) site dist demo-world
