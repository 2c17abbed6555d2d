/** The numbers of one sample. */
export type Row = Float32Array | Uint32Array;

/** Tells of one sample after the other whether nothing that was asked about before is the same. */
export type Newcomers = (row: Row) => boolean;

/** The same are rows with the same key, by default all of their numbers. */
export function unlikeByKey(keyOf: (row: Row) => string = (row) => row.join()): Newcomers {
  const known = new Set<string>();
  return (row) => {
    const key = keyOf(row);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  };
}

/** The same are vectors in one cell of a grid. */
export function unlikeByCell(cell: number): Newcomers {
  return unlikeByKey((row) => Array.from(row, (x) => Math.floor(x / cell)).join());
}

/**
 * The same are images whose pixels differ by at most `difference`, as the root of the mean square: from
 * one that was new itself, so that a chain of small steps ends nowhere.
 */
export function unlikeByDifference(difference: number): Newcomers {
  const known: Row[] = [];
  return (row) => {
    const most = row.length * difference ** 2;
    const isNew = !known.some((other) => isWithin(most, row, other));
    if (isNew) known.push(row);
    return isNew;
  };
}

/** Whether the squared distance of two rows is at most this. Most are found to be apart early on. */
function isWithin(most: number, one: Row, other: Row): boolean {
  const { length } = one;
  const middle = length >> 1;
  let sum = 0;
  // The margins of images are alike, and so their middle comes first.
  for (let i = middle; i < length && sum <= most; i++) sum += (one[i] - other[i]) ** 2;
  for (let i = 0; i < middle && sum <= most; i++) sum += (one[i] - other[i]) ** 2;
  return sum <= most;
}
