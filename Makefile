# make app    set up and start the studio on http://127.0.0.1:7860
# make test   set up and run the tests
# make lint   style and types

VENV ?= .venv
BIN := $(VENV)/bin

# The first Python here that is new enough; choose another with `make app PYTHON=/path/to/python`.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13; do \
	$$name -c "$(NEW_ENOUGH)" 2>/dev/null && echo $$name && break; done)

.PHONY: app test lint setup setup-dev

app: setup
	$(BIN)/python app.py

test: setup-dev
	$(BIN)/python -m pytest

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

setup: $(VENV)/installed.txt

setup-dev: $(VENV)/installed-dev.txt

$(BIN)/python:
	@$(or $(PYTHON),python3) -c "$(NEW_ENOUGH)" 2>/dev/null || { \
	echo "L-VOCAL Studio needs Python 3.11 or newer, and '$(or $(PYTHON),python3)' is not."; \
	echo "Install one, or name it: make app PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed.txt: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	@cp requirements.txt $@

$(VENV)/installed-dev.txt: requirements-dev.txt $(VENV)/installed.txt
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
	@cp requirements-dev.txt $@
