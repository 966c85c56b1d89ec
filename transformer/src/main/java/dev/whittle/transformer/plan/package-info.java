/** From a profile to a plan: what pays, with its reason. Bytecode is not written here. */
@NullMarked
package dev.whittle.transformer.plan;

import org.jspecify.annotations.NullMarked;
