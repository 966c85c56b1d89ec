package dev.whittle.profiler.agent.internal;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that probes call. It is generated into {@code java.lang}, the one package that each class loader and each module
 * can see, also loaders that delegate nothing else to their parents.
 */
public final class Bridge {
    static final String NAME = "java/lang/$WhittleProbes";
    static final String HIT = "hit";
    static final String HIT_DESCRIPTOR = "(II)V";
    static final String FACT = "fact";
    static final String RECEIVER = "receiver";
    static final String INPUT = "input";
    static final String EARLY = "early";
    static final String EARLY_DESCRIPTOR = "(II)Z";
    static final String VALUE_DESCRIPTOR = "(Ljava/lang/Object;I)V";

    /** Classes, and methods with paths, that can be counted. The table never moves, so that the JIT compiler sees a constant. */
    static final int CAPACITY = 1 << 18;

    /** Call sites whose receivers can be recorded. */
    static final int SITES = 1 << 18;

    /** Entries of a method at which its arguments are looked at. */
    private static final long EARLY_ENTRIES = 256;

    private static final String TYPES_DESCRIPTOR = "[Ljava/lang/Class;";
    private static final String COUNTS_DESCRIPTOR = "[J";
    private static final String RUNNABLE_DESCRIPTOR = "Ljava/lang/Runnable;";
    private static final String COUNTERS_DESCRIPTOR = "[[J";
    private static final String SINK_DESCRIPTOR = Type.getDescriptor(ObjIntConsumer.class);

    private final Class<?> type;
    private final long[][] counters;
    private final Class<?>[] firstTypes;
    private final long[] firstCounts;

    private Bridge(Class<?> type) throws ReflectiveOperationException {
        this.type = type;
        this.counters = (long[][]) type.getField("counters").get(null);
        this.firstTypes = (Class<?>[]) type.getField("firstTypes").get(null);
        this.firstCounts = (long[]) type.getField("firstCounts").get(null);
    }

    /** Defines the class. */
    public static Bridge install(Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        Set<Module> agent = Set.of(Bridge.class.getModule());
        instrumentation.redefineModule(base, Set.of(), Map.of(), Map.of("java.lang", agent), Set.of(), Map.of());
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
            return new Bridge(lookup.defineClass(generate()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("java.lang has just been opened to this module", e);
        }
    }

    /** Gives a class its counters, before it is defined and so before any thread can run its probes. */
    void setCounters(int classId, long[] values) {
        counters[classId] = values;
    }

    void setSinks(ObjIntConsumer<Object> facts, ObjIntConsumer<Object> receivers, ObjIntConsumer<Object> inputs) {
        try {
            type.getField("facts").set(null, facts);
            type.getField("receivers").set(null, receivers);
            type.getField("inputs").set(null, inputs);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the fields are public in an exported package", e);
        }
    }

    /** Makes a class the first of a site, and counts it; false if the site has another one. */
    boolean claimFirst(int site, Class<?> seen) {
        if (firstTypes[site] == null) {
            firstTypes[site] = seen;
        }
        if (firstTypes[site] != seen) {
            return false;
        }
        firstCounts[site]++;
        return true;
    }

    @Nullable
    Class<?> firstType(int site) {
        return firstTypes[site];
    }

    /** Returns at least 1 where there is a first class. */
    long firstCount(int site) {
        return Math.max(1, firstCounts[site]);
    }

    /** Leaves what writes the profile where an agent that is loaded later finds it. */
    public void setDump(Runnable dump) {
        try {
            type.getField("dump").set(null, dump);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the field is public in an exported package", e);
        }
    }

    /** Returns what writes the profile of this JVM, or null if it is not being recorded. */
    public static @Nullable Runnable dump() {
        try {
            Class<?> bridge = Class.forName(NAME.replace('/', '.'), true, null);
            return (Runnable) bridge.getField("dump").get(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    static byte[] generate() {
        // Frames of the one method that branches need no class but java.lang's.
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        writer.visit(Opcodes.V17, access, NAME, null, "java/lang/Object", null);
        int field = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        writer.visitField(field | Opcodes.ACC_FINAL, "counters", COUNTERS_DESCRIPTOR, null, null);
        writer.visitField(field | Opcodes.ACC_FINAL, "firstTypes", TYPES_DESCRIPTOR, null, null);
        writer.visitField(field | Opcodes.ACC_FINAL, "firstCounts", COUNTS_DESCRIPTOR, null, null);
        writer.visitField(field | Opcodes.ACC_VOLATILE, "dump", RUNNABLE_DESCRIPTOR, null, null);
        writer.visitField(field, "facts", SINK_DESCRIPTOR, null, null);
        writer.visitField(field, "receivers", SINK_DESCRIPTOR, null, null);
        writer.visitField(field, "inputs", SINK_DESCRIPTOR, null, null);
        MethodVisitor init = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        init.visitCode();
        init.visitLdcInsn(CAPACITY);
        init.visitTypeInsn(Opcodes.ANEWARRAY, "[J");
        init.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "counters", COUNTERS_DESCRIPTOR);
        init.visitLdcInsn(SITES);
        init.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Class");
        init.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "firstTypes", TYPES_DESCRIPTOR);
        init.visitLdcInsn(SITES);
        init.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
        init.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "firstCounts", COUNTS_DESCRIPTOR);
        end(init);
        hit(writer.visitMethod(field, HIT, HIT_DESCRIPTOR, null, null));
        MethodVisitor fact = writer.visitMethod(field, FACT, VALUE_DESCRIPTOR, null, null);
        fact.visitCode();
        forward(fact, "facts");
        MethodVisitor input = writer.visitMethod(field, INPUT, VALUE_DESCRIPTOR, null, null);
        input.visitCode();
        forward(input, "inputs");
        early(writer.visitMethod(field, EARLY, EARLY_DESCRIPTOR, null, null));
        receiver(writer.visitMethod(field, RECEIVER, VALUE_DESCRIPTOR, null, null));
        writer.visitEnd();
        return writer.toByteArray();
    }

    /**
     * {@code counters[class][probe]++}, plain: threads may lose each other's increments, but no interleaving of reads and
     * increments brings a counter that was above 0 back to 0, and 0 is the one value that is taken at its word.
     */
    private static void hit(MethodVisitor code) {
        code.visitCode();
        code.visitFieldInsn(Opcodes.GETSTATIC, NAME, "counters", COUNTERS_DESCRIPTOR);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.AALOAD);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        increment(code);
        end(code);
    }

    /** {@code counters[class][probe] <= EARLY_ENTRIES}. */
    private static void early(MethodVisitor code) {
        Label late = new Label();
        code.visitCode();
        code.visitFieldInsn(Opcodes.GETSTATIC, NAME, "counters", COUNTERS_DESCRIPTOR);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.AALOAD);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitInsn(Opcodes.LALOAD);
        code.visitLdcInsn(EARLY_ENTRIES);
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(Opcodes.IFGT, late);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(late);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** Nothing for null; {@code firstCounts[site]++} for the site's first class; any other class goes to the recorder. */
    private static void receiver(MethodVisitor code) {
        Label isNull = new Label();
        Label other = new Label();
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitJumpInsn(Opcodes.IFNULL, isNull);
        code.visitFieldInsn(Opcodes.GETSTATIC, NAME, "firstTypes", TYPES_DESCRIPTOR);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitInsn(Opcodes.AALOAD);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "getClass", "()Ljava/lang/Class;", false);
        code.visitJumpInsn(Opcodes.IF_ACMPNE, other);
        code.visitFieldInsn(Opcodes.GETSTATIC, NAME, "firstCounts", COUNTS_DESCRIPTOR);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        increment(code);
        code.visitLabel(isNull);
        code.visitInsn(Opcodes.RETURN);
        code.visitLabel(other);
        forward(code, "receivers");
    }

    /** Adds one to the element of which array and index are on the stack. */
    private static void increment(MethodVisitor code) {
        code.visitInsn(Opcodes.DUP2);
        code.visitInsn(Opcodes.LALOAD);
        code.visitInsn(Opcodes.LCONST_1);
        code.visitInsn(Opcodes.LADD);
        code.visitInsn(Opcodes.LASTORE);
    }

    private static void forward(MethodVisitor code, String sink) {
        code.visitFieldInsn(Opcodes.GETSTATIC, NAME, sink, SINK_DESCRIPTOR);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitMethodInsn(
                Opcodes.INVOKEINTERFACE,
                Type.getInternalName(ObjIntConsumer.class),
                "accept",
                "(Ljava/lang/Object;I)V",
                true);
        end(code);
    }

    private static void end(MethodVisitor code) {
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
