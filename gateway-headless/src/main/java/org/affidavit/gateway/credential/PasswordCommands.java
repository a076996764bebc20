package org.affidavit.gateway.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs programs that print a password, as those of a cloud that hand out a token for each login.
/// No shell takes part. What a program says goes nowhere but into the secret: not on standard
/// error, not when it fails.
final class PasswordCommands {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final int OUTPUT_BYTES_MAX = 16 * 1024;
    private static final int AT_ONCE_MAX = 16;

    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final Duration timeMax;

    PasswordCommands() {
        this(TIME_MAX);
    }

    PasswordCommands(Duration timeMax) {
        this.timeMax = timeMax;
    }

    /// Blocks until the program has ended. The connection's name is for messages only.
    Secret run(String connection, List<String> line) throws CredentialUnavailable {
        long deadline = System.nanoTime() + timeMax.toNanos();
        boolean placed = false;
        try {
            placed = places.tryAcquire(timeMax.toNanos(), TimeUnit.NANOSECONDS);
            if (!placed) {
                throw failed(connection, "was not run: " + AT_ONCE_MAX + " others run already");
            }
            return started(connection, line, deadline);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failed(connection, "was interrupted");
        } finally {
            if (placed) {
                places.release();
            }
        }
    }

    private Secret started(String connection, List<String> line, long deadline)
            throws CredentialUnavailable, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException _) {
            throw failed(connection, "cannot be run");
        }
        byte[] output = new byte[0];
        try {
            process.getOutputStream().close();
            output = output(connection, process, deadline);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw failed(connection, "did not end within " + timeMax.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw failed(connection, "ended with exit code " + process.exitValue());
            }
            return new Secret(text(connection, output));
        } catch (IOException _) {
            throw failed(connection, "broke off");
        } finally {
            Arrays.fill(output, (byte) 0);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// A child of the program may keep its output open for ever, so reading has a time limit too.
    private byte[] output(String connection, Process process, long deadline)
            throws CredentialUnavailable, InterruptedException, IOException {
        var read = new CompletableFuture<byte[]>();
        InputStream in = process.getInputStream();
        Thread.startVirtualThread(() -> {
            try {
                read.complete(in.readNBytes(OUTPUT_BYTES_MAX + 1));
            } catch (IOException failure) {
                read.completeExceptionally(failure);
            }
        });
        try {
            byte[] bytes = read.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (bytes.length > OUTPUT_BYTES_MAX) {
                Arrays.fill(bytes, (byte) 0);
                throw failed(connection, "printed more than " + OUTPUT_BYTES_MAX + " bytes");
            }
            return bytes;
        } catch (TimeoutException _) {
            throw failed(connection, "did not end within " + timeMax.toSeconds() + " s");
        } catch (ExecutionException _) {
            throw failed(connection, "broke off");
        }
    }

    private static char[] text(String connection, byte[] output) throws CredentialUnavailable {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(output));
        } catch (CharacterCodingException _) {
            throw failed(connection, "printed something other than text");
        }
        int end = text.limit();
        while (end > 0 && (text.get(end - 1) == '\n' || text.get(end - 1) == '\r')) {
            end--;
        }
        char[] password = Arrays.copyOf(text.array(), end);
        Arrays.fill(text.array(), '\0');
        if (end == 0) {
            throw failed(connection, "printed nothing");
        }
        for (char c : password) {
            if (Character.isISOControl(c)) {
                Arrays.fill(password, '\0');
                throw failed(connection, "printed more than one line");
            }
        }
        return password;
    }

    static CredentialUnavailable failed(String connection, String what) {
        return new CredentialUnavailable(
                "The password_command of connection "
                        + connection
                        + " "
                        + what
                        + ", so its target is not opened. Run it by hand as the gateway's user: it"
                        + " must print the password and nothing else.");
    }
}
