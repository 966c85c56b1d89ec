/**
 * Three goals for Maven builds: one that records the tests, one that whittles the jar, one that proves it again. They translate a build's configuration into
 * calls of the engine; nothing here reads or changes programs.
 */
@NullMarked
package dev.whittle.mavenplugin;

import org.jspecify.annotations.NullMarked;
