import { afterAll, expect, test } from "vitest";
import type { Scope } from "../../src/compute/backend.ts";
import { GraphError, ShapeError } from "../../src/errors.ts";
import { GraphWriter } from "../../src/onnx/graph-writer.ts";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { cpu } from "../support/backends.ts";

const graphs = onnxGraphs(cpu, { preferred: true });
afterAll(() => graphs.close());

/** Row `ids` of `table`, f32 [3, 2]; how many is known when it runs. */
function picking(): Uint8Array {
  const graph = new GraphWriter("pick");
  graph.input("table", "f32", [3, 2]);
  graph.input("ids", "u32", ["n"]);
  graph.node("Gather", ["table", "ids"], { axis: 0 }, "picked");
  graph.output("picked", "f32", ["n", 2]);
  return graph.finish();
}

function tensors(scope: Scope, ...ids: number[]) {
  return {
    table: scope.tensor("table", "f32", [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6)),
    ids: scope.tensor("ids", "u32", [ids.length], Uint32Array.from(ids)),
    picked: scope.tensor("picked", "f32", [ids.length, 2]),
  };
}

test("a graph reads and fills tensors, and views of them", async () => {
  using scope = cpu.scope("test");
  const { table, ids } = tensors(scope, 2, 0);
  const all = scope.zeros("all", "f32", [128]);
  const picked = scope.view("picked", all, [2, 2], 64);
  const graph = await graphs.open(picking());
  expect(graph.inputs).toEqual(["table", "ids"]);
  expect(graph.outputs).toEqual(["picked"]);
  await graph.run({ table, ids }, { picked });
  const [values] = await cpu.read(all);
  expect(Array.from(values.subarray(63, 69))).toEqual([0, 5, 6, 1, 2, 0]);
});

test("the same bytes are the same graph", async () => {
  expect(await graphs.open(picking())).toBe(await graphs.open(picking()));
});

test("what is no graph is refused in one sentence, and nothing is lost", async () => {
  const garbage = [new Uint8Array(0), Uint8Array.of(1, 2, 3), picking().slice(0, 60)];
  for (const bytes of garbage) {
    await expect(graphs.open(bytes)).rejects.toThrow(GraphError);
    await expect(graphs.open(bytes)).rejects.toThrow(/^not an ONNX graph that runs here: .+/);
  }
  const unknown = new GraphWriter("unknown");
  unknown.input("x", "f32", [1]);
  unknown.node("Conjure", ["x"], {}, "y");
  unknown.output("y", "f32", [1]);
  await expect(graphs.open(unknown.finish())).rejects.toThrow(/Conjure/);
  await expectWorks();
});

test("tensors that do not fit are refused before the graph runs", async () => {
  using scope = cpu.scope("test");
  const { table, ids, picked } = tensors(scope, 0, 1);
  const graph = await graphs.open(picking());
  const run = (inputs: object, outputs: object) => graph.run({ ...inputs }, { ...outputs });
  const narrow = scope.zeros("narrow", "f32", [3, 1]);
  await expect(run({ table: narrow, ids }, { picked })).rejects.toThrow(
    new ShapeError('"table" of the graph is float32 [3, 2], but the tensor f32 [3, 1]'),
  );
  await expect(run({ table, ids: picked }, { picked })).rejects.toThrow(ShapeError);
  await expect(run({ table }, { picked })).rejects.toThrow('the graph wants "ids" besides');
  await expect(run({ table, ids, more: ids }, { picked })).rejects.toThrow('knows no "more"');
  await expect(run({ table, ids }, {})).rejects.toThrow(ShapeError);
  const long = scope.zeros("long", "f32", [5, 2]);
  await expect(run({ table, ids }, { picked: long })).rejects.toThrow(/"picked" came out/);
  await expectWorks();
});

test("a graph that failed runs again with better inputs", async () => {
  using scope = cpu.scope("test");
  const { table, picked, ids } = tensors(scope, 1, 3);
  const graph = await graphs.open(picking());
  await expect(graph.run({ table, ids }, { picked })).rejects.toThrow(GraphError);
  await expectWorks();
});

test("whoever does not wait for the other waits his turn", async () => {
  await Promise.all([expectWorks(), expectWorks(), expectWorks()]);
});

async function expectWorks(): Promise<void> {
  using scope = cpu.scope("test");
  const { table, ids, picked } = tensors(scope, 1);
  await (await graphs.open(picking())).run({ table, ids }, { picked });
  expect([...(await cpu.read(picked))[0]]).toEqual([3, 4]);
}
