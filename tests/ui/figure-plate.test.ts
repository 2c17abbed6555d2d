import { expect, test } from "vitest";
import { type Look, type Plate, inXml, laidOut } from "../../src/ui/figure-plate.ts";

const look: Look = {
  paper: "#ffffff",
  ink: "#111111",
  soft: "#666666",
  line: "#dddddd",
  serif: "'A Serif', serif",
  sans: "sans-serif",
};

const picture = (id: string, width: number, heading = "") => ({
  heading,
  caption: `caption of ${id}`,
  width,
  height: 100,
  content: `<svg id="${id}"/>`,
});

const plate: Plate = {
  title: "Variance & more",
  subtitle: "data units²",
  readout: ["generation 3 · median 0.5"],
  parts: [picture("one", 300)],
  legend: [
    { swatch: '<line x2="28"/>', text: "median" },
    { swatch: "", text: "no key" },
  ],
  notes: ["a note"],
  about: ["A Gaussian forgets its tails", "seed 1", "CPU, Ouroboros 1.0.0"],
};

/** Every letter takes half of its height. */
const measure = (text: string, font: string) =>
  (text.length * Number(/(\d+)px/.exec(font)![1])) / 2;
const laid = (change: Partial<Plate> = {}) => laidOut({ ...plate, ...change }, look, measure);

const texts = (svg: string) =>
  [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)<\/text>/g)].map(
    ([, x, y, text]) => ({ x: Number(x), y: Number(y), text }),
  );
const placeOf = (svg: string, id: string) => {
  const [, x, y] = new RegExp(`translate\\(([\\d.]+) ([\\d.]+)\\)"><svg id="${id}"`).exec(svg)!;
  return [Number(x), Number(y)];
};

test("a saved figure says what it shows, what its lines mean and what was run, from top to bottom", () => {
  const { svg, width, height, rasters } = laid();
  const said = texts(svg);
  expect(said.map(({ text }) => text)).toEqual([
    "Variance &amp; more",
    "data units²",
    "generation 3 · median 0.5",
    "caption of one",
    "median",
    "no key",
    "a note",
    "A Gaussian forgets its tails",
    "seed 1",
    "CPU, Ouroboros 1.0.0",
  ]);
  const heights = said.map(({ y }) => y);
  expect(heights).toEqual([...heights].sort((a, b) => a - b));
  const [, top] = placeOf(svg, "one");
  expect(top).toBeGreaterThan(heights[3]);
  expect(top + 100).toBeLessThan(heights[4]);
  expect(height).toBeGreaterThan(heights.at(-1)!);
  expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
  expect(svg).toContain(`<rect width="${width}" height="${height}" fill="#ffffff"/>`);
  expect(rasters).toEqual([]);
});

test("no line is wider than the pictures, and no word is lost", () => {
  const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
  const { svg, width } = laid({ about: [words.join(" ")] });
  const lines = texts(svg).filter(({ text }) => text.startsWith("word"));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.map(({ text }) => text).join(" ")).toBe(words.join(" "));
  for (const { x, text } of lines) expect(x + measure(text, "12px")).toBeLessThanOrEqual(width - x);
});

test("pictures stand beside each other as far as there is room, and headings begin a row", () => {
  const parts = [
    picture("a", 560, "first"),
    picture("b", 560),
    picture("c", 560),
    picture("d", 560),
    picture("e", 100, "second"),
  ];
  const { svg, width } = laid({ parts });
  const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((id) => placeOf(svg, id));
  expect([b[1], c[1]]).toEqual([a[1], a[1]]);
  expect(b[0] - a[0]).toBeGreaterThan(560);
  expect(c[0] - b[0]).toBe(b[0] - a[0]);
  expect(c[0] + 560).toBeLessThan(width);
  expect(d[0]).toBe(a[0]);
  expect(d[1]).toBeGreaterThan(a[1] + 100);
  expect(e[0]).toBe(a[0]);
  expect(e[1]).toBeGreaterThan(d[1] + 100);
  expect(texts(svg).map(({ text }) => text)).toContain("second");
});

test("small pictures do not make the sheet wide", () => {
  const thumbnails = Array.from({ length: 24 }, (_, i) => picture(`p${i}`, 88));
  const { svg, width } = laid({ parts: [picture("a", 400), ...thumbnails] });
  expect(width).toBeLessThan(1000);
  const [first, last] = [placeOf(svg, "p0"), placeOf(svg, "p23")];
  expect(last[1]).toBeGreaterThan(first[1]);
});

test("what is drawn in pixels has its place kept free", () => {
  const canvas = { width: 1440, height: 680 } as HTMLCanvasElement;
  const { svg, rasters } = laid({
    parts: [{ heading: "", caption: "", width: 720, height: 340, content: canvas }],
  });
  const [{ box }] = rasters;
  expect(rasters).toHaveLength(1);
  expect(box).toMatchObject({ width: 720, height: 340 });
  for (const { y } of texts(svg)) {
    expect(y < box.y || y > box.y + box.height).toBe(true);
  }
});

test("a legend that is too long goes on in another line", () => {
  const legend = Array.from({ length: 12 }, (_, i) => ({
    swatch: "<rect/>",
    text: `line number ${i}`,
  }));
  const { svg, width } = laid({ legend });
  const entries = texts(svg).filter(({ text }) => text.startsWith("line"));
  expect(new Set(entries.map(({ y }) => y)).size).toBeGreaterThan(1);
  for (const { x, text } of entries) expect(x + measure(text, "12px")).toBeLessThan(width);
});

test("an entry that is longer than a line is wrapped behind its key", () => {
  const words = Array.from({ length: 40 }, (_, i) => `part${i}`);
  const { svg, width } = laid({ legend: [{ swatch: "<rect/>", text: words.join(" ") }] });
  const lines = texts(svg).filter(({ text }) => text.startsWith("part"));
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.map(({ text }) => text).join(" ")).toBe(words.join(" "));
  expect(new Set(lines.map(({ x }) => x)).size).toBe(1);
  for (const { x, text } of lines)
    expect(x + measure(text, "12px")).toBeLessThanOrEqual(width - 24);
  const note = texts(svg).find(({ text }) => text === "a note")!;
  expect(note.y).toBeGreaterThan(lines.at(-1)!.y);
});

test("nothing that somebody typed becomes markup, or no XML", () => {
  expect(inXml('<b a="1">&\u0000\uFFFF')).toBe("&lt;b a=&quot;1&quot;&gt;&amp;  ");
  expect(laid({ title: "</text><script>" }).svg).not.toContain("<script>");
});
