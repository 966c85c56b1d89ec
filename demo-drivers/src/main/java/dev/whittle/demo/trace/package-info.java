/**
 * Traces of everything a driver did to a device and saw of it: written while a device runs, replayed and checked without one.
 * The byte format is described in TRACES.md; nothing here knows a particular device.
 */
@NullMarked
package dev.whittle.demo.trace;

import org.jspecify.annotations.NullMarked;
