package dev.whittle.demo.nic;

/** The ways to read a controller's EEPROM. */
public enum EepromType {
    /** Through the read register: address from bit 8 on, done in bit 4. */
    READ_REGISTER,
    /** Through the read register of later parts: address from bit 2 on, done in bit 1. */
    READ_REGISTER_PCIE,
    /** Bit by bit over the microwire pins. */
    MICROWIRE
}
