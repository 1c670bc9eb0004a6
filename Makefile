# The words that people and CI share. `make` alone lists them.

PORT ?= 8000
ARGS ?=
WORKERS ?= 2
# A year of a whole school: `make demo` makes it on SQLite, and so does the test, once.
DEMO_YEAR := mathtest/tests/test_demo_programme.py
# What these try is what the pages say, to whom, whatever database the rows lie in. Their services, queries and
# lists of the admin are tried on PostgreSQL by the files beside them.
SAID_ON_SQLITE := accounts/tests/test_admin_scope.py mathtest/tests/test_url_policy.py mathtest/tests/test_translations.py \
	mathtest/tests/test_errors.py mathtest/tests/test_headers.py mathtest/tests/test_docs.py mathtest/tests/test_lan.py \
	mathtest/tests/test_demo.py mathtest/tests/test_demo_sittings.py $(DEMO_YEAR)
# What was committed need not outlive the server of a test.
ON_SERVICES := eval "$$(.ci/services urls)" && env PGOPTIONS="-c synchronous_commit=off"
DEMO_OPTIONS = --port $(PORT) $(if $(filter-out 0 no,$(LAN)),--lan) $(if $(filter-out 0 no,$(RESET)),--reset)

VENV := .venv
PYTHON := $(VENV)/bin/python
# A worker without tests takes some that wait for another: the long ones stand together.
PYTEST := $(PYTHON) -m pytest -n $(WORKERS) --dist worksteal
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
ON_SQLITE := env -u DATABASE_URL -u REDIS_URL -u PRODUCTION -u SECRET_KEY
LIKE_PRODUCTION := env PRODUCTION=1 HTTPS=1 DEBUG=0 ALLOWED_HOSTS=mathtest.example \
	SECRET_KEY=lint-only-7Qm2vXz9Lr4TkW8eYb3NcJ6hUf5RaG1sDp0oEiVx-KtZqMwBnHyCgSjA \
	DATABASE_URL=postgres://mathtest@127.0.0.1:5432/mathtest REDIS_URL=redis://127.0.0.1:6379/0

.DEFAULT_GOAL := help
.PHONY: help install demo test test-postgres test-browser lint fmt bench chaos screenshots messages services services-stop

help: ## list these words
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- Install: stamps under .venv and node_modules make a second run instant ---------------------

$(PYTHON):
	@.ci/make-venv $(VENV)

$(VENV)/.installed: requirements.txt | $(PYTHON)
	@echo "== Python packages into $(VENV) (a minute or two, once)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt $(VENV)/.installed
	@echo "== tools for tests and checks into $(VENV)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json | $(VENV)/.installed
	@echo "== browser libraries into node_modules"
	@.ci/install-browser-libraries $(PYTHON)
	@touch $@

%.mo: %.po | $(VENV)/.installed
	@$(PYTHON) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

install: $(VENV)/.installed node_modules/.installed $(CATALOGUES) ## .venv, Python packages, browser libraries, translations
	@echo "== installed"

# --- Run --------------------------------------------------------------------------------------

demo: install ## a school to try, on PORT (8000); LAN=1 for the classroom, over TLS; RESET=1 starts over; DEMO_PASSWORD=...
	@exec $(PYTHON) manage.py demo $(DEMO_OPTIONS)

services: ## private PostgreSQL and Redis on this machine; prints their URLs
	@.ci/services start

services-stop: ## stop them
	@.ci/services stop

# --- Check ------------------------------------------------------------------------------------

test: install $(VENV)/.installed-dev ## the whole suite on SQLite and local memory, with coverage
	@$(ON_SQLITE) $(PYTEST) --cov $(ARGS)

test-postgres: install $(VENV)/.installed-dev ## what touches a service, on DATABASE_URL and REDIS_URL, else on what 127.0.0.1 has
	@$(ON_SERVICES) $(PYTEST) --require postgres,redis --without-pure $(SAID_ON_SQLITE:%=--ignore=%) -m "not browser" $(ARGS)

test-browser: install $(VENV)/.installed-dev ## the journeys in Chromium, on PostgreSQL and Redis
	@$(ON_SERVICES) $(PYTEST) --require browser -m browser $(ARGS)

lint: install $(VENV)/.installed-dev ## style, types, layers, migrations, production settings
	@echo "== ruff" && $(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
	@echo "== mypy" && $(ON_SQLITE) $(PYTHON) -m mypy
	@echo "== layers" && $(ON_SQLITE) $(VENV)/bin/lint-imports --no-logo
	@echo "== migrations" && env DATABASE_URL=sqlite://:memory: $(PYTHON) manage.py makemigrations --check --dry-run
	@echo "== production settings" && $(LIKE_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

fmt: $(VENV)/.installed-dev ## put the code into the house format
	@$(PYTHON) -m ruff check --fix --quiet . ; $(PYTHON) -m ruff format .

bench: install ## what a save, a reading, a verdict and a marked paper cost, each beside what it is measured against
	@$(PYTHON) -m bench.save $(ARGS)
	@$(PYTHON) -m bench.typing
	@$(PYTHON) -m bench.marking
	@$(PYTHON) -m bench.grading

chaos: install $(VENV)/.installed-dev ## everything that breaks, broken while students answer, on SQLite and PostgreSQL (an hour)
	@$(ON_SQLITE) $(PYTHON) -m bench.chaos $(ARGS)

screenshots: install $(VENV)/.installed-dev ## a picture of every page, and sheets of twelve, in build/screenshots
	@rm -rf build/screenshots
	@$(ON_SQLITE) SCREENSHOTS=build/screenshots $(PYTEST) --require browser mathtest/tests/test_pages.py $(ARGS)

messages: $(VENV)/.installed ## collect texts into locale/ko (needs gettext), compile the translations
	@$(PYTHON) manage.py makemessages --locale ko --no-location --no-wrap --no-obsolete \
		--ignore "$(VENV)/*" --ignore "node_modules/*" --ignore "data/*"
	@$(MAKE) --no-print-directory $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
