/**
 * Measures original programs against what the tool makes of them: the driver of the suite, its measurements and its pages. The tool is
 * run as a user runs it, from its jar; nothing of it is linked here.
 */
@NullMarked
package dev.whittle.bench;

import org.jspecify.annotations.NullMarked;
