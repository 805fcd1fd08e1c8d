# One place for every command of the project. `make` alone lists them.
# Settings (PORT, SEED, LANGUAGE, DATABASE_URL, TELEGRAM_TOKEN …) pass through the environment:
#   make play PORT=9000 SEED=7
SHELL := /bin/sh
PY := .venv/bin/python
CHECKS := $(PY) scripts/checks.py

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev tools play run test check lint types contracts tidy unit db migrations \
        sandbox e2e e2e-postgresql packs rows browser chaos-short chaos chaos-jobs kills bench bench-messenger bench-score bench-ledger town-month policy-lab format hooks \
        lock migration picture pictures year clean

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)$$/\1|\2/p' $(firstword $(MAKEFILE_LIST)) \
	  | while IFS='|' read -r name words; do printf '  make %-12s %s\n' "$$name" "$$words"; done

# --- the way in --------------------------------------------------------------

setup: ## make .venv with what the program needs (done once per lock file)
	@sh scripts/setup.sh requirements.lock

setup-dev: tools ## the same with tests and linters, and a browser for the browser tests
	@sh scripts/browser.sh

tools:
	@sh scripts/setup.sh requirements-dev.lock

play: setup ## a living town in a browser, no Telegram needed (PORT, SEED)
	@exec $(PY) -m glasstown play

run: setup ## the same program on the real Telegram (TELEGRAM_TOKEN)
	@exec $(PY) -m glasstown run

# --- the checks; scripts/checks.py says what each of them runs -------------------

test: setup-dev ## everything that CI runs, from nothing
	@$(CHECKS) all

check: tools ## the fast ones: lint, types, contracts, tidy, unit
	@$(CHECKS) fast

lint types contracts tidy unit db migrations sandbox e2e e2e-postgresql packs chaos-short: tools
	@$(CHECKS) $@

browser: setup-dev
	@$(CHECKS) $@

rows: tools ## which of the 99 rows of the inventory work; writes docs/INVENTORY.md
	@$(PY) -m scripts.rows

chaos: tools ## a thousand kills in the middle of a gala (KILLS)
	@$(PY) -m tests.chaos --kills $${KILLS:-1000}

chaos-jobs: tools ## two hundred kills of a town's jobs, whose books must be those of an unkilled one (KILLS)
	@$(PY) -m tests.chaos.jobs --kills $${KILLS:-200}

kills: tools ## kill the messenger while everybody writes; what was answered must be there (KILLS)
	@$(PY) -m tests.sandbox.kills --kills $${KILLS:-50}

bench: tools ## taps a second beside the floor and beside the usual bot
	@$(PY) -m tests.bench.bench

bench-messenger: tools ## a hundred thousand messages, two hundred people with a page each
	@$(PY) -m tests.bench.bench_messenger

bench-score: tools ## scores a second, plain and vectorised, with OpenFisca beside them
	@test -d var/openfisca || $(PY) -m pip install --quiet --require-hashes \
	  --target var/openfisca -r requirements-bench.lock
	@PYTHONPATH=var/openfisca $(PY) -m tests.bench.bench_score

bench-ledger: tools ## a tap in books of a million entries beside one in books of a thousand
	@$(PY) -m tests.bench.bench_ledger

town-month: tools ## a town month with the real program: a day a minute (SEATS, RESIDENTS, DAYS)
	@$(PY) -m tests.bench.bench_month

policy-lab: tools ## ask a synthetic town what another law would do (LAW, RESIDENTS, DAYS, SEED; BANDS=1 renews the bands)
	@$(PY) scripts/policy_lab.py $${LAW:-proxies=off} --residents $${RESIDENTS:-2000} \
	  --days $${DAYS:-365} --seed $${SEED:-7} $${BANDS:+--bands}

# --- working on it -----------------------------------------------------------

format: tools ## put the code into shape
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format .

hooks: tools ## let git run the quick checks before each commit
	@$(PY) -m pre_commit install

lock: tools ## renew both lock files from the .in files
	@sh scripts/lock.sh

migration: tools ## start a schema change: make migration m="add red envelopes"
	@: "$${m:?say what it does: make migration m=\"add red envelopes\"}"; \
	  scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	  $(PY) -m migrations "sqlite:///$$scratch/town.db" new "$$m"

pictures: tools ## take the pictures in docs/pictures, through a browser
	@PYTHONPATH=. $(PY) scripts/pictures.py

picture: tools ## draw docs/architecture.svg from the imports
	@PYTHONPATH=. $(PY) scripts/picture.py

year: tools ## live a town for a year with no bot near (DAYS, SEED)
	@$(PY) scripts/live.py --days $${DAYS:-365} --seed $${SEED:-7}

clean: ## remove .venv and caches; keeps the town in var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
