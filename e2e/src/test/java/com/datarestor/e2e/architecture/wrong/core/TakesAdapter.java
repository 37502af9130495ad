package com.datarestor.e2e.architecture.wrong.core;

import com.datarestor.e2e.architecture.wrong.events.artemis.ArtemisQueue;

/** A user of the adapter instead of the port. */
record TakesAdapter(ArtemisQueue queue) {}
