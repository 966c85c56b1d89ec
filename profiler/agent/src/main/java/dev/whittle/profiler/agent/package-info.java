/**
 * The recording agent: its options, its start and the writing of what it counted.
 * Probes and everything else that touches class files live in {@code internal}; deciding what counts mean may not live here.
 */
@NullMarked
package dev.whittle.profiler.agent;

import org.jspecify.annotations.NullMarked;
