/** What makes the files that the runtime reads. It does not ship with whittled programs. */
@NullMarked
package dev.whittle.runtime.writing;

import org.jspecify.annotations.NullMarked;
