package dev.whittle.demo;

import dev.whittle.demo.work.Session;
import java.util.List;
import java.util.Map;

/** The results of a run, for people and for programs. */
final class Results {
    private final List<Session> sessions;
    private final boolean swapped;

    /** The sessions in their order; {@code swapped} if the last one is on an exchanged device. */
    Results(List<Session> sessions, boolean swapped) {
        this.sessions = sessions;
        this.swapped = swapped;
    }

    /** Whether all frames on all devices were equal. */
    boolean good() {
        return sessions.stream().allMatch(Session::framesEqual);
    }

    private boolean goodBeforeSwap() {
        int count = swapped ? sessions.size() - 1 : sessions.size();
        return sessions.subList(0, count).stream().allMatch(Session::framesEqual);
    }

    String summary() {
        StringBuilder text = new StringBuilder();
        for (Session session : sessions) {
            text.append(String.format(
                    "%-8s (%s): sent %d, equal on the wire %d; delivered %d of %d, equal %d; %d interrupts%n",
                    session.device(),
                    session.backend(),
                    session.sent(),
                    session.sentEqual(),
                    session.received(),
                    session.expected(),
                    session.receivedEqual(),
                    session.counters().getOrDefault("interrupts", 0L)));
        }
        text.append(good() ? "All frames are equal.\n" : "Frames DIFFER.\n");
        return text.toString();
    }

    String json() {
        Session first = sessions.get(0);
        Session last = sessions.get(sessions.size() - 1);
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"backend\": \"").append(first.backend()).append("\",\n");
        json.append("  \"device\": \"").append(first.device()).append("\",\n");
        json.append("  \"swapTo\": ")
                .append(swapped ? '"' + last.device() + '"' : "null")
                .append(",\n");
        json.append("  \"framesSent\": ")
                .append(sessions.stream().mapToInt(Session::sent).sum())
                .append(",\n");
        json.append("  \"framesReceived\": ")
                .append(sessions.stream().mapToInt(Session::received).sum())
                .append(",\n");
        json.append("  \"framesEqual\": ").append(goodBeforeSwap()).append(",\n");
        json.append("  \"framesEqualAfterSwap\": ")
                .append(swapped ? String.valueOf(last.framesEqual()) : "null")
                .append(",\n");
        json.append("  \"sessions\": [");
        String separator = "\n";
        for (Session session : sessions) {
            json.append(separator);
            append(json, session);
            separator = ",\n";
        }
        return json.append("\n  ]\n}\n").toString();
    }

    private static void append(StringBuilder json, Session session) {
        json.append("    {\"device\": \"").append(session.device());
        json.append("\", \"backend\": \"").append(session.backend());
        json.append("\", \"sent\": ").append(session.sent());
        json.append(", \"sentEqual\": ").append(session.sentEqual());
        json.append(", \"received\": ").append(session.received());
        json.append(", \"receivedEqual\": ").append(session.receivedEqual());
        json.append(", \"expected\": ").append(session.expected());
        json.append(",\n     \"counters\": {");
        String separator = "";
        for (Map.Entry<String, Long> counter : session.counters().entrySet()) {
            json.append(separator).append('"').append(counter.getKey()).append("\": ");
            json.append(counter.getValue());
            separator = ", ";
        }
        json.append("}}");
    }
}
