# run: the site with a sample association · check: what is quick to check, without a browser · test: everything CI runs
# fix: format and mend what can be mended
# states: draw the lifecycles anew · messages: take new messages into the Arabic catalogue · bench: measure
PYTHON ?= $(shell command -v python3.11 || command -v python3)

.PHONY: run check test fix states messages bench setup setup-dev

run: setup
	@exec .venv/bin/wasl up --sample

check: setup-dev
	@exec .venv/bin/python tools/check.py --fast

test: setup-dev
	@exec .venv/bin/python tools/check.py

fix: setup-dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

states: setup-dev
	.venv/bin/python tools/states.py

messages: setup-dev
	.venv/bin/python tools/messages.py

bench: setup
	.venv/bin/wasl bench

setup:
	@$(PYTHON) tools/setup.py

setup-dev:
	@$(PYTHON) tools/setup.py --dev
