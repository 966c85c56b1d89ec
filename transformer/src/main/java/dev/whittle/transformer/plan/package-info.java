/** From a profile to a plan: what pays, with its reason. Whether a rewrite is legal is decided where it is carried out. */
@NullMarked
package dev.whittle.transformer.plan;

import org.jspecify.annotations.NullMarked;
