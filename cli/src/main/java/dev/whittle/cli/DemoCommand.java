package dev.whittle.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the whole of Whittle on a network driver. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Records a network driver on one device, whittles it, proves it, runs it, and exchanges the device.")
final class DemoCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--device", paramLabel = "MODEL", description = "The recorded device (default: 82540em).")
    private String device = "82540em";

    @Option(names = "--swap-to", paramLabel = "MODEL", description = "The device that replaces it (default: 82574l).")
    private String swapTo = "82574l";

    @Option(
            names = "--backend",
            paramLabel = "KIND",
            description = "qemu, replay or auto: qemu where it is installed (default: auto).")
    private String backend = "auto";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where everything is written (default: target/demo).")
    private Path output = Path.of("target", "demo");

    DemoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        return new DemoRun(context, output, device, swapTo, backend).run() ? ExitCodes.DONE : ExitCodes.CHECK_SAID_NO;
    }
}
