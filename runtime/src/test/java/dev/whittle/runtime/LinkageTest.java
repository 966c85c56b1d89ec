package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What runs when hot code starts or is left links no call sites of its own: the first one of a kind takes tens of milliseconds, and the thread that
 * pays is the program's.
 */
class LinkageTest {
    /** Methods that run when somebody asks for a report, or writes a store; and what records have and nobody calls. */
    private static final Set<String> LATER =
            Set.of("invalidated", "array", "reportAtExit", "write", "toString", "hashCode", "equals");

    @ParameterizedTest
    @ValueSource(
            classes = {
                Cold.class,
                ColdEvents.class,
                CompanionLoading.class,
                Download.class,
                RemoteStore.class,
                Facts.class,
                Facts.Guard.class,
                Facts.Write.class,
                FragmentLoader.class,
                Inherited.class,
                LearnedFile.class,
                Rehearsal.class,
                Marks.class,
                Origin.class,
                Policy.class,
                Tripwires.class,
                KeptStore.class,
                StoreFormat.class,
                StoreLocator.class,
                Switch.class
            })
    void nothingOnTheWayToColdCodeIsLinkedFirst(Class<?> type) throws IOException {
        Set<String> linked = new TreeSet<>();
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            new ClassReader(in)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String descriptor, String signature, String[] thrown) {
                                    return new MethodVisitor(Opcodes.ASM9) {
                                        @Override
                                        public void visitInvokeDynamicInsn(
                                                String called, String type, Handle bootstrap, Object... arguments) {
                                            linked.add(name);
                                        }
                                    };
                                }
                            },
                            0);
        }
        linked.removeAll(LATER);
        assertThat(linked).isEmpty();
    }
}
