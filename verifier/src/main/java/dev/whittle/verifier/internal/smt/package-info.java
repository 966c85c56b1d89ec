/**
 * Solvers, each in a process of its own that can be killed, asked in SMT-LIB text. Nothing here knows what a question means, and no type of
 * a solver's leaves its worker.
 */
@NullMarked
package dev.whittle.verifier.internal.smt;

import org.jspecify.annotations.NullMarked;
