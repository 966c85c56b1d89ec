/** A measured program: calls through an interface that had five implementations. It knows the JDK and the annotations alone, for it is packed into a jar of its own. */
@NullMarked
package dev.whittle.bench.subject.polluted;

import org.jspecify.annotations.NullMarked;
