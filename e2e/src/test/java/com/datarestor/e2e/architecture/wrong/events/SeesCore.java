package com.datarestor.e2e.architecture.wrong.events;

import com.datarestor.e2e.architecture.wrong.core.SeesRestic;

/** An event that knows who handles it. */
record SeesCore(SeesRestic other) {}
