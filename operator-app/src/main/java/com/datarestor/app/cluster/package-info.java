/** How the operator reaches the API server, and who leads. */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.cluster;
