package com.datarestor.e2e.architecture.wrong.restic;

import com.datarestor.e2e.architecture.wrong.core.SeesRestic;

/** How restic does it, knowing why; and a cycle. */
public interface SeesCore {
  SeesRestic other();
}
