package dev.whittle.runtime;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Counts for whoever watches a process. Only {@link Switch} uses this class, where it was asked for: the module of beans may be missing. */
final class ColdCodeBean implements ColdCodeMXBean {
    private static final String NAME = "dev.whittle:type=ColdCode";

    private ColdCodeBean() {}

    /** Several programs in one process each have their runtime and their bean; all but the first have a number in its name. */
    static void register() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ColdCodeBean bean = new ColdCodeBean();
            try {
                server.registerMBean(bean, new ObjectName(NAME));
            } catch (InstanceAlreadyExistsException e) {
                String id = Integer.toHexString(System.identityHashCode(ColdCodeBean.class));
                server.registerMBean(bean, new ObjectName(NAME + ",id=" + id));
            }
        } catch (JMException | RuntimeException e) {
            System.err.println("whittle: the bean " + NAME + " cannot be registered (" + e + ")");
        }
    }

    @Override
    public int getLoads() {
        return getLoaded().size();
    }

    @Override
    public List<String> getLoaded() {
        return ColdEvents.loads();
    }

    @Override
    public int getReported() {
        Tripwires wires = Switch.TRIPWIRES;
        return wires == null ? 0 : wires.reported();
    }

    @Override
    public int getDenied() {
        Tripwires wires = Switch.TRIPWIRES;
        return wires == null ? 0 : wires.denied();
    }

    @Override
    public List<String> getInvalidatedFacts() {
        return Facts.invalidated();
    }
}
