/**
 * The one place that touches Jackson: strict mappers, the spelling of model records, and errors in a person's words.
 * Nothing outside this module may use it.
 */
@NullMarked
package dev.whittle.formats.internal;

import org.jspecify.annotations.NullMarked;
