package dev.whittle.verifier.internal.replay;

import dev.whittle.model.MethodId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Decides what a method is called on, and which objects its inputs may hold without any harm. */
final class Receivers {
    private static final int MAX = 3;

    private Receivers() {}

    /** Returns classes whose objects run this very method when it is called on them; none for a static method. */
    static List<String> of(Hierarchy classes, Candidates candidates, MethodId id, MethodNode method) {
        if ((method.access & Opcodes.ACC_STATIC) != 0) {
            return List.of();
        }
        if (candidates.isEnum(id.owner())) {
            return List.of(id.owner());
        }
        boolean isPrivate = (method.access & Opcodes.ACC_PRIVATE) != 0;
        List<String> found = Stream.concat(Stream.of(id.owner()), classes.subtypes(id.owner()).stream())
                .filter(candidates::canBeMade)
                .filter(c -> isPrivate
                        || classes.declaring(c, id.name(), id.descriptor()).equals(List.of(id.owner())))
                .limit(MAX)
                .toList();
        if (found.isEmpty()) {
            throw new NotReplayable("no object can be made up that it is called on");
        }
        return found;
    }

    /**
     * Walks what may run; candidates that would bring harmful code within reach are left out of the inputs.
     *
     * @throws NotReplayable if it cannot run without
     */
    static List<MethodNode> safe(Hierarchy classes, Candidates candidates, MethodId id, List<String> receivers) {
        Set<String> made = candidates.made();
        try {
            return walk(classes, made, candidates.enums(), id);
        } catch (NotReplayable e) {
            walk(classes, new TreeSet<>(receivers), Set.of(), id);
        }
        for (String each : made) {
            Set<String> few = new TreeSet<>(receivers);
            few.add(each);
            if (!harmless(classes, few, Set.of(), id)) {
                candidates.refuse(each);
            }
        }
        for (String each : candidates.enums()) {
            if (!harmless(classes, new TreeSet<>(receivers), Set.of(each), id)) {
                candidates.refuse(each);
            }
        }
        return walk(classes, candidates.made(), candidates.enums(), id);
    }

    private static boolean harmless(Hierarchy classes, Set<String> made, Set<String> enums, MethodId id) {
        try {
            walk(classes, made, enums, id);
            return true;
        } catch (NotReplayable e) {
            return false;
        }
    }

    private static List<MethodNode> walk(Hierarchy classes, Set<String> made, Set<String> enums, MethodId id) {
        Reach reach = new Reach(classes);
        made.forEach(reach::made);
        enums.forEach(reach::named);
        return reach.walk(id.owner(), id.name(), id.descriptor());
    }
}
