/** The versions of the Kubernetes API that this operator serves. */
@NullMarked
package com.datarestor.core.api;

import org.jspecify.annotations.NullMarked;
