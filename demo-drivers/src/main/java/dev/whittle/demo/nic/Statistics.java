package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;
import java.util.LinkedHashMap;
import java.util.Map;

/** The controller's own counters, which are cleared by reading them and so are added up here. */
final class Statistics {
    private static final int[] COMMON = {
        0x4000, 0x4010, 0x4014, 0x4018, 0x401c, 0x4020, 0x4028, 0x4030, 0x4040, 0x405c, 0x4060, 0x4064, 0x4068, 0x406c,
        0x4070, 0x40a0, 0x40a4, 0x40a8, 0x40ac, 0x40b0, 0x40f0, 0x40f4
    };
    private static final String[] NAMES = {
        "crcerrs", "mpc", "scc", "ecol", "mcc", "latecol", "colc", "dc", "rlec", "prc64", "prc127", "prc255", "prc511",
        "prc1023", "prc1522", "rnbc", "ruc", "rfc", "roc", "rjc", "mptc", "bptc"
    };

    private final DeviceAccess dev;
    private final Board hw;
    private final Map<String, Long> totals = new LinkedHashMap<>();

    Statistics(DeviceAccess dev, Board hw) {
        this.dev = dev;
        this.hw = hw;
    }

    /** Reads every counter this part has and adds it to the totals. */
    void update() {
        add("gprc", 0x4074);
        add("bprc", 0x4078);
        add("mprc", 0x407c);
        add("gptc", 0x4080);
        for (int i = 0; i < COMMON.length; i++) {
            add(NAMES[i], COMMON[i]);
        }
        if (!hw.softwareOctets) {
            addWide("gorc", 0x4088);
            addWide("gotc", 0x4090);
        }
        addWide("tor", 0x40c0);
        addWide("tot", 0x40c8);
        add("tpr", 0x40d0);
        add("tpt", 0x40d4);
        if (hw.manageable) {
            add("mgtprc", 0x40b4);
            add("mgtpdc", 0x40b8);
            add("mgtptc", 0x40bc);
        }
        if (hw.mac == MacType.I82544) {
            add("symerrs", 0x4008);
            add("cexterr", 0x403c);
        }
        if (hw.isPcie()) {
            add("iac", 0x4100);
            add("icrxoc", 0x4124);
        } else {
            add("algnerrc", 0x4004);
            add("rxerrc", 0x400c);
        }
    }

    /** The sums since the device was bound, by the counter's name. */
    Map<String, Long> totals() {
        return new LinkedHashMap<>(totals);
    }

    private void add(String name, int register) {
        totals.merge(name, dev.read(register) & 0xffffffffL, Long::sum);
    }

    private void addWide(String name, int register) {
        // The low half first: reading the high half clears both.
        long low = dev.read(register) & 0xffffffffL;
        totals.merge(name, (dev.read(register + 4) & 0xffffffffL) << 32 | low, Long::sum);
    }
}
