/**
 * Work that libraries from Maven Central do, for the suite that looks for harm: each nested class is one workload, packed together into a
 * jar that is never whittled. They know the JDK and the libraries alone.
 */
@org.jspecify.annotations.NullMarked
package dev.whittle.bench.library;
