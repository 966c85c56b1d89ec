/**
 * The one numbering of instructions and outcomes, the class digest, control flow, frames, liveness, and reading and writing
 * classes and jars. Decisions about what to do with a program may not live here.
 */
@NullMarked
package dev.whittle.bytecode;

import org.jspecify.annotations.NullMarked;
