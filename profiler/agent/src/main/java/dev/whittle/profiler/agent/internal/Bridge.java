package dev.whittle.profiler.agent.internal;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.objectweb.asm.ClassWriter;
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
    static final String VALUE_DESCRIPTOR = "(Ljava/lang/Object;I)V";

    /** Classes that can be counted. The table never moves, so that the JIT compiler sees a constant. */
    static final int CAPACITY = 1 << 17;

    private static final String COUNTERS_DESCRIPTOR = "[[J";
    private static final String SINK_DESCRIPTOR = Type.getDescriptor(ObjIntConsumer.class);

    private final Class<?> type;
    private final long[][] counters;

    private Bridge(Class<?> type) throws ReflectiveOperationException {
        this.type = type;
        this.counters = (long[][]) type.getField("counters").get(null);
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

    void setSinks(ObjIntConsumer<Object> facts, ObjIntConsumer<Object> receivers) {
        try {
            type.getField("facts").set(null, facts);
            type.getField("receivers").set(null, receivers);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the fields are public in an exported package", e);
        }
    }

    static byte[] generate() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        writer.visit(Opcodes.V17, access, NAME, null, "java/lang/Object", null);
        int field = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        writer.visitField(field | Opcodes.ACC_FINAL, "counters", COUNTERS_DESCRIPTOR, null, null);
        writer.visitField(field, "facts", SINK_DESCRIPTOR, null, null);
        writer.visitField(field, "receivers", SINK_DESCRIPTOR, null, null);
        MethodVisitor init = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        init.visitCode();
        init.visitLdcInsn(CAPACITY);
        init.visitTypeInsn(Opcodes.ANEWARRAY, "[J");
        init.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "counters", COUNTERS_DESCRIPTOR);
        end(init);
        hit(writer.visitMethod(field, HIT, HIT_DESCRIPTOR, null, null));
        forward(writer.visitMethod(field, FACT, VALUE_DESCRIPTOR, null, null), "facts");
        forward(writer.visitMethod(field, RECEIVER, VALUE_DESCRIPTOR, null, null), "receivers");
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
        code.visitInsn(Opcodes.DUP2);
        code.visitInsn(Opcodes.LALOAD);
        code.visitInsn(Opcodes.LCONST_1);
        code.visitInsn(Opcodes.LADD);
        code.visitInsn(Opcodes.LASTORE);
        end(code);
    }

    private static void forward(MethodVisitor code, String sink) {
        code.visitCode();
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
