package dev.whittle.engine;

/** The least verdict with which a transformed method stays. */
public enum Require {
    PROVED,
    TESTED
}
