/**
 * The proof itself, and all that touches ASM and the solver: terms, symbolic execution, product of two methods, fragments, facts.
 * Input and output of files may not live here.
 */
@NullMarked
package dev.whittle.verifier.internal;

import org.jspecify.annotations.NullMarked;
