import type { Watched } from "../../engine/watched.ts";
import type { Directory } from "../../store/directory.ts";
import type { Deaths, Picture, PlanePicture, RunId } from "./protocol.ts";

/** What the page wants to show again after a reload and the records do not hold. */
export interface StoredPicture {
  /** The newest one that the page was told of. */
  readonly generation: number;
  /** Null where the family says nothing of its distribution. */
  readonly picture: Picture | null;
  /** What a generation took on the average; null where none was measured. */
  readonly secondsEach: number | null;
}

/**
 * Two files in the folder of a run, for the page alone: which categories lineage 0 lost in which
 * generation, and its newest model. Losing them loses no number of the run, so whatever cannot be
 * read is taken as absent.
 */
export class PageNotes {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  async addDeaths(run: RunId, deaths: Deaths): Promise<void> {
    const line = `${JSON.stringify([deaths.generation, ...deaths.categories])}\n`;
    await this.#directory.append(`${run}/deaths.jsonl`, new TextEncoder().encode(line));
  }

  async deaths(run: RunId): Promise<Deaths[]> {
    const bytes = await this.#directory.read(`${run}/deaths.jsonl`);
    if (bytes === null) return [];
    const found: Deaths[] = [];
    for (const line of new TextDecoder().decode(bytes).split("\n")) {
      const numbers = parsed(line);
      if (!Array.isArray(numbers) || !numbers.every(Number.isInteger)) continue;
      const [generation, ...categories] = numbers as number[];
      found.push({ generation, categories });
    }
    return found;
  }

  /** Forgets what happened in `generation` and later. Returns what is left. */
  async cutDeaths(run: RunId, generation: number): Promise<Deaths[]> {
    const all = await this.deaths(run);
    const left = all.filter((deaths) => deaths.generation < generation);
    if (left.length < all.length) {
      await this.#directory.remove(`${run}/deaths.jsonl`);
      for (const deaths of left) await this.addDeaths(run, deaths);
    }
    return left;
  }

  async savePicture(
    run: RunId,
    { generation, picture, secondsEach }: StoredPicture,
  ): Promise<void> {
    const plain =
      picture === null
        ? null
        : picture.kind === "vector"
          ? plainVector(picture)
          : { kind: "category", counts: [...picture.counts] };
    const text = JSON.stringify({ generation, picture: plain, secondsEach });
    await this.#directory.write(`${run}/picture.json`, new TextEncoder().encode(text));
  }

  async picture(run: RunId): Promise<StoredPicture | null> {
    const bytes = await this.#directory.read(`${run}/picture.json`);
    const stored = bytes === null ? null : parsed(new TextDecoder().decode(bytes));
    return isStored(stored) ? revived(stored) : null;
  }
}

type Plain =
  | {
      readonly kind: "vector";
      readonly mean: readonly number[];
      readonly logDeviation: readonly number[];
      readonly plane?: PlainPlane;
    }
  | { readonly kind: "category"; readonly counts: readonly number[] };

type PlainPlane = Readonly<Record<keyof PlanePicture, readonly number[]>>;

interface Stored {
  readonly generation: number;
  readonly picture: Plain | null;
  readonly secondsEach?: unknown;
}

function revived({ generation, picture, secondsEach }: Stored): StoredPicture {
  const known = typeof secondsEach === "number" ? secondsEach : null;
  return { generation, picture: revivedPicture(picture), secondsEach: known };
}

function revivedPicture(picture: Plain | null): Picture | null {
  if (picture === null) return null;
  if (picture.kind === "category") {
    return { kind: "category", counts: Uint32Array.from(picture.counts) };
  }
  const mean = Float32Array.from(picture.mean);
  const logDeviation = Float32Array.from(picture.logDeviation);
  return { kind: "vector", mean, logDeviation, ...revivedPlane(picture.plane) };
}

function plainVector({ mean, logDeviation, plane }: Extract<Picture, { kind: "vector" }>): Plain {
  const plain = { kind: "vector", mean: [...mean], logDeviation: [...logDeviation] } as const;
  if (plane === undefined) return plain;
  const { points, weight, mean: means, root } = plane;
  const numbers = { points: [...points], weight: [...weight], mean: [...means], root: [...root] };
  return { ...plain, plane: numbers };
}

/** Runs of earlier versions have none. */
function revivedPlane(plane: PlainPlane | undefined): { readonly plane?: PlanePicture } {
  if (plane === undefined) return {};
  const { points, weight, mean, root } = plane;
  if (![points, weight, mean, root].every(Array.isArray)) return {};
  return {
    plane: {
      points: Float32Array.from(points),
      weight: Float32Array.from(weight),
      mean: Float32Array.from(mean),
      root: Float32Array.from(root),
    },
  };
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== "object" || value === null) return false;
  const { generation, picture } = value as Partial<Stored>;
  if (!Number.isInteger(generation) || typeof picture !== "object") return false;
  if (picture === null) return true;
  return picture.kind === "category"
    ? Array.isArray(picture.counts)
    : picture.kind === "vector" &&
        Array.isArray(picture.mean) &&
        Array.isArray(picture.logDeviation);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A model as the page draws it. Copies, since what is read from a device may share one buffer. */
export function pictureOf(watched: Watched | null): Picture | null {
  if (watched === null) return null;
  if (watched.kind === "category") return { kind: "category", counts: watched.counts.slice() };
  const { mean, logDeviation } = watched;
  const plane = planeOf(watched);
  return {
    kind: "vector",
    mean: mean.slice(),
    logDeviation: logDeviation.slice(),
    ...(plane === null ? {} : { plane }),
  };
}

/** Points and components of a model in the plane; one that is no mixture is a Gaussian like it. */
function planeOf(watched: Extract<Watched, { kind: "vector" }>): PlanePicture | null {
  const { mean, logDeviation, factor, components, points } = watched;
  if (points === null) return null;
  if (components !== null) {
    const { weight, mean: means, root } = components;
    const own = { weight: weight.slice(), mean: means.slice(), root: root.slice() };
    return { points: points.slice(), ...own };
  }
  const turn = factor ?? Float32Array.of(1, 0, 0, 1);
  const root = turn.map((entry, e) => Math.exp(logDeviation[e >> 1]) * entry);
  return { points: points.slice(), weight: Float32Array.of(1), mean: mean.slice(), root };
}
