/** What every program here that runs until it is told to stop has in common. */
@NullMarked
package com.datarestor.app.process;

import org.jspecify.annotations.NullMarked;
