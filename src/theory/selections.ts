import { type Cells, type Score, portionsAbove, reweighed } from "./cells.ts";

/** So much of a pool. */
export interface Portion {
  readonly cells: Cells;
  /** In the limit any number. */
  readonly rows: number;
}

/** Halvings of the range of a score. */
const HALVINGS = 60;
/** Of a race: steps for each temperature, which err by e^−25, and how many of them are worth the time. */
const STEPS_PER_TEMPERATURE = 2.5;
const MOST_STEPS = 1000;
/** In temperatures: sooner nobody arrives, and later everybody has. */
const EARLIEST = 5;
const LATEST = 24;
/** Of a race: what is less probable never wins. */
const NEGLIGIBLE = 1e-13;

/** What passes that has at least so high a score, by one chance, and what has less by another. */
export function judged(
  { cells, rows }: Portion,
  score: Score,
  threshold: number,
  { above, below }: { readonly above: number; readonly below: number },
): Portion | null {
  const portions = portionsAbove(cells, score, threshold);
  const mass = cells.mass.map((own, i) => own * (below + (above - below) * portions[i]));
  return left(cells, mass, rows);
}

/** The best share of several portions together. What is left of each; null for nothing. */
export function bestShare(
  portions: readonly Portion[],
  score: Score,
  share: number,
): readonly (Portion | null)[] {
  const wanted = share * portions.reduce((sum, { rows }) => sum + rows, 0);
  const keptAt = (threshold: number) =>
    portions.map(({ cells, rows }) => {
      const above = portionsAbove(cells, score, threshold);
      return cells.mass.map((own, i) => rows * own * above[i]);
    });
  const massAt = (kept: readonly Float64Array[]) =>
    kept.reduce((sum, masses) => sum + masses.reduce((a, b) => a + b, 0), 0);
  const scores = portions.flatMap(({ cells: { at, mass } }) =>
    Array.from(at, (x, i) => (mass[i] > 0 ? score(x) : NaN)).filter(Number.isFinite),
  );
  let low = scores.reduce((a, b) => Math.min(a, b), Infinity) - 1;
  let high = scores.reduce((a, b) => Math.max(a, b), -Infinity) + 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (massAt(keptAt(middle)) >= wanted) low = middle;
    else high = middle;
  }
  // Of what is equally good only a part may be wanted.
  const [more, less] = [keptAt(low), keptAt(high)];
  const [most, least] = [massAt(more), massAt(less)];
  const part = most > least ? (wanted - least) / (most - least) : 1;
  return portions.map(({ cells }, v) => {
    const mass = less[v].map((own, i) => own + part * (more[v][i] - own));
    return left(cells, mass, 1);
  });
}

/**
 * Of so many candidates the one with the highest score: F(s)^k − F(s−)^k. Where the choice wavers, a
 * candidate is taken in proportion to e^(score / temperature). Null where that would take too long.
 */
export function bestOf(
  cells: Cells,
  score: Score,
  candidates: number,
  temperature: number,
): Cells | null {
  if (candidates === 1) return cells;
  const { at, mass } = cells;
  const scores = at.map((x) => score(x));
  if (temperature > 0) return winners(cells, scores, candidates, temperature);
  const order = Array.from(mass.keys()).sort((i, j) => scores[i] - scores[j]);
  const chosen = new Float64Array(mass.length);
  let below = 0;
  for (let first = 0, end = 0; first < order.length; first = end) {
    let alike = 0;
    while (end < order.length && scores[order[end]] === scores[order[first]]) {
      alike += mass[order[end++]];
    }
    const upTo = Math.min(1, below + alike);
    const part = alike === 0 ? 0 : (upTo ** candidates - below ** candidates) / alike;
    for (const i of order.slice(first, end)) chosen[i] = part * mass[i];
    below = upTo;
  }
  return reweighed(cells, chosen);
}

/**
 * Each candidate runs to its score and a Gumbel noise as wide as the temperature; the first wins, with
 * just those chances. With G the distribution of the noise and C(t) = E G(t − s), the winner has the
 * density k p ∫ C(t)^(k − 1) dG(t − s).
 */
function winners(
  cells: Cells,
  scores: Float64Array,
  candidates: number,
  temperature: number,
): Cells | null {
  const shown = scores.filter((_, i) => cells.mass[i] > NEGLIGIBLE);
  const low = shown.reduce((a, b) => Math.min(a, b), Infinity) - EARLIEST * temperature;
  const high = shown.reduce((a, b) => Math.max(a, b), -Infinity) + LATEST * temperature;
  const steps = Math.ceil(((high - low) / temperature) * STEPS_PER_TEMPERATURE);
  if (steps > MOST_STEPS) return null;
  const chosen = new Float64Array(scores.length);
  const passed = new Float64Array(scores.length);
  for (let j = 0; j <= steps; j++) {
    let beaten = 0;
    passed.fill(0);
    for (let i = 0; i < passed.length; i++) {
      const ahead = (scores[i] - low) / temperature - j / STEPS_PER_TEMPERATURE;
      if (ahead > EARLIEST) continue;
      const odds = ahead < -LATEST ? 0 : Math.exp(ahead);
      const chance = odds === 0 ? cells.mass[i] : cells.mass[i] * Math.exp(-odds);
      beaten += chance;
      passed[i] = chance * odds;
    }
    const others = beaten ** (candidates - 1);
    for (let i = 0; i < chosen.length; i++) chosen[i] += others * passed[i];
  }
  return reweighed(cells, chosen);
}

function left(cells: Cells, mass: Float64Array, rows: number): Portion | null {
  const sum = mass.reduce((total, own) => total + own, 0);
  const rest = reweighed(cells, mass);
  return rest === null ? null : { cells: rest, rows: rows * sum };
}
