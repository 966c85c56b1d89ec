/** A program with hundreds of drivers of which one finds its device: what it costs to start, and the first packets. */
@NullMarked
package dev.whittle.bench.subject.start;

import org.jspecify.annotations.NullMarked;
