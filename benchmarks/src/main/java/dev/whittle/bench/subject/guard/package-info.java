/** A measured program: a loop behind the guard of a fact, and one without. It knows the JDK and the annotations alone, for it is packed into a jar of its own. */
@NullMarked
package dev.whittle.bench.subject.guard;

import org.jspecify.annotations.NullMarked;
