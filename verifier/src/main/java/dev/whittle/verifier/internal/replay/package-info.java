/**
 * Runs both versions of a method on the same inputs, in class loaders that are thrown away, and compares what they leave behind.
 * Nothing runs here that could do harm to the machine or the process: what is not known to be harmless is not run.
 */
@NullMarked
package dev.whittle.verifier.internal.replay;

import org.jspecify.annotations.NullMarked;
