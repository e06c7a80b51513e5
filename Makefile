# Set-up needs Python 3.11+ with pip, and make; everything else is installed into .venv from the lock.
PYTHON ?= python3
PY := .venv/bin/python
STAMP := .venv/.installed

.PHONY: demo test check bench fuzz crash lock wheel clean

demo: $(STAMP)
	@$(PY) -m epp_gateway demo

test: $(STAMP)
	@$(PY) -m pytest

check: $(STAMP)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@# Programs in .venv/bin begin with a path, which may hold a space: so they are called as modules.
	@$(PY) -c 'from importlinter.cli import lint_imports_command as l; l()'

bench: $(STAMP)
	@$(PY) -m benchmarks

# What a peer may send, changed at random: make fuzz SECONDS=600. SEED repeats what was found with that seed.
SECONDS ?= 20
SEED ?=

fuzz: $(STAMP)
	@$(PY) -m tests.fuzz $(SECONDS) $(SEED)

# Kills a gateway under load, by default 1,000 times (half an hour); KILLS=20 for fewer, SEED=N to draw the same again.
crash: $(STAMP)
	@$(PY) -m tests.campaigns.crash --kills $(or $(KILLS),1000) $(if $(SEED),--seed $(SEED))

$(STAMP): requirements-dev.txt tools/setup_venv.py
	@$(PYTHON) tools/setup_venv.py

# Needs uv and the network. The locks hold versions and hashes, never an index.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.txt

wheel: $(STAMP)
	@$(PY) -m hatchling build -t wheel

clean:
	rm -rf .venv dist var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
