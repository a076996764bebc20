package org.affidavit.gateway.protocol.postgres.proxy;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;

/// The C library that psql and most drivers are made of, of the version that comes with the target:
/// 18, the first that speaks OAUTHBEARER.
@SuppressWarnings("restricted") // calling C is what this is for
final class LibPq implements AutoCloseable {
    private static final Arena LOADED = Arena.global();
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int BEARER_TOKEN_WANTED = 1;

    /// Where `PGoauthBearerRequest` keeps the address of the token, behind four other addresses.
    private static final int TOKEN_AT = 4;

    private static final int REQUEST_ADDRESSES = 6;

    private static SymbolLookup library;
    private static MemorySegment token = MemorySegment.NULL;
    private static String discovery = "";

    private final MemorySegment connection;

    private LibPq(MemorySegment connection) {
        this.connection = connection;
    }

    /// Connects, whether that works or not. The library asks for a token when it needs one.
    static LibPq connect(String settings, String bearer) throws Throwable {
        if (library == null) {
            library = SymbolLookup.libraryLookup(file(), LOADED);
            install();
        }
        discovery = "";
        try (Arena arena = Arena.ofConfined()) {
            token = arena.allocateFrom(bearer);
            return new LibPq(
                    (MemorySegment)
                            function("PQconnectdb", ADDRESS, ADDRESS)
                                    .invokeExact(arena.allocateFrom(settings)));
        }
    }

    /// Such as 180003.
    static int version() throws Throwable {
        return (int)
                LINKER.downcallHandle(
                                library.findOrThrow("PQlibVersion"),
                                FunctionDescriptor.of(JAVA_INT))
                        .invokeExact();
    }

    /// The address that the server gave for asking for a token; empty if nobody asked for one.
    static String discovery() {
        return discovery;
    }

    boolean open() throws Throwable {
        return (int) function("PQstatus", JAVA_INT, ADDRESS).invokeExact(connection) == 0;
    }

    /// What went wrong, in the library's words and the server's.
    String error() throws Throwable {
        return text(
                (MemorySegment)
                        function("PQerrorMessage", ADDRESS, ADDRESS).invokeExact(connection));
    }

    /// The first column of the first row.
    String first(String sql) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            var result =
                    (MemorySegment)
                            function("PQexec", ADDRESS, ADDRESS, ADDRESS)
                                    .invokeExact(connection, arena.allocateFrom(sql));
            return text(
                    (MemorySegment)
                            function("PQgetvalue", ADDRESS, ADDRESS, JAVA_INT, JAVA_INT)
                                    .invokeExact(result, 0, 0));
        }
    }

    /// Such as 30002.
    int protocol() throws Throwable {
        return (int) function("PQfullProtocolVersion", JAVA_INT, ADDRESS).invokeExact(connection);
    }

    /// Starts a query without waiting for what comes of it.
    void start(String sql) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            int _ =
                    (int)
                            function("PQsendQuery", JAVA_INT, ADDRESS, ADDRESS)
                                    .invokeExact(connection, arena.allocateFrom(sql));
        }
    }

    /// Asks the server to stop what runs, over a connection that is as secure as this one.
    boolean cancel() throws Throwable {
        var cancel =
                (MemorySegment)
                        function("PQcancelCreate", ADDRESS, ADDRESS).invokeExact(connection);
        boolean sent =
                (int) function("PQcancelBlocking", JAVA_INT, ADDRESS).invokeExact(cancel) == 1;
        LINKER.downcallHandle(
                        library.findOrThrow("PQcancelFinish"), FunctionDescriptor.ofVoid(ADDRESS))
                .invokeExact(cancel);
        return sent;
    }

    /// The SQLSTATE of what was started; null if it did not fail.
    String failure() throws Throwable {
        var result =
                (MemorySegment) function("PQgetResult", ADDRESS, ADDRESS).invokeExact(connection);
        return text(
                (MemorySegment)
                        function("PQresultErrorField", ADDRESS, ADDRESS, JAVA_INT)
                                .invokeExact(result, (int) 'C'));
    }

    @Override
    public void close() throws Exception {
        try {
            LINKER.downcallHandle(
                            library.findOrThrow("PQfinish"), FunctionDescriptor.ofVoid(ADDRESS))
                    .invokeExact(connection);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    /// Called by the library when it wants to ask its user for something.
    private static int asked(int what, MemorySegment connection, MemorySegment data) {
        if (what != BEARER_TOKEN_WANTED) {
            return 0;
        }
        MemorySegment request = data.reinterpret(REQUEST_ADDRESSES * ADDRESS.byteSize());
        discovery = text(request.getAtIndex(ADDRESS, 0));
        request.setAtIndex(ADDRESS, TOKEN_AT, token);
        return 1;
    }

    private static void install() throws Throwable {
        var asked =
                MethodHandles.lookup()
                        .findStatic(
                                LibPq.class,
                                "asked",
                                MethodType.methodType(
                                        int.class,
                                        int.class,
                                        MemorySegment.class,
                                        MemorySegment.class));
        MemorySegment hook =
                LINKER.upcallStub(
                        asked, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), LOADED);
        LINKER.downcallHandle(
                        library.findOrThrow("PQsetAuthDataHook"),
                        FunctionDescriptor.ofVoid(ADDRESS))
                .invokeExact(hook);
    }

    private static MethodHandle function(
            String name,
            java.lang.foreign.MemoryLayout result,
            java.lang.foreign.MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                library.findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    private static String text(MemorySegment address) {
        return address.reinterpret(64 * 1024).getString(0);
    }

    /// The server says where it lies: beside its own.
    private static Path file() throws Exception {
        try (var connection = EmbeddedTarget.shared().direct();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT setting FROM pg_config WHERE name = 'LIBDIR'")) {
            rows.next();
            return Path.of(rows.getString(1), System.mapLibraryName("pq"));
        }
    }
}
