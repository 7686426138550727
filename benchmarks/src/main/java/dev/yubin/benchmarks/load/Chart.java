package dev.yubin.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Lines over two logarithmic axes, as SVG without a background of its own: it reads on a light page and on a dark one. Written here, for
 * no charting library draws for both, and what it takes is a hundred lines.
 */
final class Chart {
    private static final int WIDTH = 860;
    private static final int LEFT = 95;
    private static final int RIGHT = 45;
    private static final int TOP = 50;
    private static final int PLOT_HEIGHT = 360;
    private static final int BOTTOM = TOP + PLOT_HEIGHT;
    private static final int LEGEND = BOTTOM + 70;
    private static final int LEGEND_LINE = 22;

    /** As bright as to stand out from white and from black alike; and each line has a mark of its own, for those who see no colours. */
    private static final List<String> COLOURS =
            List.of("#2f81c9", "#d1702a", "#2f9e5b", "#c2479b", "#8673d9", "#a58a1c", "#6b8096");

    private static final List<String> MARKS = List.of(
            "M-4,-4h8v8h-8z",
            "M0,-5.5L5,4H-5z",
            "M0,-5.5L5.5,0L0,5.5L-5.5,0z",
            "M-5,-4H5L0,5.5z",
            "M-5,-1.5h10v3h-10z",
            "M-1.5,-5.5h3v11h-3z",
            "M-5,-5L5,5M5,-5L-5,5");

    private static final String STYLE = """
            <style>
              text { font: 14px system-ui, sans-serif; fill: #30363d; }
              .title { font-weight: 600; }
              .grid { stroke: #8c959f; stroke-width: 1; stroke-opacity: 0.35; }
              .line { fill: none; stroke-width: 2; }
              @media (prefers-color-scheme: dark) { text { fill: #d1d7e0; } }
            </style>
            """;

    private final String title;
    private final Map<String, SortedMap<Integer, Double>> lines;
    private final Axis across;
    private final Axis up;

    /** Whole decades, from below the smallest value to above the greatest. */
    private record Axis(int first, int last, int from, int to) {
        static Axis of(DoubleStream values, int from, int to) {
            var summary = values.map(Math::log10).summaryStatistics();
            int first = (int) Math.floor(summary.getMin());
            return new Axis(first, Math.max(first + 1, (int) Math.ceil(summary.getMax())), from, to);
        }

        double place(double value) {
            return from + (to - from) * (Math.log10(value) - first) / (last - first);
        }
    }

    /** @param lines what each is called, and its values by the number of messages: all above 0 */
    Chart(String title, Map<String, SortedMap<Integer, Double>> lines) {
        this.title = title;
        this.lines = lines;
        this.across = Axis.of(
                lines.values().stream().flatMap(line -> line.keySet().stream()).mapToDouble(Integer::doubleValue),
                LEFT,
                WIDTH - RIGHT);
        this.up = Axis.of(
                lines.values().stream().flatMap(line -> line.values().stream()).mapToDouble(Double::doubleValue),
                BOTTOM,
                TOP);
    }

    String svg() {
        int height = LEGEND + LEGEND_LINE * lines.size();
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\">%n",
                WIDTH, height));
        svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
        svg.append(text(LEFT, TOP - 20, "start", title).replace("<text", "<text class=\"title\""));
        axes(svg);
        int number = 0;
        for (Map.Entry<String, SortedMap<Integer, Double>> line : lines.entrySet()) {
            draw(svg, line.getKey(), line.getValue(), number++);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        for (int decade = up.first(); decade <= up.last(); decade++) {
            double y = up.place(Math.pow(10, decade));
            svg.append(rule(LEFT, y, WIDTH - RIGHT, y)).append(text(LEFT - 10, y + 5, "end", power(decade)));
        }
        for (int decade = across.first(); decade <= across.last(); decade++) {
            double x = across.place(Math.pow(10, decade));
            svg.append(rule(x, TOP, x, BOTTOM)).append(text(x, BOTTOM + 22, "middle", power(decade)));
        }
        svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, BOTTOM + 44, "middle", "messages in the mailbox"));
    }

    private void draw(StringBuilder svg, String name, SortedMap<Integer, Double> values, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        String mark = MARKS.get(number % MARKS.size());
        List<String> points = new ArrayList<>();
        values.forEach((messages, value) -> points.add(point(across.place(messages), up.place(value))));
        svg.append(String.format(
                "<polyline class=\"line\" stroke=\"%s\" points=\"%s\"/>%n", colour, String.join(" ", points)));
        points.forEach(point -> svg.append(mark(mark, colour, point)));
        int y = LEGEND + LEGEND_LINE * number;
        svg.append(mark(mark, colour, point(LEFT + 5, y))).append(text(LEFT + 20, y + 5, "start", name));
    }

    private static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    private static String mark(String path, String colour, String point) {
        return String.format(
                "<path d=\"%s\" transform=\"translate(%s)\" fill=\"%s\" stroke=\"%s\"/>%n",
                path, point, colour, colour);
    }

    private static String rule(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped(text));
    }

    /** 1,000 and so on; below 1 as a decimal. */
    private static String power(int decade) {
        return decade < 0
                ? String.format(Locale.ROOT, "%." + -decade + "f", Math.pow(10, decade))
                : String.format(Locale.ROOT, "%,.0f", Math.pow(10, decade));
    }

    private static String escaped(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '&' -> "&amp;";
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
