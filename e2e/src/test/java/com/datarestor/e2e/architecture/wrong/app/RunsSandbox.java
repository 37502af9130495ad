package com.datarestor.e2e.architecture.wrong.app;

import com.datarestor.e2e.architecture.wrong.e2e.Sandbox;

/** The operator with the sandbox in it. */
record RunsSandbox(Sandbox sandbox) {}
