import type { Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { type Pool, type Segment, poolTensors, tensorsIn } from "../samples.ts";

interface Derived {
  readonly basis: object | null;
  readonly value: object;
}

/** Keeps what a run still refers to, and what follows from it, and frees the rest. */
export class Lifetimes {
  readonly #scope: Scope;
  readonly #derived = new Map<Segment, Map<string, Derived>>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** See `Context.derive`. */
  derive<T extends object>(segment: Segment, name: string, basis: object | null, make: () => T): T {
    const known = this.#derived.get(segment) ?? new Map<string, Derived>();
    this.#derived.set(segment, known);
    const before = known.get(name);
    if (before !== undefined && before.basis === basis) return before.value as T;
    const value = make();
    known.set(name, { basis, value });
    return value;
  }

  /** Frees every tensor of the scope that neither `pools` nor `holders` lead to. */
  sweep(pools: readonly Pool[], holders: readonly (object | null)[]): void {
    const segments = new Set(pools.flat());
    for (const segment of this.#derived.keys()) {
      if (!segments.has(segment)) this.#derived.delete(segment);
    }
    const kept = new Set<Tensor>([...pools.flatMap(poolTensors), ...holders.flatMap(tensorsIn)]);
    for (const byName of this.#derived.values()) {
      for (const { value } of byName.values())
        for (const tensor of tensorsIn(value)) kept.add(tensor);
    }
    this.#scope.sweep(kept);
  }
}
