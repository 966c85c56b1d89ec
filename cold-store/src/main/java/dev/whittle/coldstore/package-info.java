/** Writes and checks cold stores. The byte format itself belongs to the runtime, which has to read it in other people's processes. */
@NullMarked
package dev.whittle.coldstore;

import org.jspecify.annotations.NullMarked;
