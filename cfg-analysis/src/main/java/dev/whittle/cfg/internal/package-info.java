/**
 * The adapters to SootUp, WALA and ASM, and the analyses over them.
 * Nothing outside this module may use it, and nothing that other rooms exchange may be declared here.
 */
@NullMarked
package dev.whittle.cfg.internal;

import org.jspecify.annotations.NullMarked;
