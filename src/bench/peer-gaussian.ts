import type { Array as JaxArray } from "@jax-js/jax";
import type { GaussianCase } from "./cases.ts";
import type { Program } from "./measure.ts";
import { varianceFinding } from "./programs.ts";

export interface Peer {
  readonly program: Program;
  /** What its device says of itself. */
  readonly adapter: GPUAdapterInfo;
}

/**
 * The recursive Gaussian as a user of jax-js would write it: one compiled step per generation, all
 * arrays on the device, one wait at the end, and no metric but what the recursion needs anyway.
 *
 * It opens a device of its own through `navigator.gpu`. Its arrays have owners: whatever takes an
 * array disposes of it, unless it is handed `.ref`.
 */
export async function peerGaussian(benchCase: GaussianCase): Promise<Peer> {
  const jax = await import("@jax-js/jax");
  const { numpy, random } = jax;
  const { lineages, samples, generations } = benchCase;
  await jax.init("webgpu");

  const refit = jax.jit((mean: JaxArray, deviation: JaxArray, key: JaxArray) => {
    const column = [lineages, 1];
    const noise = random.normal(key, [lineages, samples]);
    const drawn = noise.mul(deviation.reshape(column)).add(mean.reshape(column));
    const center = numpy.mean(drawn.ref, 1);
    const distance = drawn.sub(center.ref.reshape(column));
    return [center, numpy.sqrt(numpy.mean(numpy.square(distance), 1))];
  });

  let nextKey = 0;
  const run = async () => {
    // Another peer may have chosen its own meanwhile.
    jax.defaultDevice("webgpu");
    let mean = numpy.zeros([lineages]);
    let deviation = numpy.ones([lineages]);
    for (let generation = 0; generation < generations; generation++) {
      [mean, deviation] = refit(mean, deviation, random.key(nextKey++));
    }
    await jax.blockUntilReady([mean, deviation]);
    mean.dispose();
    const value = Number(await numpy.mean(numpy.square(deviation)).jsAsync());
    return varianceFinding(value, benchCase);
  };
  const work = lineages * samples * generations;
  const program: Program = { case: benchCase, work, unit: "normals", run };
  return { program, adapter: jax.getWebGPUDevice().adapterInfo };
}
