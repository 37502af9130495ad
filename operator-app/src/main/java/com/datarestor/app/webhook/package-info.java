/**
 * The webhook that gives pods the gate, where the API server cannot do it by a policy. It keeps no
 * state, asks no repository, and runs beside the operator, in pods of its own.
 */
@NullMarked
package com.datarestor.app.webhook;

import org.jspecify.annotations.NullMarked;
