# Every target sets the machine up first (tools/setup); that is quick and silent once it is done.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

MVN := tools/mvn -B -ntp

# The program, and the class path of what is in e2e, without tests.
PACKAGE = $(MVN) -q -DskipTests -pl e2e -am package dependency:build-classpath \
  -Dmdep.outputFile=target/demo.classpath -Dmdep.includeScope=runtime

# Guice and Netty work without the JDK features that warn on standard error.
DEMO_JVM := -Dguice_custom_class_loading=CHILD -Dguice_bytecode_gen_option=DISABLED \
  --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Xmx512m

SHELL_SCRIPTS = $(filter-out %.Dockerfile,$(wildcard tools/* .ci/* image/*)) $(wildcard $(addprefix e2e/cluster/,build check kubeconfig up restart load install versitygw rights down)) operator-app/src/main/launcher/datarestor $(shell find operator-* e2e -path '*/src/*' -name '*.sh')

# The scenarios that are known to pass on a real Kubernetes as they do on the sandbox.
ON_CLUSTER := AcceptedOnceTest,BackUpAndRestoreTest,CredentialsTest,DrillTest,ForgetTest,InstalledOperatorTest,LivingClusterTest,PodSecurityTest,QueueTest,RestoreBeforeStartTest,RestoreIntoVolumesTest,SeedReadmeTest,StorageTest
comma := ,

# What the chart is linted and tested with, beside its defaults.
CHART := helm/datarestor-operator
CHART_VALUES := $(wildcard e2e/src/test/resources/chart/*.yaml)

.PHONY: help setup test lint-chart chart crash-matrix cluster cluster-down cluster-check e2e drill image demo bench crds format

help: ## list the targets
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 21

setup: ## install what the build needs (Debian), and nothing if it is there
	@tools/setup

test: setup lint-chart ## build everything and run all tests
	@shellcheck -x $(SHELL_SCRIPTS)
	tools/check-workflows --if-possible
	echo "Tests run against the sandbox in e2e with real restic; on a real Kubernetes they run with make e2e."
	export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)"
	export HELM_BINARY="$$(tools/find-helm)" HELM3_BINARY="$$(tools/find-helm 3)"
	$(MVN) verify -Dtest.forks=2

lint-chart: setup
	@helm="$$(tools/find-helm)"
	for values in $(CHART)/values.yaml $(CHART_VALUES); do
	  "$$helm" lint --quiet --strict $(CHART) --values "$$values" || { echo "helm lint: $$values" >&2; exit 1; }
	done

chart: setup lint-chart ## lint the Helm chart, and package it into target/chart
	@"$$(tools/find-helm)" package $(CHART) --destination target/chart

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

image: setup ## the images of the operator and of its Jobs, as archives in target/image (needs Go and openssh-client)
	@tools/setup cluster
	echo "Building ..."
	$(PACKAGE)
	image/build target/image

e2e: ## conformance of the API, scenarios, and the chart with its image on a new local Kubernetes, which stays up (root and Go; SCENARIOS=ForgetTest for some; TARGET=context: conformance on the current context)
	@tools/setup
	export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)" HELM_BINARY="$$(tools/find-helm)"
ifeq ($(TARGET),context)
	export CONFORMANCE_KUBECONFIG="$${KUBECONFIG:-$$HOME/.kube/config}"
	"$$KUBECTL_BINARY" --kubeconfig="$$CONFORMANCE_KUBECONFIG" version >/dev/null || { echo "the current context does not answer: $$CONFORMANCE_KUBECONFIG" >&2; exit 1; }
	echo "Conformance only: scenarios look into volumes, and need a node that is this machine (make e2e without TARGET)."
	$(MVN) verify -pl e2e -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest='com.datarestor.e2e.conformance.*Test'
else
	tools/setup cluster
	e2e/cluster/up
	echo "Building ..."
	$(PACKAGE)
	image/build target/image operator
	e2e/cluster/install
	e2e/cluster/versitygw
	export DRILL_APPLICATIONS=$(or $(DRILL_APPLICATIONS),6)
	export SCENARIO_KUBECONFIG="$$(e2e/cluster/kubeconfig)" CONFORMANCE_KUBECONFIG="$$(e2e/cluster/kubeconfig)"
	$(MVN) verify -pl e2e -am -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dtest='$(or $(SCENARIOS),com.datarestor.e2e.conformance.*Test$(comma)$(ON_CLUSTER))'
	$(if $(SCENARIOS),,e2e/cluster/rights)
endif

drill: ## destroy a cluster of applications, apply them again, and see that each starts on its restored data (root and Go; APPLICATIONS=30)
	@$(MAKE) --no-print-directory e2e SCENARIOS=DrillTest DRILL_APPLICATIONS=$(or $(APPLICATIONS),30)

cluster-check: ## bring one up, use it, restart its programs, take it down, and look for what stayed
	@tools/setup cluster
	e2e/cluster/check

demo: setup ## back up, change, restore and clone two volumes in a sandbox, and tell the story
	@export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)"
	export DATARESTOR_LOG_LEVEL=warn
	echo "Building ..."
	$(PACKAGE)
	"$$(tools/find-java)/bin/java" $(DEMO_JVM) \
	  -cp "e2e/target/classes:$$(cat e2e/target/demo.classpath)" com.datarestor.e2e.demo.DemoMain

bench: setup ## measure, against baselines of the same run, and print one table (BENCH="append log" for parts, WRITE=1 into the docs)
	@export RESTIC_BINARY="$$(tools/find-restic)" KUBECTL_BINARY="$$(tools/find-kubectl)"
	echo "Building ..."
	$(PACKAGE)
	"$$(tools/find-java)/bin/java" $(DEMO_JVM) -Xmx1g $(if $(WRITE),-Dbench.write=docs/benchmarks.md) \
	  -cp "e2e/target/classes:$$(cat e2e/target/demo.classpath)" com.datarestor.e2e.bench.BenchMain $(BENCH)

crds: setup ## write the chart's custom resource definitions and docs/reference.md from the records
	@$(MVN) -q -Pcrds -pl operator-core/crd-generator -am process-classes

format: setup ## format the Java sources (the build refuses unformatted ones)
	@$(MVN) -q spotless:apply
