/**
 * What analysis knows of a program: where facts are declared and may be folded, control flow, effects, and where conditions come from.
 * No type of SootUp, WALA or ASM may be seen from outside, and no decision about what to do with a program may live here.
 */
@NullMarked
package dev.whittle.cfg;

import org.jspecify.annotations.NullMarked;
