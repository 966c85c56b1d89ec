/**
 * Results for people and tools: text, JSON and HTML, made from records alone, so that equal results give equal bytes.
 * Nothing here reads programs, decides anything or knows a time.
 */
@NullMarked
package dev.whittle.report;

import org.jspecify.annotations.NullMarked;
