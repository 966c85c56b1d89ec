/**
 * The workload: frames made from numbers, sender threads in a fixed order, and what must come out on the other side.
 * It talks to drivers through their public methods and never touches a register.
 */
@NullMarked
package dev.whittle.demo.work;

import org.jspecify.annotations.NullMarked;
