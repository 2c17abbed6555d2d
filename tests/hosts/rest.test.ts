import { expect, test } from "vitest";
import { multiplyAdd } from "../../src/kernels/bench/multiply-add.ts";
import { webgpu } from "../support/backends.ts";

test.skipIf(webgpu?.adapter.software !== true)(
  "the event loop rests while a processor that plays the graphics card works",
  async () => {
    const backend = webgpu!;
    await backend.prepare([multiplyAdd]);
    using scope = backend.scope("test");
    const factors = scope.tensor("factors", "f32", [4096, 4], new Float32Array(4 * 4096).fill(0.5));
    const means = scope.tensor("means", "f32", [4096]);
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    const start = performance.now();
    setImmediate(count);
    backend.dispatch(multiplyAdd, { factors, means }, { rounds: 2000 });
    await backend.read({ tensor: means, start: 0, length: 1 });
    isDone = true;
    // A turn without a rest takes some hundredths of a millisecond, of which 32 at a time may be.
    expect(turns).toBeLessThan(200 + 4 * (performance.now() - start));
  },
);
