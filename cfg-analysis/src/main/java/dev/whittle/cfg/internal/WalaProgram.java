package dev.whittle.cfg.internal;

import com.ibm.wala.classLoader.BinaryDirectoryTreeModule;
import com.ibm.wala.classLoader.IBytecodeMethod;
import com.ibm.wala.classLoader.IClass;
import com.ibm.wala.classLoader.IMethod;
import com.ibm.wala.ipa.callgraph.AnalysisCacheImpl;
import com.ibm.wala.ipa.callgraph.AnalysisScope;
import com.ibm.wala.ipa.callgraph.IAnalysisCacheView;
import com.ibm.wala.ipa.cha.ClassHierarchyException;
import com.ibm.wala.ipa.cha.ClassHierarchyFactory;
import com.ibm.wala.ipa.cha.IClassHierarchy;
import com.ibm.wala.ssa.IR;
import com.ibm.wala.types.ClassLoaderReference;
import com.ibm.wala.types.TypeReference;
import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** WALA's class hierarchy over the input and the running platform, and SSA on demand. */
public final class WalaProgram {
    private final Map<String, byte[]> classes;
    private final IClassHierarchy hierarchy;
    private final IAnalysisCacheView cache = new AnalysisCacheImpl();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Map<String, Code>> codes = new HashMap<>();
    private final Map<IMethod, Optional<WalaMethod>> methods = new HashMap<>();

    public WalaProgram(Map<String, byte[]> input, List<Path> extraClassPath) {
        classes = new TreeMap<>();
        input.forEach((name, bytes) -> {
            if (parses(name, bytes)) {
                classes.put(name, bytes);
            }
        });
        try {
            AnalysisScope scope = AnalysisScope.createJavaAnalysisScope();
            scope.addToScope(ClassLoaderReference.Primordial, JrtModule.javaBase());
            scope.addToScope(ClassLoaderReference.Application, JrtModule.of(classes));
            for (Path extra : extraClassPath) {
                addExtra(scope, extra);
            }
            hierarchy = ClassHierarchyFactory.makeWithRoot(scope);
        } catch (ClassHierarchyException | IOException e) {
            throw new BadInputException(
                    "The classes of the input cannot be linked for analysis (" + e.getMessage() + ").", e);
        }
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
            if (!entry.getKey().endsWith("module-info")
                    && lookup(entry.getKey()).isEmpty()) {
                warnings.add(entry.getKey().replace('/', '.')
                        + " is left as it is: analysis cannot read its class file (version "
                        + ClassFiles.major(entry.getValue()) + ").");
            }
        }
    }

    private boolean parses(String name, byte[] bytes) {
        try {
            ClassFiles.parse(bytes);
            return true;
        } catch (BadInputException e) {
            warnings.add(name.replace('/', '.') + " is left as it is: " + e.getMessage());
            return false;
        }
    }

    private static void addExtra(AnalysisScope scope, Path extra) throws IOException {
        if (Files.isDirectory(extra)) {
            scope.addToScope(ClassLoaderReference.Extension, new BinaryDirectoryTreeModule(extra.toFile()));
        } else {
            scope.addToScope(ClassLoaderReference.Extension, new JarFile(extra.toFile()));
        }
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    public byte[] bytes(String owner) {
        byte[] bytes = classes.get(owner);
        if (bytes == null) {
            throw new BadInputException("The input has no class " + owner.replace('/', '.') + " that can be read.");
        }
        return bytes;
    }

    IClassHierarchy hierarchy() {
        return hierarchy;
    }

    IAnalysisCacheView cache() {
        return cache;
    }

    boolean inInput(IClass type) {
        return type.getClassLoader().getReference().equals(ClassLoaderReference.Application);
    }

    static String internalName(IClass type) {
        return type.getName().toString().substring(1);
    }

    static MethodId id(IMethod method) {
        return new MethodId(
                internalName(method.getDeclaringClass()),
                method.getName().toString(),
                method.getDescriptor().toString());
    }

    private Optional<IClass> lookup(String owner) {
        return Optional.ofNullable(
                hierarchy.lookupClass(TypeReference.findOrCreate(ClassLoaderReference.Application, "L" + owner)));
    }

    /** Returns a method with its SSA; empty where WALA has none. */
    public Optional<WalaMethod> method(MethodId id) {
        bytes(id.owner());
        return lookup(id.owner())
                .flatMap(c -> c.getDeclaredMethods().stream()
                        .filter(m -> id(m).equals(id))
                        .findFirst()
                        .flatMap(this::method));
    }

    Optional<WalaMethod> method(IMethod method) {
        Optional<WalaMethod> known = methods.get(method);
        if (known == null) {
            known = read(method);
            methods.put(method, known);
        }
        return known;
    }

    private Optional<WalaMethod> read(IMethod method) {
        if (!(method instanceof IBytecodeMethod<?> bytecode) || method.isAbstract() || method.isNative()) {
            return Optional.empty();
        }
        Optional<Code> code = inInput(method.getDeclaringClass()) ? code(id(method)) : Optional.empty();
        if (code.isEmpty()) {
            return Optional.empty();
        }
        try {
            IR ir = cache.getIR(method);
            return ir == null
                    ? Optional.empty()
                    : Optional.of(new WalaMethod(bytecode, ir, cache.getDefUse(ir), code.get()));
        } catch (RuntimeException | Error e) {
            // WALA answers code that it does not understand with whatever its parts throw; unanalysed means unchanged.
            if (e instanceof VirtualMachineError) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Returns the code of a method; empty if it has none. */
    public Optional<Code> code(MethodId id) {
        return Optional.ofNullable(
                codes.computeIfAbsent(id.owner(), k -> codesOf(bytes(k))).get(id.name() + id.descriptor()));
    }

    private static Map<String, Code> codesOf(byte[] bytes) {
        Map<String, List<Integer>> offsets = offsets(bytes);
        Map<String, Code> result = new HashMap<>();
        ClassNode node = ClassFiles.parse(bytes);
        for (MethodNode m : node.methods) {
            if (m.instructions.size() > 0) {
                try {
                    result.put(
                            m.name + m.desc, new Code(m, Cfg.of(m), offsets.getOrDefault(m.name + m.desc, List.of())));
                } catch (UnsupportedOperationException e) {
                    // Subroutines of old class files: no graph, so the method stays as it is.
                }
            }
        }
        return result;
    }

    private static Map<String, List<Integer>> offsets(byte[] bytes) {
        Map<String, List<Integer>> result = new HashMap<>();
        List<List<Integer>> current = new ArrayList<>();
        ClassReader reader = new ClassReader(bytes) {
            @Override
            protected void readBytecodeInstructionOffset(int offset) {
                current.get(current.size() - 1).add(offset);
            }
        };
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String desc, String signature, String[] exceptions) {
                        List<Integer> list = new ArrayList<>();
                        current.add(list);
                        result.put(name + desc, list);
                        return new MethodVisitor(Opcodes.ASM9) {};
                    }
                },
                ClassReader.SKIP_DEBUG);
        return result;
    }
}
