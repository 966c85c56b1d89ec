package dev.whittle.verifier.internal.replay;

import java.util.Set;

/**
 * What of the platform may be called with made-up arguments: it writes no file, opens no connection, starts no thread, changes nothing
 * that belongs to the process, never waits, and gives the same answer to the same question. Whatever is not named here is not called.
 */
final class Harmless {
    private static final Set<String> LANG = Set.of(
            "Object",
            "String",
            "StringBuilder",
            "StringBuffer",
            "CharSequence",
            "Math",
            "StrictMath",
            "Integer",
            "Long",
            "Short",
            "Byte",
            "Character",
            "Boolean",
            "Float",
            "Double",
            "Number",
            "Comparable",
            "Iterable",
            "Enum",
            "Record",
            "AutoCloseable",
            "Runnable",
            "Appendable",
            "Cloneable",
            "Void",
            "Readable",
            "MatchException");

    private static final Set<String> UTIL = Set.of(
            "ArrayList",
            "LinkedList",
            "List",
            "Map",
            "HashMap",
            "LinkedHashMap",
            "TreeMap",
            "Set",
            "HashSet",
            "LinkedHashSet",
            "TreeSet",
            "Collection",
            "Collections",
            "Arrays",
            "ArrayDeque",
            "Deque",
            "Queue",
            "PriorityQueue",
            "Iterator",
            "ListIterator",
            "BitSet",
            "Objects",
            "Optional",
            "OptionalInt",
            "OptionalLong",
            "OptionalDouble",
            "StringJoiner",
            "Comparator",
            "EnumMap",
            "EnumSet",
            "NavigableMap",
            "SortedMap",
            "NavigableSet",
            "SortedSet",
            "SequencedCollection",
            "SequencedMap",
            "SequencedSet",
            "AbstractList",
            "AbstractMap",
            "AbstractSet",
            "AbstractCollection",
            "AbstractQueue",
            "Map$Entry",
            "AbstractMap$SimpleEntry",
            "AbstractMap$SimpleImmutableEntry",
            "Vector",
            "Stack",
            "Hashtable",
            "IdentityHashMap",
            "Base64",
            "Base64$Encoder",
            "Base64$Decoder",
            "Random",
            "StringTokenizer",
            "Spliterator",
            "PrimitiveIterator",
            "PrimitiveIterator$OfInt",
            "PrimitiveIterator$OfLong",
            "HexFormat",
            "Enumeration",
            "RandomAccess");

    private static final Set<String> OTHERS = Set.of(
            "java/math/BigInteger",
            "java/math/BigDecimal",
            "java/math/MathContext",
            "java/math/RoundingMode",
            "java/nio/ByteBuffer",
            "java/nio/Buffer",
            "java/nio/IntBuffer",
            "java/nio/LongBuffer",
            "java/nio/CharBuffer",
            "java/nio/ShortBuffer",
            "java/nio/FloatBuffer",
            "java/nio/DoubleBuffer",
            "java/nio/ByteOrder",
            "java/nio/charset/StandardCharsets",
            "java/util/zip/CRC32",
            "java/util/zip/Adler32",
            "java/util/zip/CRC32C",
            "java/util/zip/Checksum",
            "java/io/ByteArrayInputStream",
            "java/io/ByteArrayOutputStream",
            "java/io/InputStream",
            "java/io/OutputStream",
            "java/io/DataInputStream",
            "java/io/DataOutputStream",
            "java/io/Closeable",
            "java/io/Serializable",
            "java/io/DataInput",
            "java/io/DataOutput",
            "java/io/Flushable",
            "java/time/Duration",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ConcurrentMap",
            "java/util/concurrent/TimeUnit",
            "java/util/concurrent/atomic/AtomicInteger",
            "java/util/concurrent/atomic/AtomicLong",
            "java/util/concurrent/atomic/AtomicBoolean",
            "java/util/concurrent/atomic/AtomicReference",
            "java/util/concurrent/atomic/AtomicIntegerArray",
            "java/util/concurrent/atomic/AtomicLongArray",
            "java/util/concurrent/atomic/LongAdder",
            "java/lang/Iterable");

    /** Of a throwable, only these: its trace is not printed. */
    private static final Set<String> THROWABLE = Set.of(
            "<init>",
            "getMessage",
            "getLocalizedMessage",
            "getCause",
            "initCause",
            "addSuppressed",
            "getSuppressed",
            "toString",
            "fillInStackTrace");

    private static final Set<String> CLASS = Set.of(
            "getName",
            "getSimpleName",
            "desiredAssertionStatus",
            "isInstance",
            "cast",
            "hashCode",
            "equals",
            "getEnumConstants",
            "isArray",
            "isEnum",
            "isInterface",
            "getTypeName",
            "toString");

    /** Waiting, threads, settings of the process, clocks, endless sources, and patterns that may take for ever. */
    private static final Set<String> NEVER = Set.of(
            "wait",
            "notify",
            "notifyAll",
            "parallel",
            "parallelStream",
            "parallelSort",
            "parallelPrefix",
            "parallelSetAll",
            "setDefault",
            "printStackTrace",
            "finalize",
            "sleep",
            "timedJoin",
            "timedWait",
            "generate",
            "iterate",
            "matches",
            "replaceAll",
            "replaceFirst",
            "allocateDirect",
            "getInteger",
            "getBoolean",
            "ints",
            "longs",
            "doubles",
            "nCopies",
            "transferTo");

    private static final Set<String> SYSTEM = Set.of("arraycopy", "lineSeparator");

    private static final Set<String> SIZED = Set.of(
            "java/util/BitSet.set",
            "java/util/BitSet.flip",
            "java/math/BigInteger.setBit",
            "java/math/BigInteger.flipBit",
            "java/math/BigInteger.shiftLeft",
            "java/math/BigInteger.pow",
            "java/math/BigDecimal.pow",
            "java/math/BigDecimal.setScale",
            "java/math/BigDecimal.movePointLeft",
            "java/math/BigDecimal.movePointRight",
            "java/math/BigDecimal.scaleByPowerOfTen",
            "java/util/Arrays.copyOf",
            "java/util/Arrays.copyOfRange",
            "java/lang/String.repeat",
            "java/lang/StringBuilder.setLength",
            "java/lang/StringBuilder.ensureCapacity",
            "java/lang/StringBuffer.setLength",
            "java/lang/StringBuffer.ensureCapacity",
            "java/util/stream/IntStream.range",
            "java/util/stream/IntStream.rangeClosed",
            "java/util/ArrayList.ensureCapacity",
            "java/util/Vector.setSize",
            "java/util/Vector.ensureCapacity",
            "java/io/InputStream.readNBytes",
            "java/lang/System.arraycopy");

    private Harmless() {}

    /** @param owner internal name of a class of the platform */
    static boolean allows(String owner, String name) {
        if (owner.equals("java/lang/Class")) {
            return CLASS.contains(name);
        } else if (owner.equals("java/lang/System")) {
            return SYSTEM.contains(name);
        } else if (isThrowable(owner)) {
            return THROWABLE.contains(name);
        }
        boolean far = owner.equals("java/util/stream/LongStream") && name.startsWith("range");
        return allowsClass(owner) && !NEVER.contains(name) && !far;
    }

    /** True if the class's constants may be read, and its methods called but for a few. */
    static boolean allowsClass(String owner) {
        if (owner.startsWith("java/lang/") && owner.indexOf('/', 10) < 0) {
            return LANG.contains(owner.substring(10));
        } else if (owner.startsWith("java/util/function/") || owner.startsWith("java/util/stream/")) {
            return true;
        } else if (owner.startsWith("java/util/") && owner.indexOf('/', 10) < 0) {
            return UTIL.contains(owner.substring(10));
        }
        return OTHERS.contains(owner);
    }

    static boolean isThrowable(String owner) {
        if (!owner.startsWith("java/lang/") && !owner.startsWith("java/util/") && !owner.startsWith("java/io/")) {
            return false;
        }
        Class<?> type = platform(owner);
        return type != null && Throwable.class.isAssignableFrom(type);
    }

    /** True if the last argument, if it is an int, says how much memory a call wants, or how long it takes. */
    static boolean sized(String owner, String name) {
        if (name.equals("<init>")) {
            return owner.startsWith("java/util/") && !owner.equals("java/util/concurrent/atomic/AtomicInteger")
                    || owner.startsWith("java/lang/StringBu")
                    || owner.equals("java/io/ByteArrayOutputStream");
        }
        return owner.startsWith("java/nio/") && name.equals("allocate") || SIZED.contains(owner + "." + name);
    }

    /** Finds a class of the platform without initialising it. */
    static @org.jspecify.annotations.Nullable Class<?> platform(String internalName) {
        try {
            return Class.forName(internalName.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
