package dev.whittle.verifier.internal;

import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** The facts that may be relied on, by key. */
final class Facts {
    /**
     * @param bit of the mark of each object of the class that has the value, or 0 if objects have none that may be relied on
     * @param guarded whether there is a guard for all objects together
     */
    record Fact(FactSite.Field field, FactValue value, World.Field declared, int bit, boolean guarded) {
        Term constant(Terms terms) {
            if (value instanceof FactValue.OfInt i) {
                return terms.ofInt(i.value());
            } else if (value instanceof FactValue.OfLong l) {
                return terms.ofLong(l.value());
            } else if (value instanceof FactValue.OfEnum e) {
                return terms.app("enum", enumClass() + "." + e.constant(), 'A');
            }
            throw new Unproved("a fact of the value " + value.text() + " cannot be folded");
        }

        String enumClass() {
            return Type.getType(field.descriptor()).getInternalName();
        }
    }

    private final Map<String, Fact> byKey = new TreeMap<>();

    void add(Fact fact) {
        byKey.put(fact.field().key(), fact);
    }

    @Nullable
    Fact get(String key) {
        return byKey.get(key);
    }

    Collection<Fact> all() {
        return byKey.values();
    }
}
