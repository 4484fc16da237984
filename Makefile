# Two commands matter: `make demo` and `make test`. Both set up all they need in .venv.
.DEFAULT_GOAL := help
.PHONY: help demo test check lint docs pictures stress bench clean

BIN := .venv/bin
POSTER := $(BIN)/poster

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## set up, and make the ward's real campaign into out/demo/
	@tools/setup.sh run
	@$(POSTER) --lang vi campaign run campaigns/nq02-dong-da.xlsx --out out/demo

test: ## set up, and run the tests against the installed wheel (under 6 minutes on 2 cores)
	@tools/setup.sh test
	$(BIN)/python -m pytest -q -n 2 -m "not slow"

check: lint ## lint, types, import ladder, slower tests, documentation
	$(BIN)/python -m pytest -q -n 2 -m slow
	$(BIN)/python tools/cli_reference.py --check

lint: ## lint, types and the import ladder only
	@tools/setup.sh check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: ## write docs/cli.md again
	@tools/setup.sh test
	$(BIN)/python tools/cli_reference.py

pictures: ## draw the contact sheets in docs/pictures again
	@tools/setup.sh test
	$(BIN)/python tools/contact_sheet.py

bench: ## measure speed and memory beside other programs (half an hour; see benchmarks/README.md)
	@tools/setup.sh test
	$(BIN)/python benchmarks/raster
	$(BIN)/python benchmarks/pdf
	$(BIN)/python benchmarks/campaign

stress: ## try every layout at seven shapes with every slogan (an hour; SLOGANS=file RESUME=file)
	@tools/setup.sh test
	$(BIN)/python tools/stress.py $(SLOGANS) $(if $(RESUME),--resume $(RESUME))

clean: ## remove what these commands made
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
