package com.datarestor.e2e.architecture.wrong.core;

import com.datarestor.e2e.architecture.wrong.restic.SeesCore;

/** What to do, knowing how restic does it; and a cycle. */
public record SeesRestic(SeesCore other) {}
