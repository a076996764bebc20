/// What a packet says, as plain data.
///
/// Start at [ReportWriter]. No files, no fonts, no PDF: everything here is a pure function of its
/// arguments, so that the content of a packet can be tested without rendering one.
@NullMarked
package org.affidavit.evidence.report;

import org.jspecify.annotations.NullMarked;
