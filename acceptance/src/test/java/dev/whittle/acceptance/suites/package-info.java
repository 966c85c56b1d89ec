/** The suites that authors of libraries published, run on their libraries as they were released and as whittled with profiles good and bad. */
@org.jspecify.annotations.NullMarked
package dev.whittle.acceptance.suites;
