import { ShapeError } from "../errors.ts";
import type { Scope } from "./backend.ts";
import { type Tensor, elementCount } from "./tensor.ts";

/** A scope that gives the same tensors again to work that is recorded several times over. */
export interface RepeatingScope {
  readonly scope: Scope;
  /** From here on the tensors come in the order in which they first came. */
  repeat(): void;
}

/**
 * Tensors of `inner`, to be shared by recordings that ask for the same ones in the same order. What
 * one leaves in them the next must not rely on.
 */
export function repeatingScope(inner: Scope): RepeatingScope {
  const made: Tensor[] = [];
  let next = 0;
  const again = <T extends Tensor>(label: string, shape: readonly number[], make: () => T): T => {
    const known = made[next++];
    if (known === undefined) {
      const fresh = make();
      made.push(fresh);
      return fresh;
    }
    if (known.label !== label || elementCount(known.shape) !== elementCount(shape)) {
      throw new ShapeError(`"${label}" comes where the first recording had "${known.label}"`);
    }
    return known as T;
  };
  const scope: Scope = {
    tensor: (label, dtype, shape, data) =>
      again(label, shape, () => inner.tensor(label, dtype, shape, data)),
    zeros: (label, dtype, shape) => again(label, shape, () => inner.zeros(label, dtype, shape)),
    view: (label, of, shape, start) => inner.view(label, of, shape, start),
    sweep: (kept) => inner.sweep(kept),
    [Symbol.dispose]: () => inner[Symbol.dispose](),
  };
  return {
    scope,
    repeat() {
      next = 0;
    },
  };
}
