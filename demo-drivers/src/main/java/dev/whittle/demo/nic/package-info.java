/**
 * One driver core for four Intel 8254x network controllers, with the hardware decisions a real driver has.
 * It speaks to its device through {@link dev.whittle.demo.device.DeviceAccess} alone and never asks what is behind it.
 */
@NullMarked
package dev.whittle.demo.nic;

import org.jspecify.annotations.NullMarked;
