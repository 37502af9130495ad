/**
 * The Kubernetes API as users write and read it: the kinds Config and Task as records, from which
 * the definitions in the chart are generated.
 */
@NullMarked
package com.datarestor.core.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
