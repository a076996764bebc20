package org.affidavit.gateway.protocol.postgres.wire;

/// Type bytes of messages that a server sends.
public final class BackendType {
    public static final byte AUTHENTICATION = 'R';
    public static final byte KEY_DATA = 'K';
    public static final byte BIND_COMPLETE = '2';
    public static final byte CLOSE_COMPLETE = '3';
    public static final byte COMMAND_COMPLETE = 'C';
    public static final byte COPY_DATA = 'd';
    public static final byte COPY_DONE = 'c';
    public static final byte COPY_IN = 'G';
    public static final byte COPY_OUT = 'H';
    public static final byte COPY_BOTH = 'W';
    public static final byte DATA_ROW = 'D';
    public static final byte EMPTY_QUERY = 'I';
    public static final byte ERROR = 'E';
    public static final byte FUNCTION_RESULT = 'V';
    public static final byte NEGOTIATE_VERSION = 'v';
    public static final byte NO_DATA = 'n';
    public static final byte NOTICE = 'N';
    public static final byte NOTIFICATION = 'A';
    public static final byte PARAMETER_DESCRIPTION = 't';
    public static final byte PARAMETER_STATUS = 'S';
    public static final byte PARSE_COMPLETE = '1';
    public static final byte PORTAL_SUSPENDED = 's';
    public static final byte READY = 'Z';
    public static final byte ROW_DESCRIPTION = 'T';

    static final String ALL = "RK23CdcGHWDIEVvnNAtS1sZT";

    private BackendType() {}
}
