package com.datarestor.e2e.architecture.wrong.events.artemis;

/** Stands for the adapter. */
public interface ArtemisQueue {}
