# Every target sets the machine up first (tools/setup); that is quick and silent once it is done.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

MVN := tools/mvn -B -ntp

# Guice and Netty work without the JDK features that warn on standard error.
DEMO_JVM := -Dguice_custom_class_loading=CHILD -Dguice_bytecode_gen_option=DISABLED \
  --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Xmx512m

SHELL_SCRIPTS = $(wildcard tools/* .ci/*) $(wildcard $(addprefix e2e/cluster/,build check image kubeconfig up restart load down)) operator-app/src/main/launcher/datarestor $(shell find operator-* e2e -path '*/src/*' -name '*.sh')

# The scenarios that are known to pass on a real Kubernetes as they do on the sandbox.
ON_CLUSTER := AcceptedOnceTest,BackUpAndRestoreTest,CredentialsTest,ForgetTest,QueueTest,RestoreIntoVolumesTest
comma := ,

.PHONY: help setup test crash-matrix cluster cluster-down cluster-check e2e demo bench crds format

help: ## list the targets
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 21

setup: ## install what the build needs (Debian), and nothing if it is there
	@tools/setup

test: setup ## build everything and run all tests
	@shellcheck -x $(SHELL_SCRIPTS)
	echo "Tests run against the sandbox in e2e with real restic; on a real Kubernetes they run with make e2e."
	export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)"
	$(MVN) verify -Dtest.forks=2

crash-matrix: setup ## crash it everywhere, kill real processes everywhere, disturb its watches everywhere (long)
	@export RESTIC_BINARY="$$(tools/find-restic)"
	$(MVN) verify -pl e2e -am -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dtest.without= \
	  -Dtest='CrashMatrixTest,WatchPerturbationsTest,LostJournalTest'

cluster: ## a clean Kubernetes of one node on this machine (root and Go; KUBERNETES=1.35 for an older one)
	@tools/setup cluster
	e2e/cluster/up

cluster-down: ## end it and take away all that it left
	@e2e/cluster/down

e2e: ## conformance of the API and scenarios on a new local Kubernetes, which stays up (root and Go; SCENARIOS=ForgetTest for some)
	@tools/setup
	tools/setup cluster
	e2e/cluster/up
	export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)"
	export SCENARIO_KUBECONFIG="$$(e2e/cluster/kubeconfig)" CONFORMANCE_KUBECONFIG="$$(e2e/cluster/kubeconfig)"
	$(MVN) verify -pl e2e -am -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dtest='$(or $(SCENARIOS),com.datarestor.e2e.conformance.*Test$(comma)$(ON_CLUSTER))'

cluster-check: ## bring one up, use it, restart its programs, take it down, and look for what stayed
	@tools/setup cluster
	e2e/cluster/check

demo: setup ## back up, change, restore and clone two volumes in a sandbox, and tell the story
	@export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)"
	export DATARESTOR_LOG_LEVEL=warn
	echo "Building ..."
	$(MVN) -q -DskipTests -pl e2e -am package dependency:build-classpath \
	  -Dmdep.outputFile=target/demo.classpath -Dmdep.includeScope=runtime
	"$$(tools/find-java)/bin/java" $(DEMO_JVM) \
	  -cp "e2e/target/classes:$$(cat e2e/target/demo.classpath)" com.datarestor.e2e.demo.DemoMain

bench: setup ## measure, against baselines of the same run, and print one table (BENCH="append log" for parts, WRITE=1 into the docs)
	@export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)"
	echo "Building ..."
	$(MVN) -q -DskipTests -pl e2e -am package dependency:build-classpath \
	  -Dmdep.outputFile=target/demo.classpath -Dmdep.includeScope=runtime
	"$$(tools/find-java)/bin/java" $(DEMO_JVM) -Xmx1g $(if $(WRITE),-Dbench.write=docs/benchmarks.md) \
	  -cp "e2e/target/classes:$$(cat e2e/target/demo.classpath)" com.datarestor.e2e.bench.BenchMain $(BENCH)

crds: setup ## write the chart's custom resource definitions from the records
	@$(MVN) -q -Pcrds -pl operator-core/crd-generator -am process-classes

format: setup ## format the Java sources (the build refuses unformatted ones)
	@$(MVN) -q spotless:apply
