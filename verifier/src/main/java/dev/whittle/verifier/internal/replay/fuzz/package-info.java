/**
 * Hands the search for inputs to Jazzer, in a process of its own that may fail, hang or be missing.
 * Nothing here decides a verdict: what the process finds is bytes, which the replay runs itself.
 */
@NullMarked
package dev.whittle.verifier.internal.replay.fuzz;

import org.jspecify.annotations.NullMarked;
