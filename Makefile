# The commands of this project. `make test` is what CI runs.

GOLANGCI_VERSION := v2.15.0
GOLANGCI := bin/golangci-lint-$(GOLANGCI_VERSION)
FUZZTIME ?= 60s
ROUNDS ?= 20

.PHONY: build servers test race faults lint fmt fmt-check docs bench fuzz clean

build: ## a static binary in bin/
	CGO_ENABLED=0 go build -trimpath -o bin/catalogc ./cmd/catalogc

servers: bin/vaultd ## what tests start: PostgreSQL's programs and a real Vault core
	testdata/trial/install-postgresql

test: servers ## all tests
	go test ./...

race: servers ## all tests under the race detector (needs a C compiler)
	go test -race -timeout 30m ./...

faults: servers ## the tests of crashes, races and failing servers, each many times
	CATALOGC_TEST_ROUNDS=$(ROUNDS) go test -count=1 -timeout 60m -v -run 'Fault|Kill|Race|Canary|DiskFull|Failing' ./compiler/... ./cmd/...

lint: $(GOLANGCI) ## static analysis
	$(GOLANGCI) run

fmt: $(GOLANGCI) ## format Go code and the starter catalogue
	$(GOLANGCI) fmt
	go run ./cmd/catalogc fmt

fmt-check: $(GOLANGCI) ## fail when something is not formatted
	$(GOLANGCI) fmt --diff
	go run ./cmd/catalogc fmt --check

docs: ## write the generated pages of docs/ and the goldens of the tests anew
	go run ./cmd/catalogc rules --format markdown -o docs/rules.md
	go run ./cmd/catalogc kinds --format markdown -o docs/catalogue.md

bench: ## Go benchmarks of each stage; BENCH_CATALOG=DIR measures a catalogue of yours
	go test -run '^$$' -bench . -benchmem ./...

fuzz: ## each fuzz target for FUZZTIME
	@for target in $$(grep -rl --include='*_test.go' '^func Fuzz' compiler | sort); do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\).*/\1/p' $$target); do \
			echo "$$name in $$(dirname $$target)"; \
			go test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) ./$$(dirname $$target) || exit 1; \
		done; \
	done

# A module of its own, since Vault brings in hundreds of others. The first build
# takes minutes; Go's build cache keeps it.
bin/vaultd: $(wildcard testdata/vaultd/*)
	cd testdata/vaultd && CGO_ENABLED=0 go build -trimpath -o $(CURDIR)/bin/vaultd .
	touch $@

# Installed once into bin/: as a dependency of this module it would bring in
# hundreds of others.
$(GOLANGCI):
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv bin/golangci-lint $@

clean:
	rm -rf bin
