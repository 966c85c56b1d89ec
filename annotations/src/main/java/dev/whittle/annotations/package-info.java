/**
 * The words a program uses to tell Whittle which of its decisions the hardware makes: one annotation and one marker call.
 * Nothing lives here that does work at run time, and nothing that depends on another part of Whittle.
 */
@NullMarked
package dev.whittle.annotations;

import org.jspecify.annotations.NullMarked;
