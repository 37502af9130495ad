/** The Helm chart: rendered by the real Helm, and read as Kubernetes reads it. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.chart;
