/** Generates the custom resource definitions of the chart from the records of the API. */
@NullMarked
package com.datarestor.crd;

import org.jspecify.annotations.NullMarked;
