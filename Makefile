# Everything starts here; each target is the only command needed. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help run demo test check format soak bench screenshots translations verify-documents lock clean
.PHONY: ready ready-window

# The first Python on the path that the program supports; `make PYTHON=… run` names another.
PYTHON = $(shell for candidate in python3 python3.13 python3.12 python3.11; do \
	"$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo "$$candidate" && exit; done; echo python3)
VENV_PYTHON := .venv/bin/python
DATA ?= .demo

unexport PYTHONPATH PYTHONHOME

help:
	@echo "make run           opens the program on your own desk"
	@echo "make demo          opens it on sample data (in $(DATA))"
	@echo "make test          every check: style, types, floors, translations, tests, documents, pictures"
	@echo "make format        formats the code"
	@echo "make soak          what takes hours: kills, random worlds, the hour of typing"
	@echo "make bench         speed and memory as ratios to a floor measured in the same run"
	@echo "make screenshots   renews the pictures of the documentation; with OUT=DIR every view there"
	@echo "make translations  collects the texts of the code into translations/"
	@echo "make verify-documents   every kind of document through veraPDF"
	@echo "make lock          renews constraints.txt"
	@echo "make clean         removes what was built and the sample data; your own desk is left alone"

ready:
	@$(PYTHON) tools/prepare.py

ready-window:
	@$(PYTHON) tools/prepare.py --window

run: ready-window
	@$(VENV_PYTHON) -m dialogdesk

demo: ready-window
	@test -e "$(DATA)" || { $(VENV_PYTHON) -m dialogdesk demo --data "$(DATA).new" && mv "$(DATA).new" "$(DATA)"; }
	@$(VENV_PYTHON) -m dialogdesk --data "$(DATA)"

test check: ready
	@$(VENV_PYTHON) -m tools.check

format: ready
	@$(VENV_PYTHON) -m ruff check --fix
	@$(VENV_PYTHON) -m ruff format

soak: ready
	@HYPOTHESIS_PROFILE=soak $(VENV_PYTHON) -m pytest -m "soak or hypothesis"

bench: ready
	@$(VENV_PYTHON) -m bench

screenshots: ready
	@$(VENV_PYTHON) -m tools.screenshots $(if $(OUT),--out "$(OUT)")

translations: ready
	@$(VENV_PYTHON) -m tools.translations update

verify-documents: ready
	@$(VENV_PYTHON) -m pytest -m verapdf

lock: ready
	@$(VENV_PYTHON) -m tools.lock

clean:
	@rm -rf .venv build dist .demo .demo.new .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find dialogdesk tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
	@find translations -name '*.mo' -delete
