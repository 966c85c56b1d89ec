/**
 * The records that rooms exchange: identities, facts, profile, method graph, plan, certificate, verdict, fragment.
 * No behaviour beyond validation and lookup, no input or output, and no type of a foreign library may live here.
 */
@NullMarked
package dev.whittle.model;

import org.jspecify.annotations.NullMarked;
