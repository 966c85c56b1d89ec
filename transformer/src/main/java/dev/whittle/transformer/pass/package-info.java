/**
 * From a plan to bytecode, fragments and certificates. Each rewrite is checked for legality here once more, whatever the plan says;
 * what is not certain to be legal leaves the method as it is. Deciding what pays may not live here.
 */
@NullMarked
package dev.whittle.transformer.pass;

import org.jspecify.annotations.NullMarked;
