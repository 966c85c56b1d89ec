package dev.whittle.verifier.internal;

import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A digest over parts that cannot run into each other: each text and each array of bytes has its length in front. */
final class ProofKey {
    private final MessageDigest digest = sha256();
    private final DataOutputStream out =
            new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));

    ProofKey add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_16BE));
    }

    ProofKey add(byte[] bytes) {
        try {
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Adds what a file holds, without holding it: a jar with a solver in it is large. */
    ProofKey add(Path file) throws IOException {
        out.writeLong(Files.size(file));
        Files.copy(file, out);
        return this;
    }

    ProofKey add(int number) {
        try {
            out.writeInt(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    ProofKey add(Map<String, byte[]> classes) {
        add(classes.size());
        new TreeMap<>(classes).forEach((name, bytes) -> add(name).add(bytes));
        return this;
    }

    ProofKey addAll(Map<String, String> texts) {
        add(texts.size());
        new TreeMap<>(texts).forEach((name, text) -> add(name).add(text));
        return this;
    }

    ProofKey add(MethodId id) {
        return add(id.owner()).add(id.name()).add(id.descriptor());
    }

    ProofKey add(Certificate c) {
        add(c.method()).add(c.original().hex()).add(c.movedWhole() ? 1 : 0);
        add(c.pairs().size());
        for (Certificate.PositionPair pair : c.pairs()) {
            add(pair.original()).add(pair.transformed()).add(pair.predicates().size());
            for (Plan.Predicate predicate : pair.predicates()) {
                add(predicate.ordinal()).add(predicate.outcome());
            }
        }
        add(c.guards().size());
        for (Certificate.GuardPoint guard : c.guards()) {
            add(guard.transformed()).add(guard.factKey()).add(guard.value().text());
        }
        add(c.exits().size());
        for (Certificate.ExitPoint exit : c.exits()) {
            add(exit.transformed()).add(exit.fragment()).add(exit.resume());
            add(exit.passed()).add(exit.stackDepth());
        }
        return this;
    }

    private ProofKey add(List<Integer> numbers) {
        add(numbers.size());
        numbers.forEach(this::add);
        return this;
    }

    ProofKey add(Facts facts) {
        add(facts.all().size());
        for (Facts.Fact fact : facts.all()) {
            add(fact.field().owner()).add(fact.field().name()).add(fact.field().descriptor());
            add(fact.value().text()).add(fact.bit()).add(fact.guarded() ? 1 : 0);
            add(fact.declared().owner())
                    .add(fact.declared().access())
                    .add(fact.declared().known() ? 1 : 0);
        }
        return this;
    }

    /** Ends the key: nothing may be added after it. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }
}
