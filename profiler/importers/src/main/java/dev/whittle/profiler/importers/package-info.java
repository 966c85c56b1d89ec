/**
 * What other tools measured, read into profiles: JaCoCo's coverage.
 * Nothing here is evidence that code is cold, and foreign types may not leave.
 */
@NullMarked
package dev.whittle.profiler.importers;

import org.jspecify.annotations.NullMarked;
