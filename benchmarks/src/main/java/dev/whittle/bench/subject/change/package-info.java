/** Facts that are not final, and change while a thread runs in the code that branches on them. */
@NullMarked
package dev.whittle.bench.subject.change;

import org.jspecify.annotations.NullMarked;
