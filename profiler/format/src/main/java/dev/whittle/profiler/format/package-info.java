/**
 * The profile file: reading it, writing it, and merging what several runs showed.
 * Recording and importing profiles, and deciding what a profile means for a program, may not live here.
 */
@NullMarked
package dev.whittle.profiler.format;

import org.jspecify.annotations.NullMarked;
