# make run: the app with demonstration data · make test: everything · make check: the quick part, in under a minute
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PORT   ?= 8501
# Opens a browser window where there is a screen to open it on.
SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname)))

.PHONY: run venv test check lint chromium texts clean

run: $(VENV)/.run
	$(PY) tarazu.py sample --if-empty
	$(PY) -m streamlit run app.py --server.port $(PORT) --server.headless $(if $(SCREEN),false,true)

venv: $(VENV)/.dev

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 …") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.run

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

check: lint
	$(PY) -m pytest -n 2 --dist loadscope -m "not e2e and not slow"

# What drives a browser waits for the screen more than for a core: two browsers side by side, and nothing beside them.
test: lint chromium
	$(PY) -m pytest -n 2 --dist loadscope -m "not e2e"
	$(PY) -m pytest tests/e2e -n 2 --dist loadscope -m e2e

# Finds Chromium, installs it where that can be done without asking, or stops with the command that does.
chromium: $(VENV)/.dev
	@$(PY) tests/e2e/browser.py >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1 \
	|| $(VENV)/bin/playwright install chromium >/dev/null 2>&1 || true
	@$(PY) tests/e2e/browser.py

# The catalogue that translators start from.
texts: $(VENV)/.run
	$(VENV)/bin/pybabel -q extract -k _ -k N_ -k ngettext:1,2 --project Tarazu --version 0.1 -o ui/locale/tarazu.pot app.py ui pages answers metrics

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
