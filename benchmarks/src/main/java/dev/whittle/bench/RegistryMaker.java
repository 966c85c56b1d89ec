package dev.whittle.bench;

import dev.whittle.bench.subject.start.BuiltIn;
import dev.whittle.bench.subject.start.Bus;
import dev.whittle.bench.subject.start.Driver;
import dev.whittle.bench.subject.start.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes the registry of a program with many drivers. Stateless. */
final class RegistryMaker {
    private static final String NAME = Type.getInternalName(BuiltIn.class);
    private static final String REGISTRY = Type.getInternalName(Registry.class);
    private static final String LIST = "java/util/ArrayList";
    private static final String WITH_BUS = "(" + Type.getDescriptor(Bus.class) + ")V";
    private static final String BIND = "(I" + Type.getDescriptor(Bus.class) + ")" + Type.getDescriptor(Driver.class);

    /** How a registry comes by its driver. */
    enum Kind {
        /** A switch over the device, whose cases each return a new driver. */
        MATCH("a switch over the device, whose cases each return a new driver"),
        /** A list of all drivers, each of which is asked. */
        EAGER("all drivers are made at start, and each is asked");

        private final String about;

        Kind(String about) {
            this.about = about;
        }

        String about() {
            return about;
        }
    }

    private RegistryMaker() {}

    /** Returns the registry and its drivers, by internal name. */
    static Map<String, byte[]> make(Kind kind, List<Integer> drivers) {
        Map<String, byte[]> made = new LinkedHashMap<>();
        for (int number : drivers) {
            made.put(DriverMaker.name(number), DriverMaker.make(number));
        }
        made.put(NAME, registry(kind, drivers));
        return made;
    }

    private static byte[] registry(Kind kind, List<Integer> drivers) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, REGISTRY, null);
        writer.visitSource("BuiltIn.java", null);
        MethodVisitor init = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        init.visitCode();
        init.visitVarInsn(Opcodes.ALOAD, 0);
        init.visitMethodInsn(Opcodes.INVOKESPECIAL, REGISTRY, "<init>", "()V", false);
        init.visitInsn(Opcodes.RETURN);
        init.visitMaxs(0, 0);
        init.visitEnd();
        MethodVisitor bind = writer.visitMethod(Opcodes.ACC_PUBLIC, "bind", BIND, null, null);
        bind.visitCode();
        if (kind == Kind.MATCH) {
            match(bind, drivers);
        } else {
            eager(bind, drivers);
        }
        bind.visitMaxs(0, 0);
        bind.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void match(MethodVisitor code, List<Integer> drivers) {
        Label none = new Label();
        Label[] labels = new Label[drivers.size()];
        int[] keys = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = new Label();
            keys[i] = DriverMaker.device(drivers.get(i));
        }
        line(code, 10);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitLookupSwitchInsn(none, keys, labels);
        for (int i = 0; i < labels.length; i++) {
            code.visitLabel(labels[i]);
            line(code, 11 + 2 * i);
            create(code, drivers.get(i));
            code.visitInsn(Opcodes.ARETURN);
        }
        code.visitLabel(none);
        line(code, 12 + 2 * labels.length);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "none", "()Ljava/lang/IllegalStateException;", false);
        code.visitInsn(Opcodes.ATHROW);
    }

    private static void create(MethodVisitor code, int driver) {
        String type = DriverMaker.name(driver);
        code.visitTypeInsn(Opcodes.NEW, type);
        code.visitInsn(Opcodes.DUP);
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", WITH_BUS, false);
    }

    private static void eager(MethodVisitor code, List<Integer> drivers) {
        line(code, 10);
        code.visitTypeInsn(Opcodes.NEW, LIST);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, LIST, "<init>", "()V", false);
        code.visitVarInsn(Opcodes.ASTORE, 3);
        for (int i = 0; i < drivers.size(); i++) {
            line(code, 11 + i);
            code.visitVarInsn(Opcodes.ALOAD, 3);
            create(code, drivers.get(i));
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LIST, "add", "(Ljava/lang/Object;)Z", false);
            code.visitInsn(Opcodes.POP);
        }
        line(code, 12 + drivers.size());
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                NAME,
                "choose",
                "(Ljava/lang/Iterable;I)" + Type.getDescriptor(Driver.class),
                false);
        code.visitInsn(Opcodes.ARETURN);
    }

    private static void line(MethodVisitor code, int number) {
        Label here = new Label();
        code.visitLabel(here);
        code.visitLineNumber(number, here);
    }
}
