package dev.whittle.demo.device;

import java.util.Locale;

/** The four network controllers of the demo. */
public enum DeviceModel {
    /** 32-bit PCI, the baseline of the family. */
    I82540EM("82540em", "e1000-82540em", 0x100e),
    /** PCI-X, an older core without an EERD that drivers trust, with errata of its own. */
    I82544GC("82544gc", "e1000-82544gc", 0x100c),
    /** 64-bit PCI-X. */
    I82545EM("82545em", "e1000-82545em", 0x100f),
    /** PCI Express, with another EERD layout and extended receive descriptors. */
    I82574L("82574l", "e1000e", 0x10d3);

    private final String label;
    private final String qemuName;
    private final int deviceId;

    DeviceModel(String label, String qemuName, int deviceId) {
        this.label = label;
        this.qemuName = qemuName;
        this.deviceId = deviceId;
    }

    /** The name used on the command line and in results, such as {@code 82540em}. */
    public String label() {
        return label;
    }

    /** The name of QEMU's model of it. */
    public String qemuName() {
        return qemuName;
    }

    /** The PCI device id. */
    public int deviceId() {
        return deviceId;
    }

    /** The model with this label, in any case; an {@link IllegalArgumentException} names the labels there are. */
    public static DeviceModel ofLabel(String label) {
        for (DeviceModel model : values()) {
            if (model.label.equals(label.toLowerCase(Locale.ROOT))) {
                return model;
            }
        }
        throw new IllegalArgumentException(
                "There is no device '" + label + "'; choose one of 82540em, 82544gc, 82545em, 82574l.");
    }
}
