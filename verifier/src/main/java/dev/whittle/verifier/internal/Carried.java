package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.Proofs;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What one verification leaves to the next one of the same program. Not thread-safe. */
public final class Carried {
    /**
     * All that the proof of a method looks at, besides the original program and its library.
     *
     * @param code digest of the transformed method
     * @param fragments digests of those that its certificate names and that may be used
     * @param facts those that its guards name and that may be relied on
     */
    record Basis(
            String build,
            Certificate certificate,
            String code,
            Map<Integer, String> fragments,
            Map<String, Facts.Fact> facts) {}

    private record Judged(Basis basis, Verdict verdict) {}

    private final Map<MethodId, Judged> proved = new HashMap<>();
    private final IdentityHashMap<byte[], Optional<ClassNode>> parsed = new IdentityHashMap<>();
    private Map<String, byte[]> originals = Map.of();
    private Map<String, byte[]> library = Map.of();
    private final Proofs proofs;
    private final Optional<String> judge;
    private final VerificationSession.Watch watch;
    private final List<World> worlds = new ArrayList<>();
    private int judged;
    /** Digest of what all proofs of this verification rest on; empty if no proof may outlive the session. */
    private Optional<String> ground = Optional.empty();

    /**
     * @param proofs that other sessions left
     * @param settings that a verdict may depend on
     * @param watch is told of each method that is judged anew
     */
    public Carried(Proofs proofs, String settings, VerificationSession.Watch watch) {
        this.proofs = proofs;
        this.watch = watch;
        this.judge = proofs == Proofs.none() ? Optional.empty() : Judge.identity(settings);
    }

    /** Begins a verification; forgets everything if it is of another program. */
    World begin(VerificationInput input) {
        judged = 0;
        Set<byte[]> now = Collections.newSetFromMap(new IdentityHashMap<>());
        now.addAll(input.whittled().values());
        now.addAll(input.fragments().values());
        now.addAll(input.library().values());
        parsed.keySet().removeIf(bytes -> !now.contains(bytes));
        if (worlds.isEmpty() || !same(originals, input.originals()) || !same(library, input.library())) {
            proved.clear();
            parsed.clear();
            worlds.clear();
            originals = input.originals();
            library = input.library();
        }
        return world(0);
    }

    /** Returns a view of the program; none may be used by two threads at once. */
    World world(int number) {
        while (worlds.size() <= number) {
            worlds.add(new World(originals, library));
        }
        return worlds.get(number);
    }

    /**
     * Notes what proofs of this verification rest on besides their own methods. It is more than a proof reads: all of the original
     * program and of what it runs with, each fact that was claimed, and what was found of it.
     */
    void rest(VerificationInput input, Facts facts, Map<String, String> findings) {
        ground = judge.map(who -> new ProofKey()
                .add(who)
                .add(input.originals())
                .add(input.library())
                .add(input.build())
                .add(facts)
                .addAll(claims(input))
                .addAll(findings)
                .hex());
    }

    private static Map<String, String> claims(VerificationInput input) {
        Map<String, String> claims = new TreeMap<>();
        input.facts().forEach(f -> claims.merge(f.field().key(), f.toString(), (a, b) -> a + "\n" + b));
        return claims;
    }

    private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
        return a.size() == b.size()
                && a.entrySet().stream().allMatch(e -> java.util.Arrays.equals(e.getValue(), b.get(e.getKey())));
    }

    /** Parses a class file once; what is handed out must not be changed. */
    ClassNode parse(byte[] bytes) {
        return parsed.computeIfAbsent(bytes, b -> {
                    try {
                        return Optional.of(ClassFiles.parse(b));
                    } catch (BadInputException e) {
                        return Optional.empty();
                    }
                })
                .orElseGet(() -> ClassFiles.parse(bytes));
    }

    /**
     * A method that is to be judged.
     *
     * @param basis nothing if it is judged each time
     * @param key under which a proof may outlive the session
     * @param known the verdict of the same basis, if there is one
     */
    record Open(
            MethodId method,
            Optional<Basis> basis,
            Optional<String> key,
            @Nullable Verdict known) {}

    /**
     * Looks for the verdict that is known of the same basis. Only proofs are kept.
     *
     * @param hot the class file that ships the method
     */
    Open open(
            String build,
            Certificate certificate,
            byte[] hot,
            MethodNode now,
            Map<Integer, byte[]> usable,
            Facts facts) {
        MethodId method = certificate.method();
        Optional<Basis> basis = basisIfAny(build, certificate, now, usable, facts);
        if (basis.isEmpty()) {
            return new Open(method, basis, Optional.empty(), null);
        }
        Judged known = proved.get(method);
        if (known != null && known.basis().equals(basis.get())) {
            return new Open(method, basis, Optional.empty(), known.verdict());
        }
        Optional<String> key = ground.map(g -> key(g, basis.get(), hot));
        Verdict verdict = key.flatMap(proofs::find).map(p -> (Verdict) p).orElse(null);
        if (verdict != null) {
            proved.put(method, new Judged(basis.get(), verdict));
        }
        return new Open(method, basis, key, verdict);
    }

    /** Takes the verdict of a method that was judged anew. */
    void close(Open open, Verdict verdict, long nanos) {
        judged++;
        watch.judged(open.method(), verdict, nanos);
        if (verdict instanceof Verdict.Proved proof) {
            open.key().ifPresent(k -> proofs.keep(k, proof));
            open.basis().ifPresent(b -> proved.put(open.method(), new Judged(b, verdict)));
        }
    }

    private static String key(String ground, Basis basis, byte[] hot) {
        ProofKey key =
                new ProofKey().add(ground).add(basis.certificate()).add(hot).add(basis.code());
        key.add(basis.fragments().size());
        basis.fragments().forEach((id, digest) -> key.add(id).add(digest));
        return key.hex();
    }

    public int judged() {
        return judged;
    }

    private static Optional<Basis> basisIfAny(
            String build, Certificate certificate, MethodNode now, Map<Integer, byte[]> usable, Facts facts) {
        try {
            return Optional.of(basis(build, certificate, now, usable, facts));
        } catch (RuntimeException e) {
            // Code that cannot be written again is judged each time.
            return Optional.empty();
        }
    }

    private static Basis basis(
            String build, Certificate certificate, MethodNode now, Map<Integer, byte[]> usable, Facts facts) {
        Map<Integer, String> fragments = new TreeMap<>();
        for (Certificate.ExitPoint exit : certificate.exits()) {
            byte[] bytes = usable.get(exit.fragment());
            fragments.put(exit.fragment(), bytes == null ? "" : Digests.base64(bytes));
        }
        Map<String, Facts.Fact> named = new TreeMap<>();
        for (AbstractInsnNode node : now.instructions) {
            if (node instanceof InvokeDynamicInsnNode n && RuntimeCalls.isGuard(n) && n.bsmArgs.length > 1) {
                String key = String.valueOf(n.bsmArgs[1]);
                Facts.Fact fact = facts.get(key);
                if (fact != null) {
                    named.put(key, fact);
                }
            }
            MarkReads.of(facts, node).forEach(fact -> named.put(fact.field().key(), fact));
        }
        return new Basis(build, certificate, code(now), fragments, named);
    }

    /** The method alone in a class file: equal bytes there are equal code, handlers, lines and frames. */
    private static String code(MethodNode method) {
        ClassNode holder = new ClassNode();
        holder.version = org.objectweb.asm.Opcodes.V11;
        holder.name = "X";
        holder.superName = "java/lang/Object";
        method.accept(holder);
        return method.maxLocals + "/" + method.maxStack + "/" + Digests.base64(ClassFiles.write(holder));
    }
}
