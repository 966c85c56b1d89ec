package dev.whittle.demo.nic;

/** The media access controllers this driver knows. */
public enum MacType {
    I82540,
    I82544,
    I82545,
    I82574
}
