@org.jspecify.annotations.NullMarked
package com.datarestor.e2e;
