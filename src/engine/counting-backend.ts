import type {
  AdapterInfo,
  ArraysRead,
  Backend,
  Program,
  Scope,
  Slice,
} from "../compute/backend.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import {
  type Shape,
  type Tensor,
  byteLength,
  elementCount,
  requireWithin,
  typedArray,
} from "../compute/tensor.ts";

/** Bytes of a tensor: `each` for every lineage, and `shared` by all of them. */
export interface Size {
  readonly each: number;
  readonly shared: number;
}

/** A tensor that is made (1) or freed (-1). */
export interface Change {
  readonly label: string;
  readonly size: Size;
  readonly sign: 1 | -1;
}

/**
 * Keeps no numbers, only account of the tensors that are made and freed.
 *
 * An axis of `lineages` elements stands for any number of them, so that one account serves all.
 * Whatever is read is zero.
 */
export class CountingBackend implements Backend {
  readonly adapter: AdapterInfo;
  /** All that were dispatched. */
  readonly kernels = new Set<AnyKernel>();
  readonly failed = null;
  readonly peakBytes = 0;
  /** In the order of the run. */
  readonly changes: Change[] = [];
  readonly #lineages: number;
  /** What each view looks at. */
  readonly #bases = new WeakMap<Tensor, Tensor>();

  /** `adapter` is the one that is to run what is counted: some work is cut to its size. */
  constructor(lineages: number, adapter: AdapterInfo) {
    this.#lineages = lineages;
    this.adapter = adapter;
  }

  /** Bytes of a tensor of this shape. */
  sizeOf(shape: Shape): Size {
    const bytes = byteLength(shape);
    return shape[0] === this.#lineages
      ? { each: bytes / this.#lineages, shared: 0 }
      : { each: 0, shared: bytes };
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  scope(): Scope {
    const sizes = new Map<Tensor, Size>();
    const make: Scope["zeros"] = (label, dtype, shape) => {
      const tensor = { label, dtype, shape };
      const size = this.sizeOf(shape);
      sizes.set(tensor, size);
      this.changes.push({ label, size, sign: 1 });
      return tensor;
    };
    const free = (tensor: Tensor, size: Size) => {
      sizes.delete(tensor);
      this.changes.push({ label: tensor.label, size, sign: -1 });
    };
    return {
      tensor: make,
      zeros: make,
      view: (label, of, shape, start = 0) => {
        requireWithin(label, of, shape, start);
        const view = { label, dtype: of.dtype, shape };
        this.#bases.set(view, this.#bases.get(of) ?? of);
        return view;
      },
      sweep: (kept) => {
        const owners = new Set([...kept].map((tensor) => this.#bases.get(tensor) ?? tensor));
        for (const [tensor, size] of sizes) if (!owners.has(tensor)) free(tensor, size);
      },
      [Symbol.dispose]: () => {
        for (const [tensor, size] of sizes) free(tensor, size);
      },
    };
  }

  dispatch(kernel: AnyKernel): void {
    this.kernels.add(kernel);
  }

  record(label: string, body: () => void): Program {
    body();
    return { label, dispatches: 0, [Symbol.dispose]() {} };
  }

  replay(): void {}

  read<const R extends readonly (Tensor | Slice)[]>(...readables: R): Promise<ArraysRead<R>> {
    const arrays = readables.map((readable) => {
      const [{ dtype }, length] =
        "tensor" in readable
          ? [readable.tensor, readable.length]
          : [readable, elementCount(readable.shape)];
      return typedArray(dtype, length);
    });
    return Promise.resolve(arrays as unknown as ArraysRead<R>);
  }

  abandon(): void {}

  dispose(): void {}
}
