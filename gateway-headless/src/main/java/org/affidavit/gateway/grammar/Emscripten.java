package org.affidavit.gateway.grammar;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the module asks of the place it runs in: memory, and C's `setjmp` and `longjmp`, by which
/// PostgreSQL reports errors. It gets no files, no clock, no network: whatever else it calls ends
/// the parse.
///
/// Emscripten's way: a call that may be jumped out of goes through an import `invoke_…`, which
/// takes an index into the function table; `longjmp` is an exception that the import turns into a
/// flag.
final class Emscripten {
    private static final String INVOKES = "abdefghijklny";
    private static final String KEEPALIVE_CLEAR = "w";
    private static final String THROW_LONGJMP = "p";
    private static final String SETITIMER = "o";
    private static final String RESIZE_HEAP = "q";
    private static final String SET_THREW = "P";
    private static final String STACK_RESTORE = "Q";
    private static final String STACK_GET_CURRENT = "R";
    private static final long[] NOTHING = {};
    private static final long[] ZERO = {0};

    private final List<HostFunction> functions = new ArrayList<>();
    private @Nullable Stack stack;

    private record Stack(
            ExportFunction getCurrent, ExportFunction restore, ExportFunction setThrew) {}

    private static final class LongJump extends RuntimeException {
        @java.io.Serial private static final long serialVersionUID = 1;

        LongJump() {
            super(null, null, false, false);
        }
    }

    Emscripten(WasmModule module) {
        var section = module.importSection();
        for (int i = 0; i < section.importCount(); i++) {
            if (!(section.getImport(i) instanceof FunctionImport wanted)) {
                throw new IllegalStateException("The grammar's module is another than was pinned");
            }
            FunctionType type = module.typeSection().getType(wanted.typeIndex());
            functions.add(
                    new HostFunction(
                            wanted.module(), wanted.name(), type, handle(wanted.name(), type)));
        }
    }

    ImportValues values() {
        return ImportValues.builder().addFunction(functions.toArray(new HostFunction[0])).build();
    }

    /// Call before anything of the instance is called.
    void attach(Instance instance) {
        stack =
                new Stack(
                        instance.export(STACK_GET_CURRENT),
                        instance.export(STACK_RESTORE),
                        instance.export(SET_THREW));
    }

    private WasmFunctionHandle handle(String name, FunctionType type) {
        if (INVOKES.contains(name)) {
            long[] jumped = type.returns().isEmpty() ? NOTHING : ZERO;
            return (instance, arguments) -> invoke(instance, arguments, jumped);
        }
        return switch (name) {
            case THROW_LONGJMP ->
                    (_, _) -> {
                        throw new LongJump();
                    };
            case SETITIMER -> (_, _) -> ZERO;
            case KEEPALIVE_CLEAR -> (_, _) -> NOTHING;
            case RESIZE_HEAP -> (instance, arguments) -> grow(instance.memory(), arguments[0]);
            default ->
                    (_, _) -> {
                        throw new IllegalStateException("The grammar gave up");
                    };
        };
    }

    private long[] invoke(Instance instance, long[] arguments, long[] jumped) {
        if (stack == null) {
            throw new IllegalStateException("Not attached");
        }
        long before = stack.getCurrent.apply()[0];
        try {
            int function = instance.table(0).requiredRef((int) arguments[0]);
            long[] more = Arrays.copyOfRange(arguments, 1, arguments.length);
            return instance.getMachine().call(function, more);
        } catch (LongJump e) {
            stack.restore.apply(before);
            stack.setThrew.apply(1, 0);
            return jumped;
        }
    }

    private static long[] grow(Memory memory, long bytes) {
        long wanted =
                (Integer.toUnsignedLong((int) bytes) + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE;
        int more = (int) wanted - memory.pages();
        boolean grown = more <= 0 || memory.grow(more) >= 0;
        return new long[] {grown ? 1 : 0};
    }
}
