# `make run` and `make test` do all their own set-up; both are quick when nothing changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
GOLD := $(SHARED)/eval/gold
PROFILES := kazakh=$(GOLD)/ocr-dev-kaz.jsonl russian=$(GOLD)/ocr-dev-rus.jsonl scan=$(GOLD)/thesis-damaged-dev.jsonl \
	clean=$(GOLD)/thesis-clean-dev.jsonl clean=$(GOLD)/history-dev.jsonl

.PHONY: run test lint check score bench fuzz lexicons help clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev]'
	touch $@

run: $(VENV)/installed ## repair corpus/ into repaired/
	$(BIN)/repair corpus/ -o repaired/

test: $(VENV)/installed ## run the tests; skipped ones are named
	$(BIN)/python -m pytest -rs

lint: $(VENV)/installed ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test ## ruff, mypy and the tests

score: $(VENV)/installed ## accuracy beside peers, on the gold data or, without it, the pages of the tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m pipeline.measure.peers $(wildcard $(GOLD)/*.jsonl)
ifneq ($(wildcard $(GOLD)),)
	@echo "ocr-dev pages, by tables learned without their fold:"
	$(BIN)/python lexicons/derive_weights.py $(PROFILES) --folds
	$(BIN)/python $(SHARED)/eval/score.py $(GOLD)/*.jsonl --per-file --command $(BIN)/repair
	$(BIN)/python -m pipeline.measure.sentences $(SHARED)/data/eval/*.jsonl
endif

bench: $(VENV)/installed ## speed and memory beside peers, into BENCHMARKS.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m pipeline.measure.bench $(addprefix --pages ,$(wildcard $(GOLD)/ocr-dev-kaz.jsonl)) $(wildcard $(SHARED)/data/text/*.txt)

fuzz: $(VENV)/installed ## every reader under inputs that nobody would make, ten minutes each
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	nice -n 19 $(BIN)/python -m tests.fuzz --seeds '$(wildcard $(SHARED)/eval/ocr-dev)'

# Each is derived from what those before it made: counts; stems from counts; confusions and weights from what the stages make of pages.
lexicons: $(VENV)/installed $(VENV)/translations ## derive the counted tables again from the language data
	$(BIN)/python lexicons/derive_words.py $(SHARED)/data
	$(BIN)/python lexicons/derive_letters.py $(SHARED)/data/words.tsv.gz $(VENV)/translations
	$(BIN)/python lexicons/derive_stems.py
	$(BIN)/python lexicons/derive_weights.py $(PROFILES)

$(VENV)/translations: $(VENV)/installed
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest $@.wheels django==5.2.19 wagtail==8.0.1
	for wheel in $@.wheels/*.whl; do $(BIN)/python -m zipfile -e "$$wheel" $@; done

clean: ## remove what was built
	rm -rf $(VENV) repaired findings .hypothesis .mypy_cache .pytest_cache .ruff_cache
