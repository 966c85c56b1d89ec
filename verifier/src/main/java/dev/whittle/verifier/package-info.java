/**
 * Re-proves each transformed method, and accounts for each difference between two builds of a program, from their bytes alone.
 * Nothing of the transformer or of its analyses may be used here, so that a mistake of theirs is not shared.
 */
@NullMarked
package dev.whittle.verifier;

import org.jspecify.annotations.NullMarked;
