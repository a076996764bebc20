package org.affidavit.desktop;

import org.affidavit.desktop.integrity.LogCheck;
import org.affidavit.desktop.library.Libraries;
import org.affidavit.desktop.packets.PacketDesk;

/// What the app needs from the other modules.
///
/// @param libraries opens logs
/// @param check verifies them
/// @param packets exports and checks packets
public record Services(Libraries libraries, LogCheck check, PacketDesk packets) {}
