/**
 * Devices modelled by QEMU, driven over its qtest protocol with the guest's memory mapped into this process.
 * No driver code belongs here: the Java process is the processor, this is the board it sits on.
 */
@NullMarked
package dev.whittle.demo.qemu;

import org.jspecify.annotations.NullMarked;
