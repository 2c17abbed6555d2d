import {
  NORM_EPSILON,
  POSITION_OFFSET,
  type TransformerShape,
  transformerParameters,
} from "../transformer/shape.ts";
import { GraphWriter, type Value } from "./graph-writer.ts";

/** What is generated at once. */
export interface GenerationSize {
  readonly lineages: number;
  /** N, of each lineage. */
  readonly texts: number;
  /** K, continuations of each text; a row is one of them, R = N K. */
  readonly beams: number;
  /** S, tokens of a prompt: at least 1. */
  readonly prompt: number;
  /** T, tokens of a continuation. */
  readonly newTokens: number;
}

/** What one layer remembers. Keys of a prompt lie [in head, token], since they are multiplied so. */
export const cacheNames = (layer: number) => ({
  promptKeys: `layer${layer}.prompt-keys`,
  promptValues: `layer${layer}.prompt-values`,
  keys: `layer${layer}.keys`,
  values: `layer${layer}.values`,
  nextKeys: `layer${layer}.next-keys`,
  nextValues: `layer${layer}.next-values`,
});

/**
 * Reads prompts: what each layer remembers of them, and the logits of the tokens after them.
 *
 * It also turns the embedding over, into the head that every step multiplies by.
 */
export function transformerPromptGraph(
  shape: TransformerShape,
  size: GenerationSize,
): Uint8Array<ArrayBuffer> {
  const { lineages: L, texts: N, prompt: S } = size;
  const { vocabulary: V, width: D, layers, heads: H } = shape;
  const W = D / H;
  const blocks = new Blocks("transformer-prompt", shape, L);
  const { graph } = blocks;
  const prompts = graph.input("prompts", "u32", [L, N, S]);
  const places = blocks.slice("positions", 1, POSITION_OFFSET, POSITION_OFFSET + S);
  const embedded = graph.node("Add", [
    graph.reshape(blocks.embed(prompts), [L, N, S, D]),
    graph.reshape(places, [L, 1, S, D]),
  ]);
  let hidden = graph.reshape(embedded, [L, N * S, D]);
  const isLater = graph.node("Greater", [graph.i32(upTo(S), [1, S]), graph.i32(upTo(S), [S, 1])]);

  for (let i = 0; i < layers; i++) {
    const names = cacheNames(i);
    const byHead = (value: Value, order: readonly number[], result?: Value) =>
      graph.transpose(graph.reshape(value, [L, N, S, H, W]), order, result);
    const [q, k, v] = blocks.queriesKeysValues(hidden, i);
    const keys = byHead(k, [0, 1, 3, 4, 2], names.promptKeys);
    const values = byHead(v, [0, 1, 3, 2, 4], names.promptValues);
    graph.output(names.promptKeys, "f32", [L, N, H, W, S]);
    graph.output(names.promptValues, "f32", [L, N, H, S, W]);
    const scores = graph.node("MatMul", [byHead(q, [0, 1, 3, 2, 4]), keys]);
    const causal = graph.node("Where", [isLater, graph.f32([NEVER]), scores]);
    const shares = graph.node("Softmax", [causal], { axis: -1 });
    const mixed = graph.transpose(graph.node("MatMul", [shares, values]), [0, 1, 3, 2, 4]);
    hidden = blocks.rest(hidden, graph.reshape(mixed, [L, N * S, D]), i);
  }

  const byText = graph.reshape(hidden, [L, N, S, D]);
  const last = graph.reshape(blocks.slice(byText, 2, S - 1, S), [L, N, D]);
  const head = graph.transpose("embedding", [0, 2, 1], "head");
  graph.output("head", "f32", [L, D, V]);
  graph.node("MatMul", [blocks.norm(last, "norm"), head], {}, "logits");
  graph.output("logits", "f32", [L, N, V]);
  return graph.finish();
}

/**
 * The newest tokens in, the logits of the next ones out.
 *
 * Of what was generated before, `t` tokens come in and go out with the newest one: of `log` it takes
 * the entries before the clock, each a token and the row that it continues. Beams share their prompt.
 */
export function transformerStepGraph(
  shape: TransformerShape,
  size: GenerationSize,
): Uint8Array<ArrayBuffer> {
  const { lineages: L, texts: N, beams: K, prompt: S, newTokens: T } = size;
  const { vocabulary: V, width: D, layers, heads: H } = shape;
  const [W, R, rows] = [D / H, N * K, L * N * H * K];
  const blocks = new Blocks("transformer-step", shape, L);
  const { graph } = blocks;
  const clock = graph.input("clock", "u32", [1]);
  const log = graph.input("log", "u32", [L, T, R, 2]);
  const head = graph.input("head", "f32", [L, D, V]);
  const before = graph.node("Add", [clock, graph.i32([-1])]);
  const newest = graph.node("Gather", [log, before], { axis: 1 });
  const tokens = graph.reshape(blocks.slice(newest, 3, 0, 1), [L, R]);
  const place = graph.node("Add", [before, graph.i32([POSITION_OFFSET + S])]);
  const placed = graph.node("Gather", ["positions", place], { axis: 1 });
  let hidden = graph.node("Add", [blocks.embed(tokens), placed]);
  const continued = K === 1 ? null : continuedRows(graph, blocks.slice(newest, 3, 1, 2), size, H);

  for (let i = 0; i < layers; i++) {
    const names = cacheNames(i);
    const promptKeys = graph.input(names.promptKeys, "f32", [L, N, H, W, S]);
    const promptValues = graph.input(names.promptValues, "f32", [L, N, H, S, W]);
    const [q, k, v] = blocks.queriesKeysValues(hidden, i).map((value) => {
      if (K === 1) return graph.reshape(value, [L, N, H, K, W]);
      return graph.transpose(graph.reshape(value, [L, N, K, H, W]), [0, 1, 3, 2, 4]);
    });
    const remember = (past: string, next: string, value: Value) => {
      graph.input(past, "f32", [rows, "t", W]);
      graph.output(next, "f32", [rows, "t + 1", W]);
      const kept = continued === null ? past : graph.node("Gather", [past, continued], { axis: 0 });
      return graph.node("Concat", [kept, graph.reshape(value, [rows, 1, W])], { axis: 1 }, next);
    };
    const keys = remember(names.keys, names.nextKeys, k);
    const values = remember(names.values, names.nextValues, v);

    const ofPrompt = graph.node("MatMul", [q, promptKeys]);
    const ofOwn = graph.node("MatMul", [keys, graph.reshape(q, [rows, W, 1])]);
    const own = graph.reshape(ofOwn, [L, N, H, K, -1]);
    const scores = graph.node("Concat", [ofPrompt, own], { axis: 4 });
    const shares = graph.node("Softmax", [scores], { axis: -1 });
    const ownShares = graph.reshape(blocks.slice(shares, 4, S, END), [rows, 1, -1]);
    const mixed = graph.node("Add", [
      graph.node("MatMul", [blocks.slice(shares, 4, 0, S), promptValues]),
      graph.reshape(graph.node("MatMul", [ownShares, values]), [L, N, H, K, W]),
    ]);
    const byRow = K === 1 ? mixed : graph.transpose(mixed, [0, 1, 3, 2, 4]);
    hidden = blocks.rest(hidden, graph.reshape(byRow, [L, R, D]), i);
  }

  graph.node("MatMul", [blocks.norm(hidden, "norm"), head], {}, "logits");
  graph.output("logits", "f32", [L, R, V]);
  return graph.finish();
}

/** A score that no softmax notices. */
const NEVER = -1e30;
/** Past every end. */
const END = 2 ** 31 - 1;

/** For each head of each row, [L N H K], which one of them it goes on from; `rows` are R a lineage. */
function continuedRows(
  graph: GraphWriter,
  rows: Value,
  { lineages: L, texts: N, beams: K }: GenerationSize,
  heads: number,
): Value {
  const firsts = upTo(L * N * heads).map((head) => {
    const text = Math.floor(head / heads) % N;
    return head * K - text * K;
  });
  const ofHeads = graph.node("Add", [
    graph.reshape(rows, [L * N, 1, K]),
    graph.i32(firsts, [L * N, heads, 1]),
  ]);
  return graph.reshape(ofHeads, [-1]);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** What both graphs are made of. Hidden states are [L, rows, D]. */
class Blocks {
  readonly graph: GraphWriter;
  readonly #shape: TransformerShape;
  readonly #lineages: number;

  constructor(name: string, shape: TransformerShape, lineages: number) {
    this.graph = new GraphWriter(name);
    this.#shape = shape;
    this.#lineages = lineages;
    for (const { name, shape: own } of transformerParameters(shape)) {
      this.graph.input(name, "f32", [lineages, ...own]);
    }
  }

  /** Rows of each lineage's own embedding, for `ids` that begin with the axis L. */
  embed(ids: Value): Value {
    const { graph } = this;
    const { vocabulary: V, width: D } = this.#shape;
    const L = this.#lineages;
    const flat = graph.reshape(ids, [L, -1]);
    const firsts = upTo(L).map((l) => l * V);
    const rows = L === 1 ? flat : graph.node("Add", [flat, graph.i32(firsts, [L, 1])]);
    return graph.node("Gather", [graph.reshape("embedding", [L * V, D]), rows], { axis: 0 });
  }

  slice(value: Value, axis: number, from: number, to: number): Value {
    const { graph } = this;
    return graph.node("Slice", [value, graph.i64(from), graph.i64(to), graph.i64(axis)]);
  }

  norm(x: Value, name: string): Value {
    const { graph } = this;
    const { width: D } = this.#shape;
    const attributes = { axis: -1, epsilon: { float: NORM_EPSILON } };
    const [scale, bias] = [`${name}.scale`, `${name}.bias`];
    if (this.#lineages === 1) {
      const own = [graph.reshape(scale, [D]), graph.reshape(bias, [D])];
      return graph.node("LayerNormalization", [x, ...own], attributes);
    }
    const ones = graph.f32(Array.from({ length: D }, () => 1));
    const normal = graph.node("LayerNormalization", [x, ones], attributes);
    const scaled = graph.node("Mul", [normal, this.#perLineage(scale, D)]);
    return graph.node("Add", [scaled, this.#perLineage(bias, D)]);
  }

  /** Queries are scaled already. Each [L, rows, D]. */
  queriesKeysValues(hidden: Value, layer: number): readonly Value[] {
    const { graph } = this;
    const { width: D, heads: H } = this.#shape;
    const normal = this.norm(hidden, `layer${layer}.norm1`);
    const all = this.#linear(normal, `layer${layer}.qkv`, 3 * D);
    const [q, k, v] = graph.nodes("Split", [all], { axis: 2, num_outputs: 3 }, 3);
    return [graph.node("Mul", [q, graph.f32([1 / Math.sqrt(D / H)])]), k, v];
  }

  /** From what attention mixed to the end of the block. */
  rest(hidden: Value, mixed: Value, layer: number): Value {
    const { graph } = this;
    const { width: D, inner } = this.#shape;
    const attended = graph.node("Add", [hidden, this.#linear(mixed, `layer${layer}.out`, D)]);
    const normal = this.norm(attended, `layer${layer}.norm2`);
    const up = graph.node("Relu", [this.#linear(normal, `layer${layer}.up`, inner)]);
    return graph.node("Add", [attended, this.#linear(up, `layer${layer}.down`, D)]);
  }

  #linear(x: Value, name: string, columns: number): Value {
    const { graph } = this;
    const product = graph.node("MatMul", [x, `${name}.weight`]);
    return graph.node("Add", [product, this.#perLineage(`${name}.bias`, columns)]);
  }

  #perLineage(vector: Value, columns: number): Value {
    return this.graph.reshape(vector, [this.#lineages, 1, columns]);
  }
}
