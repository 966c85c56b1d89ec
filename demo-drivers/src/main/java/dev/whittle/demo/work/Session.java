package dev.whittle.demo.work;

import java.util.Map;

/**
 * What came of one device.
 *
 * @param device the device's label
 * @param backend what stood behind it
 * @param sent frames handed to the driver
 * @param sentEqual of these, how many were on the wire as they had to be
 * @param received frames the driver delivered
 * @param receivedEqual of these, how many were delivered as they had to be
 * @param expected frames that had to be delivered
 * @param counters the controller's and the driver's counters
 */
public record Session(
        String device,
        String backend,
        int sent,
        int sentEqual,
        int received,
        int receivedEqual,
        int expected,
        Map<String, Long> counters) {
    /** Whether every frame was equal, both ways, and none was missing. */
    public boolean framesEqual() {
        return sentEqual == sent && received == expected && receivedEqual == expected;
    }
}
