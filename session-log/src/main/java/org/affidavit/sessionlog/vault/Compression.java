package org.affidavit.sessionlog.vault;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.affidavit.sessionlog.LogFailure;
import org.jspecify.annotations.Nullable;

/// Zstandard, one frame that says how long its content is. Contexts are kept, because making one
/// takes longer than compressing what a short answer holds.
final class Compression {
    private static final int LEVEL = 1;
    private static final ArrayBlockingQueue<ZstdCompressCtx> CONTEXTS =
            new ArrayBlockingQueue<>(16);

    private Compression() {}

    /// Loads the native part, which may need to be unpacked to the folder of temporary files: now
    /// rather than with the first payload.
    ///
    /// @throws LogFailure if that cannot be
    static void prepare() throws LogFailure {
        try {
            Native.load();
        } catch (LinkageError | RuntimeException e) {
            throw new LogFailure(
                    "What payloads are compressed with cannot be loaded, so nothing can be"
                            + " recorded. It is unpacked to the folder "
                            + System.getProperty("java.io.tmpdir")
                            + ": that must be writable, have room for two megabytes, and not be"
                            + " mounted noexec. Another: -Djava.io.tmpdir=FOLDER",
                    e);
        }
    }

    static byte[] compressed(byte[] bytes) {
        @Nullable ZstdCompressCtx kept = CONTEXTS.poll();
        ZstdCompressCtx context =
                kept == null ? new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true) : kept;
        byte[] compressed = context.compress(bytes);
        if (!CONTEXTS.offer(context)) {
            context.close();
        }
        return compressed;
    }

    /// Empty if it is no such frame, or if it claims to be longer than the bound: nothing is made
    /// room for before that is known.
    static Optional<byte[]> decompressed(byte[] compressed, int bytesMax) {
        long length = Zstd.getFrameContentSize(compressed);
        if (length < 0
                || length > bytesMax
                || Zstd.findFrameCompressedSize(compressed) != compressed.length) {
            return Optional.empty();
        }
        try {
            byte[] bytes = new byte[(int) length];
            long got =
                    Zstd.decompressByteArray(
                            bytes, 0, bytes.length, compressed, 0, compressed.length);
            return got == length ? Optional.of(bytes) : Optional.empty();
        } catch (ZstdException e) {
            return Optional.empty();
        }
    }
}
