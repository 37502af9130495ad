/** What the operator may do, held against what it did. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.rights;
