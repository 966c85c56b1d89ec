package dev.whittle.demo.nic;

/** The words behind a controller: through the read register, in the layout of its model, or bit by bit over four pins. */
final class PlugEeprom {
    private static final int WORDS = 64;

    private final int[] words = new int[WORDS];
    private PlugModel model = PlugModel.I82540EM;
    private int answer;
    private int pins;
    private int shifted;
    private int bits;
    private int out;

    void reset(PlugModel as) {
        model = as;
        answer = 0;
        pins = 0;
        int sum = 0;
        for (int i = 0; i < WORDS - 1; i++) {
            int high = (int) (PlugFrame.STATION >>> 40 - 16 * i);
            words[i] = i < 3
                    ? high & 0xff | (int) (PlugFrame.STATION >>> 32 - 16 * i & 0xff) << 8
                    : i * 0x101 + as.ordinal();
            sum += words[i];
        }
        words[WORDS - 1] = 0xbaba - sum & 0xffff;
    }

    void start(int command) {
        boolean express = model.isExpress();
        int word = words[command >>> (express ? 2 : 8) & WORDS - 1];
        // The oldest part's read register is not to be trusted: it never says that it is done.
        answer = model.isOldest() ? 0 : word << 16 | 1 << (express ? 1 : 4);
    }

    int read() {
        return answer;
    }

    int pins() {
        return (pins & 1 << 6) != 0 && model.isOldest() ? pins | 1 << 7 | out << 3 : pins;
    }

    void drive(int value) {
        boolean selected = (value & 2) != 0;
        boolean rises = (value & 1) != 0 && (pins & 1) == 0;
        if (!selected) {
            shifted = 0;
            bits = 0;
        } else if (rises) {
            if (bits < 9) {
                shifted = shifted << 1 | value >>> 2 & 1;
            } else {
                out = words[shifted & WORDS - 1] >>> 24 - bits & 1;
            }
            bits++;
        }
        pins = value & ~(1 << 7 | 1 << 3);
    }
}
