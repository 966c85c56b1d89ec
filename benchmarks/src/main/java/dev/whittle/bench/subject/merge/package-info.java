/** A measured program: an object that a rare path shows to others. It knows the JDK and the annotations alone, for it is packed into a jar of its own. */
@NullMarked
package dev.whittle.bench.subject.merge;

import org.jspecify.annotations.NullMarked;
