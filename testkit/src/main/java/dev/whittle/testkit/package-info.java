/** Small compilers, class loaders over bytes and forked JVMs for the other rooms' tests. No test may live here. */
@NullMarked
package dev.whittle.testkit;

import org.jspecify.annotations.NullMarked;
