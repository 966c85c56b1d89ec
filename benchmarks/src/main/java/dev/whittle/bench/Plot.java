package dev.whittle.bench;

import java.util.List;
import java.util.Locale;

/** The ratios as bars over a logarithmic axis, with their intervals, and the targets as ticks. */
final class Plot {
    private static final int LEFT = 300;
    private static final int WIDTH = 620;
    private static final int TOP = 46;
    private static final int ROW = 18;
    private static final double LEAST = 0.04;
    private static final double MOST = 400;
    private static final double[] GRID = {0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200};

    private Plot() {}

    static String svg(Results results) {
        List<Cell> cells = results.cells();
        int height = TOP + ROW * cells.size() + 30;
        StringBuilder svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\"", LEFT + WIDTH + 90, height);
        svg.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.append("<text x=\"10\" y=\"18\">How many times as fast as the reference: whittled by the tool;")
                .append(" red ticks are targets, lines 95 % intervals</text>\n");
        for (double at : GRID) {
            double x = x(at);
            add(
                    svg,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>\n",
                    x,
                    x,
                    TOP - 6,
                    height - 26,
                    at == 1 ? "black" : "#ddd");
            add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x, TOP - 10, label(at));
        }
        for (int i = 0; i < cells.size(); i++) {
            bar(svg, cells.get(i), TOP + ROW * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Cell cell, int y) {
        Ratio ratio = cell.ratio();
        double from = Math.min(x(1), x(ratio.value()));
        double to = Math.max(x(1), x(ratio.value()));
        int middle = y + ROW / 2;
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s, %s, %d</text>\n",
                LEFT - 8,
                middle + 4,
                escape(cell.title()),
                cell.mode().title(),
                cell.jdk());
        add(
                svg,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                from,
                y + 3,
                Math.max(to - from, 0.5),
                ROW - 6,
                colour(cell.mode()));
        add(
                svg,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>\n",
                x(ratio.low()),
                x(ratio.high()),
                middle,
                middle);
        for (Target target : Target.all()) {
            if (target.measure() == Target.Measure.RATIO && target.isAbout(cell)) {
                double x = x(target.bound());
                add(
                        svg,
                        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#c00\" stroke-width=\"2\"/>\n",
                        x,
                        x,
                        y + 1,
                        y + ROW - 1);
            }
        }
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.2f</text>\n",
                LEFT + WIDTH + 70,
                middle + 4,
                ratio.value());
    }

    private static String colour(Mode mode) {
        return switch (mode) {
            case C2 -> "#4477aa";
            case C1 -> "#66ccee";
            case INTERPRETER -> "#bbbbbb";
        };
    }

    private static double x(double ratio) {
        double clipped = Math.max(LEAST, Math.min(MOST, ratio));
        return LEFT + WIDTH * Math.log(clipped / LEAST) / Math.log(MOST / LEAST);
    }

    private static String label(double at) {
        return at < 1 ? String.valueOf(at) : String.valueOf((int) at);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static void add(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }
}
