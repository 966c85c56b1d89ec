package dev.whittle.formats.internal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The two fields that open each file. */
final class Header {
    static final String FORMAT = "format";
    static final String VERSION = "version";
    static final String PREFIX = "whittle-";

    private Header() {}

    static void check(@Nullable JsonNode root, String kind, int version, Problems problems, String name) {
        if (root == null || !root.isObject()) {
            throw problems.at(name, "", "it holds no object with a \"format\" and a \"version\"");
        }
        JsonNode format = root.path(FORMAT);
        if (!format.isTextual() || !format.textValue().equals(PREFIX + kind)) {
            throw problems.at(name, "", "its \"format\" is not \"" + PREFIX + kind + "\"");
        }
        JsonNode found = root.path(VERSION);
        if (!found.isIntegralNumber() || !found.canConvertToInt() || found.intValue() != version) {
            throw problems.at(
                    name,
                    "",
                    "its version is " + Problems.shorten(found.toString()) + ", and this program reads " + version);
        }
    }
}
