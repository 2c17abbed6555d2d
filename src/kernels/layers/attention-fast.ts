import { addProduct } from "../../compute/simd/product.ts";

// Attention as matrix products for the CPU backend: head by head, some queries at a time with the
// keys that they may see.

export interface AttentionAxes {
  readonly L: number;
  readonly B: number;
  readonly T: number;
  readonly E: number;
  readonly D: number;
  readonly H: number;
}

/** Queries at a time: more would waste more on keys that come later. */
const QUERIES = 32;

/** Where a head's part of a text is: rows of W columns, `stride` apart. */
interface Part {
  readonly array: Float32Array;
  readonly start: number;
  readonly stride: number;
}

/** One head of one text. */
interface Head {
  /** In [L, B, H, T], of the first position. */
  readonly scores: number;
  /** 0 for queries, 1 for keys, 2 for values, in an array [L, B, T, E]. */
  qkv(array: Float32Array, part: number): Part;
  /** In an array [L, B, T, D]. */
  own(array: Float32Array): Part;
}

function* heads({ L, B, T, E, D, H }: AttentionAxes): Generator<Head> {
  const W = D / H;
  for (let text = 0; text < L * B; text++) {
    for (let h = 0; h < H; h++) {
      yield {
        scores: (text * H + h) * T,
        qkv: (array, part) => ({ array, start: text * T * E + part * D + h * W, stride: E }),
        own: (array) => ({ array, start: text * T * D + h * W, stride: D }),
      };
    }
  }
}

/** Rows of W columns side by side. */
function gather({ array, start, stride }: Part, rows: Float32Array, W: number): void {
  for (let from = start, to = 0; to < rows.length; from += stride, to += W) {
    for (let w = 0; w < W; w++) rows[to + w] = array[from + w];
  }
}

function scatter(rows: Float32Array, { array, start, stride }: Part, W: number, keep: number) {
  for (let to = start, from = 0; from < rows.length; to += stride, from += W) {
    for (let w = 0; w < W; w++) array[to + w] = rows[from + w] + (keep === 0 ? 0 : array[to + w]);
  }
}

/** Buffers for one head at a time, and the products over them. */
class Desk {
  readonly T: number;
  readonly W: number;
  readonly queries: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  readonly slopes: Float32Array;
  readonly weights: Float32Array;
  readonly changes: Float32Array;

  constructor({ T, D, H }: AttentionAxes) {
    this.T = T;
    this.W = D / H;
    const rows = () => new Float32Array(T * this.W);
    const scores = () => new Float32Array(Math.min(QUERIES, T) * T);
    [this.queries, this.keys, this.values, this.slopes] = [rows(), rows(), rows(), rows()];
    [this.weights, this.changes] = [scores(), scores()];
  }

  gather(head: Head, qkv: Float32Array): void {
    for (const [part, rows] of [this.queries, this.keys, this.values].entries()) {
      gather(head.qkv(qkv, part), rows, this.W);
    }
  }

  /** Calls `body` for every run of queries, from `first` to before `end`. */
  runs(body: (first: number, end: number) => void): void {
    for (let first = 0; first < this.T; first += QUERIES) {
      body(first, Math.min(first + QUERIES, this.T));
    }
  }

  /** out [queries of the run, keys before its end] = rows keysᵀ. */
  scores(rows: Float32Array, keys: Float32Array, first: number, end: number, out: Float32Array) {
    out.fill(0, 0, (end - first) * end);
    const shared = { aStart: first * this.W, bStart: 0, cStart: 0, M: end - first, N: end };
    addProduct({ kind: "NT", a: rows, b: keys, c: out, ...shared, K: this.W });
  }

  /** Adds scores times keys to the rows of the run. */
  mix(scores: Float32Array, keys: Float32Array, first: number, end: number, rows: Float32Array) {
    const shared = { aStart: 0, bStart: 0, cStart: first * this.W, M: end - first, N: this.W };
    addProduct({ kind: "NN", a: scores, b: keys, c: rows, ...shared, K: end });
  }

  /** Adds the transposed scores times the rows of the run to the keys. */
  spread(scores: Float32Array, rows: Float32Array, first: number, end: number, keys: Float32Array) {
    const shared = { aStart: 0, bStart: first * this.W, cStart: 0, M: end, N: this.W };
    addProduct({ kind: "TN", a: scores, b: rows, c: keys, ...shared, K: end - first });
  }

  /** Weights from log-sums, and how the scores of a run are to change; both 0 for later keys. */
  change(first: number, end: number, logSums: Float32Array, deltas: Float32Array): void {
    const { weights, changes } = this;
    this.scores(this.queries, this.keys, first, end, weights);
    this.scores(this.slopes, this.values, first, end, changes);
    const scale = 1 / Math.sqrt(this.W);
    for (let query = first; query < end; query++) {
      const row = (query - first) * end;
      for (let key = 0; key < end; key++) {
        const isSeen = key <= query;
        const weight = isSeen ? Math.exp(weights[row + key] * scale - logSums[query]) : 0;
        weights[row + key] = weight;
        changes[row + key] = isSeen ? weight * (changes[row + key] - deltas[query]) * scale : 0;
      }
    }
  }
}

/** As `attentionForward`. */
export function fastForward(
  { qkv, out, logSums }: Readonly<Record<"qkv" | "out" | "logSums", Float32Array>>,
  _scalars: object,
  axes: AttentionAxes,
): void {
  const desk = new Desk(axes);
  const { T, W, queries, keys, values, weights } = desk;
  const scale = 1 / Math.sqrt(W);
  const sums = new Float32Array(T * W);
  for (const head of heads(axes)) {
    desk.gather(head, qkv);
    sums.fill(0);
    desk.runs((first, end) => {
      desk.scores(queries, keys, first, end, weights);
      for (let query = first; query < end; query++) {
        const row = (query - first) * end;
        let largest = -Infinity;
        for (let key = 0; key <= query; key++) largest = Math.max(largest, weights[row + key]);
        let sum = 0;
        for (let key = 0; key <= query; key++) {
          weights[row + key] = Math.exp((weights[row + key] - largest) * scale);
          sum += weights[row + key];
        }
        for (let key = 0; key <= query; key++) weights[row + key] /= sum;
        weights.fill(0, row + query + 1, row + end);
        logSums[head.scores + query] = largest * scale + Math.log(sum);
      }
      desk.mix(weights, values, first, end, sums);
    });
    scatter(sums, head.own(out), W, 0);
  }
}

type Backward = Readonly<
  Record<"qkv" | "gradientOut" | "logSums" | "deltas" | "gradient", Float32Array>
>;

/** As `attentionBackwardQueries`. */
export function fastQueries(
  arrays: Backward & { readonly out: Float32Array },
  { accumulate }: { accumulate: number },
  axes: AttentionAxes,
): void {
  const { qkv, out, gradientOut, logSums, deltas, gradient } = arrays;
  const desk = new Desk(axes);
  const { T, W } = desk;
  const sums = new Float32Array(T * W);
  for (const head of heads(axes)) {
    desk.gather(head, qkv);
    gather(head.own(gradientOut), desk.slopes, W);
    const made = head.own(out);
    const own = deltas.subarray(head.scores, head.scores + T);
    for (let t = 0; t < T; t++) {
      let delta = 0;
      for (let w = 0; w < W; w++) {
        delta += desk.slopes[t * W + w] * out[made.start + t * made.stride + w];
      }
      own[t] = delta;
    }
    sums.fill(0);
    desk.runs((first, end) => {
      desk.change(first, end, logSums.subarray(head.scores), own);
      desk.mix(desk.changes, desk.keys, first, end, sums);
    });
    scatter(sums, head.qkv(gradient, 0), W, accumulate);
  }
}

/** As `attentionBackwardKeys`. */
export function fastKeys(
  { qkv, gradientOut, logSums, deltas, gradient }: Backward,
  { accumulate }: { accumulate: number },
  axes: AttentionAxes,
): void {
  const desk = new Desk(axes);
  const { T, W } = desk;
  const [keySums, valueSums] = [new Float32Array(T * W), new Float32Array(T * W)];
  for (const head of heads(axes)) {
    desk.gather(head, qkv);
    gather(head.own(gradientOut), desk.slopes, W);
    keySums.fill(0);
    valueSums.fill(0);
    desk.runs((first, end) => {
      desk.change(first, end, logSums.subarray(head.scores), deltas.subarray(head.scores));
      desk.spread(desk.changes, desk.queries, first, end, keySums);
      desk.spread(desk.weights, desk.slopes, first, end, valueSums);
    });
    scatter(keySums, head.qkv(gradient, 1), W, accumulate);
    scatter(valueSums, head.qkv(gradient, 2), W, accumulate);
  }
}
