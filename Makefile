# The README's two commands are `make demo` and `make test`; `make check` is what to run before a push.
PYTHON ?= python3
BIN := .venv/bin
DEMO := .demo

.PHONY: demo kernels reference test test-slow check golden catalogue bench clean

.venv/test.stamp: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 demo")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

.venv/dev.stamp: .venv/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# The main job on the shipped plan. Whatever writes does so in a scratch clone, below .demo/.
demo: .venv/test.stamp
	@sh tests/demo.sh $(BIN) $(DEMO)

# The kernels of target_runtime/; only what changed is compiled.
kernels:
	@$(MAKE) --silent -C csrc

# Writes target_runtime/ and csrc/ anew: what the plan makes of legacy_runtime/, where runtime and kernels are written.
reference: .venv/test.stamp
	$(BIN)/python tests/reference.py

test: .venv/test.stamp kernels
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m 'not slow'

test-slow: .venv/test.stamp kernels
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m slow

check: .venv/dev.stamp kernels
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m 'not slow'

# Writes anew what is generated from the code: docs/catalogue.md, the tables of docs/plan.md, migration.schema.json.
catalogue: .venv/test.stamp
	$(BIN)/python -m migrate.catalogue

# Writes anew what tests compare with (tests/golden/, docs/sample-tracker.md, the tables of docs/situations.md); read the diff before you commit it.
golden: .venv/test.stamp
	MIGRATE_GOLDEN=write $(BIN)/python -m pytest -q tests/test_formats.py tests/test_reports.py tests/test_situations.py tests/test_walk.py tests/test_example_tt_pipeline.py

clean:
	rm -rf .venv csrc/build $(DEMO) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
