package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;

/** Fields and arrays. Plain loads are silent terms over versions of memory; stores and volatile accesses are effects. */
final class Memory {
    private static final String ARRAYS = "IJFDABCS";

    private final World world;
    private final String self;

    Memory(World world, String self) {
        this.world = world;
        this.self = self;
    }

    /** One part of memory holds all fields of a name and type: which classes share a field need not be known. */
    static String part(String name, String descriptor) {
        return name + ":" + descriptor;
    }

    static char kind(String descriptor) {
        char c = descriptor.charAt(0);
        return switch (c) {
            case 'J', 'F', 'D' -> c;
            case 'L', '[' -> 'A';
            default -> 'I';
        };
    }

    /** The value of a field of an object now. */
    static Term load(State s, World.Field declared, String name, String descriptor, Term base) {
        String field = declared.owner() + "." + part(name, descriptor);
        if (declared.isFinal()) {
            // Outside constructors, which are not transformed, it does not change.
            return s.terms.app("final", field, kind(descriptor), base);
        }
        return s.terms.app("load", field, kind(descriptor), base, s.version(part(name, descriptor)));
    }

    Step step(FieldInsnNode n, int ordinal, Frame f, State s) {
        return switch (n.getOpcode()) {
            case Opcodes.GETFIELD -> getField(n, ordinal, f, s);
            case Opcodes.PUTFIELD -> putField(n, f, s);
            case Opcodes.GETSTATIC -> getStatic(n, ordinal, f, s);
            default -> putStatic(n, f, s);
        };
    }

    private static String name(FieldInsnNode n) {
        return n.owner + "." + n.name + ":" + n.desc;
    }

    private static Step.Check nullCheck(String key, Term base, State s) {
        return new Step.Check(key, List.of(base), List.of(s.terms.not(s.terms.eq(base, s.terms.nul))), "");
    }

    private Step getField(FieldInsnNode n, int ordinal, Frame f, State s) {
        Term base = f.peek(1).get(0);
        if (!s.known.nonNull(base)) {
            return nullCheck("getfield " + name(n), base, s);
        }
        World.Field field = world.field(n.owner, n.name, n.desc);
        if (field.fence()) {
            return new Step.Effect("getfield " + name(n), List.of(base), kind(n.desc), "*", List.of(), "sym");
        }
        f.pop();
        f.push(load(s, field, n.name, n.desc, base));
        return new Step.Silent(ordinal + 1);
    }

    private Step putField(FieldInsnNode n, Frame f, State s) {
        List<Term> args = f.peek(2);
        boolean fence = world.field(n.owner, n.name, n.desc).fence();
        List<Term> learn = List.of(s.terms.not(s.terms.eq(args.get(0), s.terms.nul)));
        return new Step.Effect("putfield " + name(n), args, 'V', fence ? "*" : part(n.name, n.desc), learn, "sym");
    }

    private Step getStatic(FieldInsnNode n, int ordinal, Frame f, State s) {
        if (!s.known.initialised(n.owner)) {
            return new Step.Check("initialise " + n.owner, List.of(), List.of(), n.owner);
        }
        World.Field field = world.field(n.owner, n.name, n.desc);
        if (field.fence()) {
            return new Step.Effect("getstatic " + name(n), List.of(), kind(n.desc), "*", List.of(), "sym");
        }
        boolean constant = world.enums().holds(n, self);
        f.push(constant ? s.terms.app("enum", n.owner + "." + n.name, 'A') : staticLoad(n, field, s));
        return new Step.Silent(ordinal + 1);
    }

    private static Term staticLoad(FieldInsnNode n, World.Field field, State s) {
        String part = "static " + part(n.name, n.desc);
        return s.terms.app("static", field.owner() + "." + part, kind(n.desc), s.version(part));
    }

    private Step putStatic(FieldInsnNode n, Frame f, State s) {
        if (!s.known.initialised(n.owner)) {
            return new Step.Check("initialise " + n.owner, List.of(), List.of(), n.owner);
        }
        boolean fence = world.field(n.owner, n.name, n.desc).fence();
        String part = "static " + part(n.name, n.desc);
        return new Step.Effect("putstatic " + name(n), f.peek(1), 'V', fence ? "*" : part, List.of(), "sym");
    }

    /** Loads, stores and the length of arrays. */
    Step array(int opcode, int ordinal, Frame f, State s) {
        if (opcode == Opcodes.ARRAYLENGTH) {
            Term array = f.peek(1).get(0);
            if (!s.known.nonNull(array)) {
                return nullCheck("arraylength", array, s);
            }
            f.pop();
            f.push(s.terms.app("length", "", 'I', array));
            return new Step.Silent(ordinal + 1);
        }
        boolean store = opcode >= Opcodes.IASTORE;
        int which = opcode - (store ? Opcodes.IASTORE : Opcodes.IALOAD);
        String part = "[" + ARRAYS.charAt(which);
        List<Term> operands = f.peek(store ? 3 : 2);
        Term inside = s.terms.app("inside", "", 'B', operands.get(0), operands.get(1));
        List<Term> learn = List.of(inside, s.terms.not(s.terms.eq(operands.get(0), s.terms.nul)));
        if (store) {
            return new Step.Effect("store " + part, operands, 'V', part, learn, "sym");
        }
        if (!s.known.knows(inside)) {
            return new Step.Check("load " + part, operands, new ArrayList<>(learn), "");
        }
        f.drop(2);
        char type = which < 5 ? ARRAYS.charAt(which) : 'I';
        f.push(s.terms.app("element " + part, "", type, operands.get(0), operands.get(1), s.version(part)));
        return new Step.Silent(ordinal + 1);
    }

    /** Returns the type of a descriptor's value as a term's. */
    static char kind(Type type) {
        return kind(type.getDescriptor());
    }
}
