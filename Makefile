# `make` or `make help` says what there is. Everything also works with plain dotnet commands: see the README.
SHELL := /bin/bash
.DEFAULT_GOAL := help
WEB := src/Certify.Web
TESTS := tests/Certify.Tests
ASSETS := $(WEB)/obj/project.assets.json
RESULTS := $(CURDIR)/TestResults

.PHONY: help run build test install format format-check migrations migrations-check bench pictures drill

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

# Profiling for later recompilation costs a start that is over in a second more than it brings.
run: export DOTNET_TieredPGO = 0
run: $(ASSETS) ## build and start on http://localhost:5080 with the demo district
	@dotnet run --no-restore --project $(WEB)

# Asking whether the packages are the right ones takes a moment at each start: make knows by the files that name them.
$(ASSETS): Directory.Packages.props Directory.Build.props Directory.Build.targets $(wildcard src/*/*.csproj src/*/packages.lock.json)
	@dotnet restore $(WEB) -v q && touch $@

build: ## restore, bundle the browser code, compile
	@dotnet build -v q

# Much is compiled while the tests run, and each piece opens and closes a page of code: that guard is for programs that face the world.
test: export DOTNET_EnableWriteXorExecute = 0
test: install build ## every test: rules, pages, browser, faults, both databases, browser code
	@mkdir -p $(RESULTS) && rm -f $(RESULTS)/*
	@set -o pipefail; (cd $(WEB)/client && node --test --test-reporter=tap) | tee $(RESULTS)/client.tap | grep -E '^(not ok|# (tests|pass|fail) )' || [ $${PIPESTATUS[0]} -eq 0 ]
	@dotnet run --no-build --project $(TESTS) -- -noColor -failSkips -result-xml $(RESULTS)/tests.xml

drill: build ## five hundred visits while the service is killed fifty times (some minutes)
	@CERTIFY_KILLS=50 dotnet run --no-build --project $(TESTS) -- -noColor -class '*VisitKillTests'

install: ## what the tests need beside the SDK: Chromium, poppler, zbar, a font, PostgreSQL (skips what is there)
	@tests/install.sh

format: ## put the code into its form
	@dotnet format

format-check:
	@dotnet format --verify-no-changes --no-restore

migrations: ## the pair of migrations for a changed model: make migrations NAME=WhatChanged
	@test -n "$(NAME)" || { echo "Say what changed: make migrations NAME=WhatChanged"; exit 1; }
	@dotnet tool restore >/dev/null && dotnet build -v q
	@for db in Sqlite PostgreSql; do \
	  dotnet ef migrations add $(NAME) --no-build --project src/Certify --startup-project $(WEB) --context $${db}CertifyDb --output-dir Data/Migrations/$$db || exit 1; done

migrations-check: ## has the model changes that a provider's migrations lack?
	@dotnet tool restore >/dev/null
	@for db in SqliteCertifyDb PostgreSqlCertifyDb; do \
	  dotnet ef migrations has-pending-model-changes --no-build --project src/Certify --startup-project $(WEB) --context $$db || exit 1; done

bench: ## the README's figures: make bench WHAT=scan (or pdf, …)
	@dotnet run -c Release --project bench/Certify.Bench -- $(WHAT)

pictures: ## the README's pictures, from a running demo district (make run)
	@dotnet run -c Release --project bench/Certify.Bench -- pictures
