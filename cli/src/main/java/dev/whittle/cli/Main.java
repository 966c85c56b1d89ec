package dev.whittle.cli;

import java.util.List;

/** The program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new WhittleCli(EngineStages::new, new ProcessLauncher(), Console.system()).run(List.of(arguments)));
    }
}
