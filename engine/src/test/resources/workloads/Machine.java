import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;

/** A small program that asks oshi for the machine's processor and memory, and with an argument for much else. Prints nothing that changes. */
public class Machine {
    public static void main(String[] arguments) {
        SystemInfo info = new SystemInfo();
        for (int round = 0; round < 5; round++) {
            if (arguments.length == 0) {
                small(info.getHardware());
            } else {
                other(info.getHardware(), info.getOperatingSystem());
            }
        }
    }

    private static void small(HardwareAbstractionLayer hardware) {
        CentralProcessor processor = hardware.getProcessor();
        System.out.println(processor.getLogicalProcessorCount() + " of " + processor.getPhysicalProcessorCount());
        System.out.println(processor.getSystemCpuLoadTicks().length + " " + (processor.getMaxFreq() != 0));
        GlobalMemory memory = hardware.getMemory();
        System.out.println(memory.getTotal() + " " + (memory.getAvailable() > 0));
    }

    private static void other(HardwareAbstractionLayer hardware, OperatingSystem system) {
        System.out.println(system.getFamily() + " " + system.getBitness() + " " + (system.getProcessCount() > 0));
        for (HWDiskStore disk : hardware.getDiskStores()) {
            System.out.println(disk.getName() + " " + disk.getSize());
        }
        for (NetworkIF network : hardware.getNetworkIFs()) {
            System.out.println(network.getName() + " " + network.getMacaddr());
        }
        for (OSFileStore store : system.getFileSystem().getFileStores()) {
            System.out.println(store.getMount());
        }
        System.out.println(system.getProcess(system.getProcessId()).getName());
        System.out.println(hardware.getComputerSystem().getManufacturer() + hardware.getSensors().getFanSpeeds().length);
    }
}
