package dev.whittle.profiler.agent;

import dev.whittle.model.BadInputException;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** The agent's MBean. Only this class knows of JMX, so that a program without the option does not load it. */
final class ProfilerControl implements ProfilerMXBean {
    static final String NAME = "dev.whittle:type=Profiler";

    private final ProfileWriter writer;
    private final IntSupplier classes;

    private ProfilerControl(ProfileWriter writer, IntSupplier classes) {
        this.writer = writer;
        this.classes = classes;
    }

    /**
     * Registers the bean in the platform's server, from a thread of its own: the server reads settings that a program's main method
     * may still make.
     */
    static void register(ProfileWriter writer, IntSupplier classes) {
        Thread thread = new Thread(() -> registerNow(writer, classes), "whittle-profile-jmx");
        thread.setDaemon(true);
        thread.start();
    }

    private static void registerNow(ProfileWriter writer, IntSupplier classes) {
        try {
            ProfilerMXBean control = new ProfilerControl(writer, classes);
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new StandardMBean(control, ProfilerMXBean.class, true), new ObjectName(NAME));
        } catch (JMException | RuntimeException | LinkageError e) {
            // A program may bring a server of its own that refuses, or a JVM without the module.
            System.err.println("Whittle's agent has no MBean (" + e + "); all else is recorded.");
        }
    }

    @Override
    public String getOutput() {
        return writer.output().toString();
    }

    @Override
    public int getClasses() {
        return classes.getAsInt();
    }

    @Override
    public String getLastWrite() {
        return writer.lastWrite();
    }

    @Override
    public void dump() {
        try {
            writer.writeOrThrow();
        } catch (BadInputException e) {
            // The console may not have the agent's own classes.
            throw new IllegalStateException(e.getMessage());
        }
    }
}
