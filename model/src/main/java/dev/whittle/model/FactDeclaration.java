package dev.whittle.model;

/**
 * Declares that a site carries a fact.
 *
 * @param id the fact
 * @param site where it stands in the code
 * @param origin where the declaration came from, for messages: {@code annotation} or the rules file and rule
 */
public record FactDeclaration(FactId id, FactSite site, String origin) {}
