package dev.whittle.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A class loader over class files and resources in memory, child first. The resources may be changed while it is in use. */
public final class ByteLoader extends ClassLoader {
    private final Map<String, byte[]> classes;
    private final Map<String, byte[]> resources;

    /**
     * @param classes class files by internal name
     * @param resources by path
     */
    @SuppressWarnings("this-escape")
    public ByteLoader(Map<String, byte[]> classes, Map<String, byte[]> resources, @Nullable ClassLoader parent) {
        super(parent);
        this.classes = Map.copyOf(classes);
        this.resources = new ConcurrentHashMap<>(resources);
    }

    /** Puts a resource, or takes it away if the bytes are null. */
    public void resource(String path, byte @Nullable [] bytes) {
        if (bytes == null) {
            resources.remove(path);
        } else {
            resources.put(path, bytes);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            byte[] bytes = classes.get(name.replace('.', '/'));
            if (bytes == null) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
        }
    }

    @Override
    public @Nullable URL getResource(String path) {
        return resources.containsKey(path) ? findResource(path) : super.getResource(path);
    }

    @Override
    protected @Nullable URL findResource(String path) {
        byte[] bytes = resources.get(path);
        if (bytes == null) {
            return null;
        }
        try {
            return new URL(null, "memory:" + path, new Handler(bytes));
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a handler was given", e);
        }
    }

    private static final class Handler extends URLStreamHandler {
        private final byte[] bytes;

        Handler(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() throws IOException {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
