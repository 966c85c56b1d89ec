package dev.whittle.bench;

/**
 * Something that a library does.
 *
 * @param name how it is asked for
 * @param library the artifact that is whittled: its jar's name without the version
 * @param type the class of the operation, in the jar of workloads
 * @param about a few words for people
 */
record Workload(String name, String library, String type, String about) {}
