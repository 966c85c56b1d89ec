/**
 * The words, the table and the page behind the reports, and the one place that touches the template engine.
 * Nothing outside this module may use it.
 */
@NullMarked
package dev.whittle.report.internal;

import org.jspecify.annotations.NullMarked;
