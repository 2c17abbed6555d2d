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
  /** B, continuations of each text; a row is one of them, R = N B. */
  readonly beams: number;
  /** T, tokens of the prompt: at least 1. */
  readonly prompt: number;
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
 * Reads a prompt: what each layer remembers of it, and the logits of the token after it.
 *
 * It also turns the embedding over, into the head that every step multiplies by.
 */
export function transformerPromptGraph(
  shape: TransformerShape,
  size: GenerationSize,
): Uint8Array<ArrayBuffer> {
  const { lineages: L, texts: N, prompt: T } = size;
  const { vocabulary: V, width: D, layers, heads: H } = shape;
  const W = D / H;
  const block = new Blocks("transformer-prompt", shape, L);
  const { graph } = block;
  const tokens = graph.input("tokens", "u32", [L, N, T]);
  const first = POSITION_OFFSET;
  const positions = block.slice("positions", 1, first, first + T);
  const embedded = graph.node("Add", [
    graph.reshape(block.embed(tokens), [L, N, T, D]),
    graph.reshape(positions, [L, 1, T, D]),
  ]);
  let hidden = graph.reshape(embedded, [L, N * T, D]);
  const row = graph.i32(upTo(T), [T, 1]);
  const column = graph.i32(upTo(T), [1, T]);
  const isLater = graph.node("Greater", [column, row]);

  for (let i = 0; i < layers; i++) {
    const names = cacheNames(i);
    const byHead = (value: Value, order: readonly number[], result?: Value) =>
      graph.transpose(graph.reshape(value, [L, N, T, H, W]), order, result);
    const [q, k, v] = block.queriesKeysValues(hidden, i);
    const keys = byHead(k, [0, 1, 3, 4, 2], names.promptKeys);
    const values = byHead(v, [0, 1, 3, 2, 4], names.promptValues);
    graph.output(names.promptKeys, "f32", [L, N, H, W, T]);
    graph.output(names.promptValues, "f32", [L, N, H, T, W]);
    const scores = graph.node("MatMul", [byHead(q, [0, 1, 3, 2, 4]), keys]);
    const causal = graph.node("Where", [isLater, graph.f32([NEVER], [1]), scores]);
    const weights = graph.node("Softmax", [causal], { axis: -1 });
    const mixed = graph.transpose(graph.node("MatMul", [weights, values]), [0, 1, 3, 2, 4]);
    hidden = block.rest(hidden, graph.reshape(mixed, [L, N * T, D]), i);
  }

  const byText = graph.reshape(hidden, [L, N, T, D]);
  const last = graph.reshape(block.slice(byText, 2, T - 1, T), [L, N, D]);
  const head = graph.transpose("embedding", [0, 2, 1], "head");
  graph.output("head", "f32", [L, D, V]);
  graph.node("MatMul", [block.norm(last, "norm"), head], {}, "logits");
  graph.output("logits", "f32", [L, N, V]);
  return graph.finish();
}

/**
 * One token further: a row's new token in, the logits of the next one out.
 *
 * What was generated before, `t` tokens, comes in and goes out one token longer. Where there are
 * several beams, `beams` says which of its text's each row goes on from. The prompt is shared by them.
 */
export function transformerStepGraph(
  shape: TransformerShape,
  size: GenerationSize,
): Uint8Array<ArrayBuffer> {
  const { lineages: L, texts: N, beams: B, prompt: T } = size;
  const { vocabulary: V, width: D, layers, heads: H } = shape;
  const W = D / H;
  const rows = L * N * H * B;
  const block = new Blocks("transformer-step", shape, L);
  const { graph } = block;
  const tokens = graph.input("tokens", "u32", [L, N * B]);
  const position = graph.input("position", "u32", [1]);
  const head = graph.input("head", "f32", [L, D, V]);
  const row = graph.node("Add", [position, graph.i32([POSITION_OFFSET])]);
  const placed = graph.node("Gather", ["positions", row], { axis: 1 });
  let hidden = graph.node("Add", [block.embed(tokens), placed]);
  const source = B > 1 ? beamRows(graph, size, H) : null;

  for (let i = 0; i < layers; i++) {
    const names = cacheNames(i);
    const promptKeys = graph.input(names.promptKeys, "f32", [L, N, H, W, T]);
    const promptValues = graph.input(names.promptValues, "f32", [L, N, H, T, W]);
    const [q, k, v] = block.queriesKeysValues(hidden, i).map((value) => {
      if (B === 1) return graph.reshape(value, [L, N, H, B, W]);
      return graph.transpose(graph.reshape(value, [L, N, B, H, W]), [0, 1, 3, 2, 4]);
    });
    const remember = (past: string, next: string, value: Value) => {
      graph.input(past, "f32", [rows, "t", W]);
      graph.output(next, "f32", [rows, "t + 1", W]);
      const kept = source === null ? past : graph.node("Gather", [past, source], { axis: 0 });
      return graph.node("Concat", [kept, graph.reshape(value, [rows, 1, W])], { axis: 1 }, next);
    };
    const keys = remember(names.keys, names.nextKeys, k);
    const values = remember(names.values, names.nextValues, v);

    const ofPrompt = graph.node("MatMul", [q, promptKeys]);
    const ofOwn = graph.node("MatMul", [keys, graph.reshape(q, [rows, W, 1])]);
    const scores = graph.node("Concat", [ofPrompt, graph.reshape(ofOwn, [L, N, H, B, -1])], {
      axis: 4,
    });
    const weights = graph.node("Softmax", [scores], { axis: -1 });
    const own = graph.reshape(block.slice(weights, 4, T, END), [rows, 1, -1]);
    const mixed = graph.node("Add", [
      graph.node("MatMul", [block.slice(weights, 4, 0, T), promptValues]),
      graph.reshape(graph.node("MatMul", [own, values]), [L, N, H, B, W]),
    ]);
    const byRow = B === 1 ? mixed : graph.transpose(mixed, [0, 1, 3, 2, 4]);
    hidden = block.rest(hidden, graph.reshape(byRow, [L, N * B, D]), i);
  }

  graph.node("MatMul", [block.norm(hidden, "norm"), head], {}, "logits");
  graph.output("logits", "f32", [L, N * B, V]);
  return graph.finish();
}

/** A score that no softmax notices. */
const NEVER = -1e30;
/** Past every end. */
const END = 2 ** 31 - 1;

/** For each row of what was generated, [L N H B], the one that it goes on from. */
function beamRows(graph: GraphWriter, size: GenerationSize, heads: number): Value {
  const { lineages: L, texts: N, beams: B } = size;
  const beams = graph.input("beams", "u32", [L, N, B]);
  const firsts = upTo(L * N * heads).map((head) => head * B);
  const ofHeads = graph.node("Add", [
    graph.reshape(beams, [L * N, 1, B]),
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
