/// Benchmarks: each claims a ratio against a baseline that runs in the same process, in turns with
/// what it is compared to. `docs/performance.md` says how to run them and what they gave.
@NullMarked
package org.affidavit.endtoend.bench;

import org.jspecify.annotations.NullMarked;
