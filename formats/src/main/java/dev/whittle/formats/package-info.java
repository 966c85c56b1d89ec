/**
 * Codecs of the files that people and tools read and write: plan, certificate, results (JSON) and rules (YAML), each with a
 * version. Nothing here decides anything about a program, and no type of the JSON library appears in a public signature.
 */
@NullMarked
package dev.whittle.formats;

import org.jspecify.annotations.NullMarked;
