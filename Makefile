.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: help install demo test check unit soak bench docs lock sbom advisories clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

install: .venv/.installed ## the environment, from the hashed lock

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: install ## the weekly job on a synthetic force, in ./v100-demo
	rm -rf v100-demo
	$(BIN)/v100 demo v100-demo

test: install check ## everything CI runs
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow"

check: install ## format, lint, types, layers, dependencies, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m v100.contracts.render --check
	$(BIN)/python -m tools.render_cli_reference --check
	$(BIN)/python -m tests.spec.render --check
	$(BIN)/python -m tools.advisories

unit: install ## the quick tests alone
	$(BIN)/pytest -n 2 tests/unit tests/spec tests/architecture

soak: install ## all tests, what depends on luck repeated far more often (hours)
	V100_SOAK=1 $(BIN)/pytest -n 2 --dist loadfile

bench: install ## what is measured, against what (takes minutes)
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.links
	$(BIN)/python -m benchmarks.model
	$(BIN)/python -m benchmarks.features

docs: install ## write the generated files anew
	$(BIN)/python -m v100.contracts.render --write
	$(BIN)/python -m tools.render_cli_reference --write
	$(BIN)/python -m tests.spec.render --write

lock: ## resolve the dependencies anew; needs uv
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 pyproject.toml --group dev \
		--custom-compile-command "make lock" -o requirements.lock

sbom: install ## the software bill of materials, CycloneDX
	$(BIN)/python -m tools.sbom v100.cdx.json

advisories: install ## known weaknesses in the lock, from a local copy
	$(BIN)/python -m tools.advisories

clean: ## remove what was made
	rm -rf .venv v100-demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
