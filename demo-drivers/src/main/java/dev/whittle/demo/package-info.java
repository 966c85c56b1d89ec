/**
 * The demo program: reads the command line, binds devices, and says what came of it.
 * No register and no trace byte is known here.
 */
@NullMarked
package dev.whittle.demo;

import org.jspecify.annotations.NullMarked;
