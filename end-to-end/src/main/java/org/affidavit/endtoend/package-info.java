/// What needs several modules at once: the demo, tests across modules, benchmarks. Nothing depends
/// on it.
@NullMarked
package org.affidavit.endtoend;

import org.jspecify.annotations.NullMarked;
