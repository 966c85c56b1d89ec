/**
 * What ships inside a whittled program: fact guards, cold linkage, fragment loading. It depends on nothing but java.base (JFR where it
 * is there), because it lives in other people's processes; nothing that analyses or rewrites may live here.
 */
@NullMarked
package dev.whittle.runtime;

import org.jspecify.annotations.NullMarked;
