package dev.whittle.engine;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.Instructions;
import dev.whittle.cfg.FactScanner;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.Profile;
import dev.whittle.transformer.internal.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Profiles that no run gave, with valid digests. */
public final class Profiles {
    private Profiles() {}

    /** Each count is 0 with probability 1/2, and each fact has a value that its type allows, or one it never had. */
    static Profile random(Map<String, byte[]> classes, long seed) {
        return random(classes, seed, 4);
    }

    /** @param idle of how many methods one was never run */
    public static Profile random(Map<String, byte[]> classes, long seed, int idle) {
        Random random = new Random(seed);
        List<Profile.ClassProfile> profiles = new ArrayList<>();
        new TreeMap<>(classes).forEach((name, bytes) -> profiles.add(ofClass(name, bytes, random, idle)));
        TreeMap<String, List<Profile.FactObservation>> facts = new TreeMap<>();
        for (FactDeclaration d : FactScanner.scan(classes)) {
            if (d.site() instanceof FactSite.Field f) {
                facts.put(f.key(), List.of(new Profile.FactObservation(value(f, classes, random), 1)));
            }
        }
        return new Profile(List.of("random " + seed), profiles, facts);
    }

    /** Each method was entered once, with each conditional jump taken, and each fact had one value. */
    static Profile taken(Map<String, byte[]> classes, Map<String, FactValue> facts) {
        TreeMap<String, List<Profile.FactObservation>> observed = new TreeMap<>();
        facts.forEach((key, value) -> observed.put(key, List.of(new Profile.FactObservation(value, 1))));
        return new Profile(List.of("test"), eachMethod(random(classes, 1), Profiles::taken), observed);
    }

    /** Returns the classes of a profile with other counters of each method. */
    static List<Profile.ClassProfile> eachMethod(Profile profile, UnaryOperator<Profile.MethodProfile> change) {
        return profile.classes().stream()
                .map(c -> new Profile.ClassProfile(
                        c.name(),
                        c.digest(),
                        c.complete(),
                        c.methods().stream().map(change).toList()))
                .toList();
    }

    private static Profile.MethodProfile taken(Profile.MethodProfile m) {
        return new Profile.MethodProfile(
                m.name(),
                m.descriptor(),
                1,
                m.edges().stream()
                        .map(e -> new Profile.EdgeCount(e.ordinal(), e.outcome(), e.outcome()))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * Returns the profile with each call that looks for its method called a million times on one class, which may be any of the program, and seldom
     * on others. Classes that are not of the program are left as they are.
     */
    public static Profile withReceivers(Profile profile, Map<String, byte[]> classes, long seed) {
        Random random = new Random(seed);
        Members members = new Members(classes);
        List<String> all = List.copyOf(new TreeMap<>(classes).keySet());
        List<Profile.ClassProfile> profiles = profile.classes().stream()
                .map(c -> {
                    byte[] bytes = classes.get(c.name());
                    if (bytes == null) {
                        return c;
                    }
                    ClassNode node = ClassFiles.parse(bytes);
                    List<Profile.MethodProfile> methods = c.methods().stream()
                            .map(m -> withReceivers(m, node, members, all, random))
                            .toList();
                    return new Profile.ClassProfile(c.name(), c.digest(), c.complete(), methods);
                })
                .toList();
        return new Profile(profile.provenance(), profiles, profile.facts());
    }

    private static Profile.MethodProfile withReceivers(
            Profile.MethodProfile m, ClassNode owner, Members members, List<String> all, Random random) {
        List<Profile.ReceiverCount> receivers = new ArrayList<>();
        MethodNode method = owner.methods.stream()
                .filter(x -> x.name.equals(m.name()) && x.desc.equals(m.descriptor()))
                .findFirst()
                .orElseThrow();
        Instructions code = Instructions.of(method);
        for (int i = 0; i < code.size(); i++) {
            if (code.get(i) instanceof MethodInsnNode call && !call.owner.startsWith("[")) {
                List<String> fitting = List.copyOf(members.implementers(call.owner));
                List<String> from = fitting.isEmpty() || random.nextInt(4) == 0 ? all : fitting;
                receivers.add(new Profile.ReceiverCount(i, from.get(random.nextInt(from.size())), 1_000_000));
                receivers.add(new Profile.ReceiverCount(i, "java/lang/Thread", 1));
                receivers.add(new Profile.ReceiverCount(i, "*", 1));
            }
        }
        return new Profile.MethodProfile(
                m.name(), m.descriptor(), m.entries(), m.edges(), m.handlers(), m.paths(), receivers);
    }

    private static FactValue value(FactSite.Field field, Map<String, byte[]> classes, Random random) {
        if (field.descriptor().equals("Z") && random.nextInt(4) > 0) {
            return new FactValue.OfInt(random.nextInt(2));
        }
        if (field.descriptor().length() == 1) {
            return field.descriptor().equals("J")
                    ? new FactValue.OfLong(random.nextInt(3))
                    : new FactValue.OfInt(random.nextInt(2) * random.nextInt(70));
        }
        String type = field.descriptor().substring(1, field.descriptor().length() - 1);
        List<String> constants = Stream.of(classes.get(type))
                .flatMap(b -> ClassFiles.parse(b).fields.stream())
                .filter(f -> (f.access & org.objectweb.asm.Opcodes.ACC_ENUM) != 0)
                .map(f -> f.name)
                .toList();
        return new FactValue.OfEnum(constants.get(random.nextInt(constants.size())));
    }

    private static Profile.ClassProfile ofClass(String name, byte[] bytes, Random random, int idle) {
        ClassNode node = ClassFiles.parse(bytes);
        List<Profile.MethodProfile> methods = new ArrayList<>();
        for (MethodNode method : node.methods) {
            if (method.instructions.size() > 0) {
                methods.add(ofMethod(method, random, idle));
            }
        }
        return new Profile.ClassProfile(name, Digests.of(bytes), true, methods);
    }

    private static Profile.MethodProfile ofMethod(MethodNode method, Random random, int idle) {
        Cfg cfg = Cfg.of(method);
        List<Profile.EdgeCount> edges = new ArrayList<>();
        for (int d : cfg.decisions()) {
            for (int o = 0; o < cfg.outcomes(d); o++) {
                edges.add(new Profile.EdgeCount(d, o, random.nextInt(2)));
            }
        }
        List<Profile.HandlerCount> handlers = cfg.handlerStarts().stream()
                .map(h -> new Profile.HandlerCount(h, random.nextInt(2)))
                .toList();
        return new Profile.MethodProfile(
                method.name, method.desc, random.nextInt(idle) == 0 ? 0 : 5, edges, handlers, List.of(), List.of());
    }

    /** Everything hot is called cold, and everything cold hot. */
    public static Profile inverted(Profile profile) {
        return new Profile(List.of("inverted"), eachMethod(profile, Profiles::inverted), profile.facts());
    }

    private static Profile.MethodProfile inverted(Profile.MethodProfile m) {
        return new Profile.MethodProfile(
                m.name(),
                m.descriptor(),
                m.entries() == 0 ? 1 : m.edges().isEmpty() ? 0 : 1,
                m.edges().stream()
                        .map(e -> new Profile.EdgeCount(e.ordinal(), e.outcome(), e.count() == 0 ? 1 : 0))
                        .toList(),
                m.handlers().stream()
                        .map(h -> new Profile.HandlerCount(h.ordinal(), h.count() == 0 ? 1 : 0))
                        .toList(),
                List.of(),
                List.of());
    }
}
