package dev.whittle.runtime;

import dev.whittle.runtime.writing.StoreWriter;
import dev.whittle.testkit.ByteLoader;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A program whose static methods {@code coldN} were moved to a store by hand, as the contract says. */
final class Sample {
    static final String BUILD = "build0";
    static final String STORE = "META-INF/whittle/" + BUILD + "/store.wcs";
    static final String HOT = "app/Hot";

    final ByteLoader loader;
    final byte[] store;
    final Class<?> hot;
    /** The class file of the hot class. */
    final byte[] hotClass;

    private Sample(ByteLoader loader, byte[] store, Class<?> hot, byte[] hotClass) {
        this.hotClass = hotClass;
        this.loader = loader;
        this.store = store;
        this.hot = hot;
    }

    static Sample of(String body) throws ClassNotFoundException {
        byte[] original = InMemoryCompiler.compile(
                        Map.of("app.Hot", "package app;\npublic class Hot {\n" + body + "\n}"))
                .get(HOT);
        List<String> moved = new ArrayList<>();
        new ClassReader(original)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(int a, String n, String d, String s, String[] e) {
                                if (n.startsWith("cold")) {
                                    moved.add(n);
                                }
                                return null;
                            }
                        },
                        0);
        List<StoreFormat.Raw> fragments = new ArrayList<>();
        for (int id = 0; id < moved.size(); id++) {
            String name = HOT + "$whittle$" + id;
            fragments.add(new StoreFormat.Raw(id, name, moved.get(id), fragment(original, moved.get(id), name)));
        }
        byte[] store = StoreWriter.write(BUILD, fragments);
        Map<String, byte[]> resources = new HashMap<>(Map.of(STORE, store));
        byte[] hotClass = hot(original, fragments, moved);
        ByteLoader loader = new ByteLoader(Map.of(HOT, hotClass), resources, Sample.class.getClassLoader());
        return new Sample(loader, store, loader.loadClass("app.Hot"), hotClass);
    }

    Object call(String method, Object... arguments) throws Throwable {
        for (var m : hot.getDeclaredMethods()) {
            if (m.getName().equals(method)) {
                m.setAccessible(true);
                try {
                    return m.invoke(null, arguments);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        throw new NoSuchMethodException(method);
    }

    private static byte[] fragment(byte[] original, String method, String name) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(original)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public void visit(int v, int a, String n, String s, String sup, String[] i) {
                                super.visit(
                                        v,
                                        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                                        name,
                                        null,
                                        sup,
                                        i);
                                super.visitNestHost(HOT);
                            }

                            @Override
                            public MethodVisitor visitMethod(int a, String n, String d, String s, String[] e) {
                                return n.equals(method)
                                        ? super.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, n, d, s, e)
                                        : null;
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private static byte[] hot(byte[] original, List<StoreFormat.Raw> fragments, List<String> moved) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(original)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(int a, String n, String d, String s, String[] e) {
                                MethodVisitor out = super.visitMethod(a, n, d, s, e);
                                int id = moved.indexOf(n);
                                if (id < 0) {
                                    return out;
                                }
                                exit(
                                        out,
                                        n,
                                        d,
                                        id + "|" + digest(fragments.get(id).classFile()));
                                return null;
                            }

                            @Override
                            public void visitEnd() {
                                fragments.forEach(f -> super.visitNestMember(f.className()));
                                super.visitEnd();
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    static String digest(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(StoreFormat.sha256(bytes));
    }

    private static void exit(MethodVisitor out, String name, String descriptor, String fragment) {
        out.visitCode();
        int slot = 0;
        for (Type type : Type.getArgumentTypes(descriptor)) {
            out.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
            slot += type.getSize();
        }
        Handle bootstrap = new Handle(
                Opcodes.H_INVOKESTATIC,
                "dev/whittle/runtime/Cold",
                "link",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;Ljava/lang/String;)Ljava/lang/invoke/CallSite;",
                false);
        out.visitInvokeDynamicInsn(name, descriptor, bootstrap, BUILD, fragment);
        out.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        out.visitMaxs(0, 0);
        out.visitEnd();
    }
}
