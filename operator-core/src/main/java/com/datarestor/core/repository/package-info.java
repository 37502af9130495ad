/** First contact with a repository, its availability, and when to read it again. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.repository;
