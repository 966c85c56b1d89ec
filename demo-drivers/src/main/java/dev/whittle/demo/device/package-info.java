/**
 * The small interface between a driver and a device: registers, shared memory, interrupts, and the wire behind it.
 * Nothing here knows a particular device, and nothing knows how a backend does its work.
 */
@NullMarked
package dev.whittle.demo.device;

import org.jspecify.annotations.NullMarked;
