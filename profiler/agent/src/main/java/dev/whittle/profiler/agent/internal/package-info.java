/**
 * Probes: where they go, how instrumented classes reach their counters, and how counters become a profile.
 * Options, files and timers may not live here.
 */
@NullMarked
package dev.whittle.profiler.agent.internal;

import org.jspecify.annotations.NullMarked;
