/** A measured program: drivers with much code for device models that are not there. It knows the JDK and the annotations alone, for it is packed into a jar of its own. */
@NullMarked
package dev.whittle.bench.subject.models;

import org.jspecify.annotations.NullMarked;
