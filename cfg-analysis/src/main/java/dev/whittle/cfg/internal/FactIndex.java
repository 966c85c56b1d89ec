package dev.whittle.cfg.internal;

import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts by the place that carries them. */
public final class FactIndex {
    private final Map<FactSite, FactId> bySite = new HashMap<>();

    public FactIndex(List<FactDeclaration> facts) {
        facts.forEach(f -> bySite.putIfAbsent(f.site(), f.id()));
    }

    Optional<FactId> at(FactSite site) {
        return Optional.ofNullable(bySite.get(site));
    }
}
