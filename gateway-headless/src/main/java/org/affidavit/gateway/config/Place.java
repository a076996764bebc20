package org.affidavit.gateway.config;

/// Where something stands in a file.
///
/// @param line from 1
/// @param column from 1
/// @param length how many characters to underline, at least 1
public record Place(int line, int column, int length) {}
