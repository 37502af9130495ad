@org.jspecify.annotations.NullMarked
package com.datarestor.core.decide;
