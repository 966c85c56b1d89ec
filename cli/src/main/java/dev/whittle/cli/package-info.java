/**
 * The command line: a person's words become calls of the engine, and its results become text and exit codes.
 * Nothing here reads or changes programs.
 */
@NullMarked
package dev.whittle.cli;

import org.jspecify.annotations.NullMarked;
