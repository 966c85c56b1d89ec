package dev.whittle.demo.nic;

/** The buses that the controllers are made for. */
public enum BusType {
    PCI,
    PCIX,
    PCIE
}
