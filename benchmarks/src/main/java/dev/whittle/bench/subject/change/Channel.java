package dev.whittle.bench.subject.change;

import dev.whittle.annotations.HwBranch;

/** A channel whose settings are facts that somebody may change. */
final class Channel {
    @HwBranch("bench.order")
    private int order;

    @HwBranch("bench.lanes")
    private int lanes;

    @HwBranch("bench.scrambled")
    private boolean scrambled;

    Channel(int order, int lanes, boolean scrambled) {
        this.order = order;
        this.lanes = lanes;
        this.scrambled = scrambled;
    }

    void order(int value) {
        order = value;
    }

    void lanes(int value) {
        lanes = value;
    }

    void scrambled(boolean value) {
        scrambled = value;
    }

    /** One word as it goes over the channel. */
    int code(int word) {
        int code = word;
        if (order == 1) {
            code = Integer.reverseBytes(code);
        } else if (order == 2) {
            code = Integer.reverse(code);
        }
        if (lanes > 1) {
            code = Integer.rotateLeft(code, lanes) + (code & lanes - 1);
        } else {
            code += 0x1000193;
        }
        if (scrambled) {
            code ^= code >>> 7 ^ code << 9;
            code *= 0x5bd1e995;
        }
        return code;
    }
}
