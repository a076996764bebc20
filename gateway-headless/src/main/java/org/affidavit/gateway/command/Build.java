package org.affidavit.gateway.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// Which software this is.
final class Build implements IVersionProvider {
    /// The version that the jar's manifest names; `development` when it runs from class files.
    static String version() {
        return Objects.requireNonNullElse(
                Build.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "affidavit " + version(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name", "unknown system")
        };
    }
}
