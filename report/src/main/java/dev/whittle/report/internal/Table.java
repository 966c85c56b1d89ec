package dev.whittle.report.internal;

import java.util.List;

/**
 * Aligned columns of text. The first column gives way when a line would be wider than the terminal: it is cut at its left, since
 * the end of a qualified name tells most.
 */
final class Table {
    private static final String GAP = "  ";
    private static final int NARROWEST_FIRST = 16;

    private final List<Column> columns;
    private final int width;

    /** @param width columns of the terminal, or 0 for no limit */
    Table(List<Column> columns, int width) {
        this.columns = columns;
        this.width = width;
    }

    record Column(String title, boolean right) {}

    String render(List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            int column = c;
            widths[c] = Math.max(
                    columns.get(c).title().length(),
                    rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
        }
        shrinkFirst(widths);
        StringBuilder out = new StringBuilder();
        appendRow(out, columns.stream().map(Column::title).toList(), widths);
        rows.forEach(row -> appendRow(out, row, widths));
        return out.toString();
    }

    private void shrinkFirst(int[] widths) {
        int total = GAP.length() * (widths.length - 1);
        for (int w : widths) {
            total += w;
        }
        if (width > 0 && total > width) {
            widths[0] = Math.max(NARROWEST_FIRST, widths[0] - (total - width));
        }
    }

    private void appendRow(StringBuilder out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c).length() > widths[c] ? cutLeft(cells.get(c), widths[c]) : cells.get(c);
            String pad = " ".repeat(widths[c] - cell.length());
            line.append(c == 0 ? "" : GAP).append(columns.get(c).right() ? pad + cell : cell + pad);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static String cutLeft(String text, int length) {
        return ".." + text.substring(text.length() - length + 2);
    }
}
