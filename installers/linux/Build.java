import java.util.ArrayList;
import java.util.List;

/// Runs the build script with the JDK that runs this file: the one that the build chose.
///
/// Arguments: the script, then what it takes after the JDK.
public final class Build {
    private Build() {}

    public static void main(String[] arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(arguments[0]);
        command.add(System.getProperty("java.home"));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
