package com.datarestor.e2e.architecture.wrong.e2e;

/** Stands for the sandbox. */
public interface Sandbox {}
