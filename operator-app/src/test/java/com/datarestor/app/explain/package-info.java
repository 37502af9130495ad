@org.jspecify.annotations.NullMarked
package com.datarestor.app.explain;
