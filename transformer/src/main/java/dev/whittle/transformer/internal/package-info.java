/**
 * What the planner and the passes both need to know of a method's code: what follows from facts, what can be asked at entry, what varies
 * together, where the method may be left. Deciding what pays and writing bytecode may not live here.
 */
@NullMarked
package dev.whittle.transformer.internal;

import org.jspecify.annotations.NullMarked;
