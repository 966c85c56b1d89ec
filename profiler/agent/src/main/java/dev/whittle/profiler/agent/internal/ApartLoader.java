package dev.whittle.profiler.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of one package of the agent again, in a module of their own: that module may load native code without the
 * JDK's warning on the program's error output, and the program's own modules may do no more than before.
 */
final class ApartLoader extends ClassLoader {
    private static final String MODULE = "dev.whittle.agent.apart";

    private final Class<?> model;

    ApartLoader(Class<?> model) {
        super(ApartLoader.class.getClassLoader());
        this.model = model;
    }

    /** Returns the class as defined by this loader. */
    Class<?> load() throws ClassNotFoundException {
        ModuleDescriptor descriptor = ModuleDescriptor.newModule(MODULE)
                .requires("java.base")
                .exports(model.getPackageName())
                .build();
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(finder(descriptor), ModuleFinder.of(), Set.of(MODULE));
        Module module = ModuleLayer.defineModules(configuration, List.of(ModuleLayer.boot()), name -> this)
                .layer()
                .findModule(MODULE)
                .orElseThrow();
        allowNative(module);
        return loadClass(model.getName());
    }

    /** The method has no public counterpart on Java 17, which does not warn; the agent has opened the package for its probes. */
    private static void allowNative(Module module) {
        try {
            Method allow = Module.class.getDeclaredMethod("implAddEnableNativeAccess");
            MethodHandles.privateLookupIn(Module.class, MethodHandles.lookup())
                    .unreflect(allow)
                    .invoke(module);
        } catch (Throwable e) {
            // Another JDK, which may warn.
        }
    }

    private static ModuleFinder finder(ModuleDescriptor descriptor) {
        ModuleReference reference = new ModuleReference(descriptor, null) {
            @Override
            public ModuleReader open() throws IOException {
                throw new IOException("its classes are read from the agent's jar");
            }
        };
        return new ModuleFinder() {
            @Override
            public Optional<ModuleReference> find(String name) {
                return name.equals(MODULE) ? Optional.of(reference) : Optional.empty();
            }

            @Override
            public Set<ModuleReference> findAll() {
                return Set.of(reference);
            }
        };
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(model.getPackageName() + ".")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    /** Resources lie in the agent's jar: a native library is one. */
    @Override
    protected @Nullable URL findResource(@Nullable String module, String name) {
        return getResource(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (@Nullable InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
