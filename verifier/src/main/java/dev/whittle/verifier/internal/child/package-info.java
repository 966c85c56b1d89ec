/**
 * Processes of this JVM's own java that do one piece of the verifier's work, and the folders they have for it.
 * Nothing here knows what a process does, or waits for it.
 */
@NullMarked
package dev.whittle.verifier.internal.child;

import org.jspecify.annotations.NullMarked;
