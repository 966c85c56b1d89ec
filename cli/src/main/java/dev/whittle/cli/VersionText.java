package dev.whittle.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest carries. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return new String[] {"whittle " + (version == null ? "(not packaged)" : version)};
    }
}
