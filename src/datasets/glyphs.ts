/** How a control point joins its neighbours. Twin: the third number of shaders/images/strokes.wgsl. */
export const Joint = { SMOOTH: 0, CORNER: 1, START: 2, ABSENT: 3 } as const;

/** Most control points of a character. */
export const MOST_POINTS = 12;

/** One way to write a character: strokes through points of a box 14 wide and 20 high, y downwards. */
interface Glyph {
  readonly name: string;
  /** "x,y" a point, "x,y!" a corner, "|" lifts the pen. */
  readonly path: string;
}

/** Drawn for this project; a character that people write in several ways stands several times. */
const DIGITS: readonly Glyph[] = [
  { name: "0", path: "8,0 3,2 1,9 3,17 7,20 11,17 13,10 11,3 7,0" },
  { name: "0", path: "6,1 2,6 2,13 6,20 11,17 12,9 10,2 5,1 3,4" },
  { name: "1", path: "8,0 7,10 6,20" },
  { name: "1", path: "4,5 8,0! 8,10 7,20" },
  { name: "1", path: "4,4 8,0! 7,20 | 3,20 11,20" },
  { name: "2", path: "2,5 4,1 8,0 12,3 11,8 6,14 1,20! 7,19 13,20" },
  { name: "2", path: "2,4 6,0 11,3 10,9 5,16 2,18 3,15 6,17 10,19 14,18" },
  { name: "3", path: "2,3 6,0 11,2 10,7 5,9! 11,11 12,16 8,20 4,20 1,17" },
  { name: "3", path: "2,1 12,1! 6,8! 11,10 12,16 8,20 2,18" },
  { name: "4", path: "4,0 3,5 2,10! 7,11 13,10 | 10,3 9,12 8,20" },
  { name: "4", path: "9,0 1,13! 14,13 | 10,1 10,10 9,20" },
  { name: "5", path: "12,0 4,1! 3,8! 8,7 12,11 11,17 6,20 1,18" },
  { name: "5", path: "4,1 3,8! 8,7 12,12 9,19 2,19 | 4,1 13,0" },
  { name: "6", path: "10,0 5,4 2,11 3,18 7,20 11,17 10,12 6,11 3,15" },
  { name: "6", path: "6,0 3,7 2,15 6,20 11,18 11,14 7,12 3,15" },
  { name: "7", path: "1,2 7,1 13,1! 10,8 7,14 5,20" },
  { name: "7", path: "1,4 2,1! 12,1! 9,9 6,20 | 4,11 12,10" },
  { name: "8", path: "11,3 7,0 3,3 5,8 10,12 11,17 7,20 3,17 4,12 10,7 11,3" },
  { name: "8", path: "7,9 3,5 6,0 11,3 8,9 3,14 5,20 11,18 11,13 7,9" },
  { name: "9", path: "11,5 8,0 3,2 2,7 6,10 11,7 12,2! 11,11 9,20" },
  { name: "9", path: "11,4 7,0 2,4 4,9 9,8 12,3! 12,11 9,18 3,20" },
];

const LETTERS: readonly Glyph[] = [
  { name: "A", path: "1,20 7,0! 13,20 | 3,13 11,13" },
  { name: "C", path: "12,3 8,0 3,3 1,10 3,17 8,20 13,17" },
  { name: "E", path: "12,0 2,0! 2,20! 12,20 | 2,10 10,10" },
  { name: "H", path: "2,0 2,20 | 12,0 12,20 | 2,10 12,10" },
  { name: "K", path: "2,0 2,20 | 12,1 3,11! 13,20" },
  { name: "T", path: "1,1 13,1 | 7,1 7,20" },
];

export interface GlyphTable {
  /** What the classes are called. */
  readonly classes: readonly string[];
  /** [G], the class of each glyph. */
  readonly classOf: readonly number[];
  /** [G, MOST_POINTS, 3]: x, y and joint of every control point. */
  readonly points: Float32Array<ArrayBuffer>;
}

export function glyphTable(alphabet: "digits" | "digits-and-letters"): GlyphTable {
  const glyphs = alphabet === "digits" ? DIGITS : [...DIGITS, ...LETTERS];
  const classes = [...new Set(glyphs.map(({ name }) => name))];
  const rows = glyphs.map(({ path }) => {
    const points = controlPoints(path);
    if (points.length > MOST_POINTS) throw new Error(`too many points: ${path}`);
    while (points.length < MOST_POINTS) points.push([0, 0, Joint.ABSENT]);
    return points.flat();
  });
  return {
    classes,
    classOf: glyphs.map(({ name }) => classes.indexOf(name)),
    points: Float32Array.from(rows.flat()),
  };
}

function controlPoints(path: string): [x: number, y: number, joint: number][] {
  return path.split("|").flatMap((stroke) =>
    stroke
      .trim()
      .split(" ")
      .map((word, i) => {
        const [x, y] = word.replace("!", "").split(",").map(Number);
        const joint = word.endsWith("!") ? Joint.CORNER : Joint.SMOOTH;
        return [x, y, i === 0 ? Joint.START : joint] as [number, number, number];
      }),
  );
}
