/**
 * The one facade that strings the stages together: each room gets the previous one's records. Knowledge of how a stage does its work
 * may not live here, nor words for a person beyond progress.
 */
@NullMarked
package dev.whittle.engine;

import org.jspecify.annotations.NullMarked;
