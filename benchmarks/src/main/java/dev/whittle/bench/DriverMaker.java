package dev.whittle.bench;

import dev.whittle.bench.subject.start.BuiltIn;
import dev.whittle.bench.subject.start.Bus;
import dev.whittle.bench.subject.start.Driver;
import java.util.Random;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes one driver of many: a class file of 5 to 15 KB, with names, register tables, constants and methods of its own, as a compiler would
 * with lines. Equal numbers give equal bytes.
 */
final class DriverMaker {
    /** A status with this bit says that a packet is broken: the driver's own rare path. */
    static final long BROKEN = 1;

    /** One with this bit comes when the ring is full, as the device says in a register: another rare path. */
    static final long OVERRUN = 1 << 5;

    private static final int CAUSE = 7;

    private static final String BUS = Type.getInternalName(Bus.class);
    private static final String DRIVER = Type.getInternalName(Driver.class);
    private static final String[] WORDS = {
        "CTRL", "STATUS", "EECD", "MDIC", "FLOW", "VLAN", "ICR", "IMS", "RCTL", "TCTL", "TIPG", "LEDS", "PBA", "RDBAL",
        "RDLEN", "RDTR", "TDBAL", "TDLEN", "TIDV", "CSUM", "MTA", "RAL", "RAH", "VFTA", "MANC", "WUC", "FCRTL", "FCRTH",
        "ERR", "GOOD", "LONG", "SHORT"
    };
    private static final String[] COUNTERS = {
        "received",
        "sent",
        "broken",
        "dropped",
        "tagged",
        "long",
        "short",
        "collisions",
        "resets",
        "pauses",
        "checksum",
        "ring"
    };

    private final int number;
    private final Random chance;
    private final String name;
    private int line = 20;

    private DriverMaker(int number) {
        this.number = number;
        chance = new Random(number * 7919L + 1);
        name = name(number);
    }

    static String name(int number) {
        return Type.getInternalName(BuiltIn.class).replace("BuiltIn", "Driver%03d".formatted(number));
    }

    /** What the device of a driver says it is. */
    static int device(int number) {
        return 0x10ec8000 + number * 17;
    }

    static byte[] make(int number) {
        return new DriverMaker(number).make();
    }

    private byte[] make() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, DRIVER, null);
        writer.visitSource(name.substring(name.lastIndexOf('/') + 1) + ".java", null);
        for (String counter : COUNTERS) {
            writer.visitField(Opcodes.ACC_PRIVATE, counter(counter), "J", null, null)
                    .visitEnd();
        }
        writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "registers", "[Ljava/lang/String;", null, null)
                .visitEnd();
        writer.visitField(Opcodes.ACC_PRIVATE, "revision", "I", null, null).visitEnd();
        constructor(writer);
        matches(writer);
        name(writer);
        probe(writer);
        init(writer);
        rx(writer);
        tx(writer);
        stats(writer);
        reset(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static String counter(String of) {
        return of + "Packets";
    }

    private MethodVisitor method(ClassWriter writer, int access, String method, String descriptor) {
        MethodVisitor code = writer.visitMethod(access, method, descriptor, null, null);
        code.visitCode();
        line += 3;
        line(code);
        return code;
    }

    private void line(MethodVisitor code) {
        Label here = new Label();
        code.visitLabel(here);
        code.visitLineNumber(line++, here);
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** Keeps the bus and the names of the registers. */
    private void constructor(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "<init>", "(L" + BUS + ";)V");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, DRIVER, "<init>", "(L" + BUS + ";)V", false);
        line(code);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        int registers = 40 + chance.nextInt(60);
        code.visitIntInsn(Opcodes.BIPUSH, registers);
        code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/String");
        for (int i = 0; i < registers; i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitIntInsn(Opcodes.BIPUSH, i);
            code.visitLdcInsn("D%03d_%s_%02X".formatted(number, WORDS[chance.nextInt(WORDS.length)], i));
            code.visitInsn(Opcodes.AASTORE);
        }
        code.visitFieldInsn(Opcodes.PUTFIELD, name, "registers", "[Ljava/lang/String;");
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    private void matches(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "matches", "(I)Z");
        Label other = new Label();
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitLdcInsn(device(number));
        code.visitJumpInsn(Opcodes.IF_ICMPNE, other);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(other);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
    }

    private void name(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "name", "()Ljava/lang/String;");
        code.visitLdcInsn("Controller of the series %d, part %06x".formatted(number / 10, device(number) & 0xffffff));
        code.visitInsn(Opcodes.ARETURN);
        end(code);
    }

    /** A switch over the revision, each with settings of its own; others are refused with a message. */
    private void probe(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "probe", "(I)I");
        int revisions = 3 + chance.nextInt(6);
        Label other = new Label();
        Label[] labels = new Label[revisions];
        for (int i = 0; i < revisions; i++) {
            labels[i] = new Label();
        }
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitTableSwitchInsn(0, revisions - 1, other, labels);
        for (Label label : labels) {
            code.visitLabel(label);
            line(code);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitFieldInsn(Opcodes.PUTFIELD, name, "revision", "I");
            writes(code, 2 + chance.nextInt(8));
            code.visitLdcInsn(chance.nextInt());
            code.visitInsn(Opcodes.IRETURN);
        }
        code.visitLabel(other);
        line(code);
        refuse(code, "the part %06x has no such revision".formatted(device(number) & 0xffffff));
        end(code);
    }

    private static void refuse(MethodVisitor code, String message) {
        code.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
        code.visitInsn(Opcodes.DUP);
        code.visitLdcInsn(message);
        code.visitMethodInsn(
                Opcodes.INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "(Ljava/lang/String;)V", false);
        code.visitInsn(Opcodes.ATHROW);
    }

    /** Registers that are set, now and then after a look at one. */
    private void init(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "init", "()V");
        int steps = 6 + chance.nextInt(10);
        for (int i = 0; i < steps; i++) {
            Label ready = new Label();
            readBit(code);
            code.visitJumpInsn(Opcodes.IFEQ, ready);
            line(code);
            count(code, "resets");
            writes(code, 1 + chance.nextInt(5));
            code.visitLabel(ready);
            writes(code, 2 + chance.nextInt(6));
        }
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    private void readBit(MethodVisitor code) {
        line(code);
        bus(code);
        code.visitIntInsn(Opcodes.SIPUSH, 160 + chance.nextInt(90));
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUS, "read", "(I)I", false);
        code.visitLdcInsn(1 << chance.nextInt(31));
        code.visitInsn(Opcodes.IAND);
    }

    private void bus(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, name, "bus", "L" + BUS + ";");
    }

    private void writes(MethodVisitor code, int count) {
        for (int i = 0; i < count; i++) {
            line(code);
            bus(code);
            code.visitIntInsn(Opcodes.SIPUSH, chance.nextInt(160));
            code.visitLdcInsn(chance.nextInt());
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUS, "write", "(II)V", false);
        }
    }

    private void count(MethodVisitor code, String what) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.DUP);
        code.visitFieldInsn(Opcodes.GETFIELD, name, counter(what), "J");
        code.visitInsn(Opcodes.LCONST_1);
        code.visitInsn(Opcodes.LADD);
        code.visitFieldInsn(Opcodes.PUTFIELD, name, counter(what), "J");
    }

    /** {@code long rx(long status, long word)}: a short way for a good packet, a long one for each kind of odd packet. */
    private void rx(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "rx", "(JJ)J");
        count(code, "received");
        line(code);
        bus(code);
        code.visitIntInsn(Opcodes.BIPUSH, CAUSE);
        code.visitVarInsn(Opcodes.LLOAD, 1);
        code.visitInsn(Opcodes.L2I);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUS, "write", "(II)V", false);
        mixes(code, 3, 3);
        odd(code, BROKEN, "broken");
        odd(code, 1 << 1, "tagged");
        odd(code, 1 << 3, "checksum");
        odd(code, 1 << 4, "long");
        line(code);
        bus(code);
        code.visitIntInsn(Opcodes.SIPUSH, 8 + chance.nextInt(150));
        code.visitVarInsn(Opcodes.LLOAD, 3);
        code.visitInsn(Opcodes.L2I);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUS, "write", "(II)V", false);
        overrun(code);
        code.visitVarInsn(Opcodes.LLOAD, 3);
        code.visitInsn(Opcodes.LRETURN);
        end(code);
    }

    private void odd(MethodVisitor code, long bit, String counter) {
        Label usual = new Label();
        line(code);
        code.visitVarInsn(Opcodes.LLOAD, 1);
        code.visitLdcInsn(bit);
        code.visitInsn(Opcodes.LAND);
        code.visitInsn(Opcodes.LCONST_0);
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(Opcodes.IFEQ, usual);
        rare(code, counter);
        code.visitLabel(usual);
    }

    private void overrun(MethodVisitor code) {
        Label usual = new Label();
        line(code);
        bus(code);
        code.visitIntInsn(Opcodes.BIPUSH, CAUSE);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUS, "read", "(I)I", false);
        code.visitIntInsn(Opcodes.BIPUSH, (int) OVERRUN);
        code.visitInsn(Opcodes.IAND);
        code.visitJumpInsn(Opcodes.IFEQ, usual);
        rare(code, "dropped");
        code.visitLabel(usual);
    }

    private void rare(MethodVisitor code, String counter) {
        count(code, counter);
        mixes(code, 3, 4 + chance.nextInt(8));
        writes(code, 2 + chance.nextInt(5));
        code.visitVarInsn(Opcodes.LLOAD, 3);
        code.visitInsn(Opcodes.LNEG);
        code.visitInsn(Opcodes.LRETURN);
    }

    /** {@code word = word * CONSTANT ^ word >>> shift}. */
    private void mixes(MethodVisitor code, int variable, int count) {
        for (int i = 0; i < count; i++) {
            line(code);
            code.visitVarInsn(Opcodes.LLOAD, variable);
            code.visitLdcInsn(chance.nextLong() | 1);
            code.visitInsn(Opcodes.LMUL);
            code.visitVarInsn(Opcodes.LLOAD, variable);
            code.visitIntInsn(Opcodes.BIPUSH, 1 + chance.nextInt(60));
            code.visitInsn(Opcodes.LUSHR);
            code.visitInsn(Opcodes.LXOR);
            code.visitVarInsn(Opcodes.LSTORE, variable);
        }
    }

    private void tx(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "tx", "(J)I");
        count(code, "sent");
        mixes(code, 1, 2 + chance.nextInt(6));
        for (int i = 0; i < 3; i++) {
            Label go = new Label();
            readBit(code);
            code.visitJumpInsn(Opcodes.IFEQ, go);
            count(code, "ring");
            writes(code, 1 + chance.nextInt(6));
            code.visitIntInsn(Opcodes.BIPUSH, i);
            code.visitInsn(Opcodes.IRETURN);
            code.visitLabel(go);
        }
        writes(code, 3);
        code.visitVarInsn(Opcodes.LLOAD, 1);
        code.visitInsn(Opcodes.L2I);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
    }

    private void stats(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "stats", "()J");
        code.visitInsn(Opcodes.LCONST_0);
        for (String counter : COUNTERS) {
            line(code);
            code.visitLdcInsn(chance.nextLong() | 1);
            code.visitInsn(Opcodes.LMUL);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, counter(counter), "J");
            code.visitInsn(Opcodes.LADD);
        }
        code.visitInsn(Opcodes.LRETURN);
        end(code);
    }

    private void reset(ClassWriter writer) {
        MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "reset", "()V");
        writes(code, 10 + chance.nextInt(40));
        Label done = new Label();
        readBit(code);
        code.visitJumpInsn(Opcodes.IFEQ, done);
        line(code);
        refuse(code, "the part %06x did not come back from its reset".formatted(device(number) & 0xffffff));
        code.visitLabel(done);
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }
}
