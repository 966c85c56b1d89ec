package dev.whittle.cfg.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** One walk over all code of a program: who writes which field, and which ways round visible writes the program shows. */
public final class ProgramScan {
    /** Calls that find one field by its name; with the name as a constant they may write it. */
    private static final Set<String> BY_NAME = Set.of(
            "getDeclaredField",
            "getField",
            "findVarHandle",
            "fieldVarHandle",
            "findSetter",
            "newUpdater",
            "objectFieldOffset");

    /** Calls that make objects whose constructor does not run. */
    private static final Set<String> NO_CONSTRUCTOR = Set.of("allocateInstance", "newConstructorForSerialization");

    private final Map<String, ClassNode> classes = new TreeMap<>();
    private final Set<String> strings = new TreeSet<>();
    private final Set<String> lookups = new TreeSet<>();
    private final Set<String> allFieldLookups = new TreeSet<>();
    private final Set<String> reflectiveWrites = new TreeSet<>();
    private final Set<String> allocations = new TreeSet<>();
    private final Set<String> setterHandles = new TreeSet<>();

    /** Names of classes that write a field of this name and descriptor, whatever the owner they name. */
    private final Map<String, Set<String>> writers = new HashMap<>();

    /** Stores as they are written: owner, name and descriptor. */
    private final Set<String> stores = new TreeSet<>();

    private final Set<String> storesBeside = new TreeSet<>();

    private ProgramScan() {}

    /** @param library classes beside the program: nothing that they write carries a guard */
    public static ProgramScan of(Map<String, byte[]> classFiles, Map<String, byte[]> library) {
        ProgramScan scan = new ProgramScan();
        scan.classes.putAll(parse(classFiles));
        scan.classes.values().forEach(scan::scanClass);
        scan.scanBeside(parse(library));
        return scan;
    }

    private static Map<String, ClassNode> parse(Map<String, byte[]> classFiles) {
        Map<String, ClassNode> parsed = new TreeMap<>();
        classFiles.forEach((name, bytes) -> {
            try {
                parsed.put(name, ClassFiles.parse(bytes));
            } catch (BadInputException e) {
                // It cannot run, so it writes nothing; the reader of the jar warns of it.
            }
        });
        return parsed;
    }

    private void scanBeside(Map<String, ClassNode> library) {
        boolean weLookUp = !lookups.isEmpty();
        Set<String> theirs = new TreeSet<>();
        for (ClassNode node : library.values()) {
            ProgramScan alone = new ProgramScan();
            alone.scanClass(node);
            // A name means a field where the class that holds it, or the program, looks fields up.
            theirs.addAll(weLookUp || !alone.lookups.isEmpty() ? alone.strings : Set.of());
            lookups.addAll(alone.lookups);
            allFieldLookups.addAll(alone.allFieldLookups);
            reflectiveWrites.addAll(alone.reflectiveWrites);
            allocations.addAll(alone.allocations);
            setterHandles.addAll(alone.setterHandles);
            storesBeside.addAll(alone.stores);
        }
        strings.addAll(theirs);
    }

    private void scanClass(ClassNode node) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                scanInstruction(node, insn);
            }
        }
    }

    private void scanInstruction(ClassNode in, AbstractInsnNode insn) {
        if (insn instanceof FieldInsnNode field && field.getOpcode() == Opcodes.PUTFIELD) {
            stores.add(field.owner + "." + field.name + field.desc);
            writers.computeIfAbsent(field.name + field.desc, k -> new TreeSet<>())
                    .add(in.name);
        } else if (insn instanceof LdcInsnNode constant) {
            constant(constant.cst);
        } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
            Arrays.stream(dynamic.bsmArgs).forEach(this::constant);
        } else if (insn instanceof MethodInsnNode call) {
            call(in, call.owner, call.name);
        }
    }

    private void constant(Object constant) {
        if (constant instanceof String text) {
            strings.add(text);
        } else if (constant instanceof Handle handle) {
            if (handle.getTag() == Opcodes.H_PUTFIELD) {
                setterHandles.add(handle.getName() + handle.getDesc());
            } else {
                call(null, handle.getOwner(), handle.getName());
            }
        } else if (constant instanceof ConstantDynamic dynamic) {
            strings.add(dynamic.getName());
            constant(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    private void call(@org.jspecify.annotations.Nullable ClassNode in, String owner, String name) {
        String place = in == null ? "a method handle" : in.name.replace('/', '.');
        boolean platform = owner.startsWith("java/") || owner.endsWith("/Unsafe") || owner.startsWith("sun/");
        if (!platform) {
            return;
        }
        if (BY_NAME.contains(name)) {
            lookups.add(place);
        } else if (owner.equals("java/lang/Class") && (name.equals("getDeclaredFields") || name.equals("getFields"))) {
            allFieldLookups.add(place);
        } else if (owner.equals("java/lang/reflect/Field") && name.startsWith("set") && !name.startsWith("setAcc")
                || owner.endsWith("/Unsafe") && (name.startsWith("put") || name.startsWith("compareAnd"))
                || name.equals("unreflectSetter")
                || name.equals("unreflectVarHandle")) {
            reflectiveWrites.add(place);
        } else if (NO_CONSTRUCTOR.contains(name)) {
            allocations.add(place);
        }
    }

    public Map<String, ClassNode> classes() {
        return classes;
    }

    /** Returns the classes that write a field of this name and descriptor. */
    List<String> writers(String name, String descriptor) {
        return List.copyOf(writers.getOrDefault(name + descriptor, Set.of()));
    }

    /** Returns why writes of this field may not all be visible, or an empty list. */
    List<String> hiddenWrites(String owner, String name, String descriptor) {
        List<String> result = new ArrayList<>();
        if (storesBeside.contains(owner + "." + name + descriptor)) {
            result.add("a class beside the input writes it, without a guard");
        }
        if (!lookups.isEmpty() && strings.contains(name)) {
            result.add("the program holds its name as a string and looks fields up by name in " + first(lookups));
        }
        if (!allFieldLookups.isEmpty() && !reflectiveWrites.isEmpty()) {
            result.add("the program writes fields by reflection in " + first(reflectiveWrites)
                    + " and enumerates fields in " + first(allFieldLookups));
        }
        if (setterHandles.contains(name + descriptor)) {
            result.add("the program has a method handle that writes it");
        }
        if (!allocations.isEmpty()) {
            result.add("the program makes objects without running a constructor in " + first(allocations));
        }
        return result;
    }

    /** Returns a place from which all fields of a class can be seen, if there is one. */
    Optional<String> fieldEnumeration() {
        return allFieldLookups.stream().findFirst();
    }

    private static String first(Set<String> places) {
        return places.iterator().next();
    }
}
