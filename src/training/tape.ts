import type { Backend, Scope } from "../compute/backend.ts";
import type { Shape, Tensor } from "../compute/tensor.ts";
import { ShapeError } from "../errors.ts";
import { add } from "../kernels/layers/add.ts";

/** A value that the loss may depend on: f32 [L, ...]. Made by a `Tape`. */
export interface Variable {
  readonly value: Tensor<"f32">;
}

/** Where a backward kernel writes. */
export interface Sink {
  readonly gradient: Tensor<"f32">;
  /** 0 where the kernel is the first to write, 1 where it adds to what is there. */
  readonly accumulate: 0 | 1;
}

interface Slot {
  gradient: Tensor<"f32"> | null;
  isWritten: boolean;
}

export interface TapeOptions {
  readonly backend: Backend;
  readonly scope: Scope;
  readonly clock: Tensor<"u32">;
  readonly keys: Tensor<"u32">;
  readonly generation: number;
  readonly lineages: number;
}

/** The kernels that the tape itself dispatches. */
export const tapeKernels = [add] as const;

/**
 * Reverse-mode differentiation of a fixed list of dispatches. Layers dispatch their forward kernels
 * and leave their backward ones here, which `backward` gives in reverse order: once, while a step
 * is recorded. Griewank & Walther 2008, doi:10.1137/1.9780898717761, chapter 3.
 */
export class Tape {
  readonly backend: Backend;
  readonly scope: Scope;
  /** u32 [1]: the step, counted from 0. */
  readonly clock: Tensor<"u32">;
  /** u32 [L, 2], as in `Context`. */
  readonly keys: Tensor<"u32">;
  readonly generation: number;
  readonly lineages: number;

  readonly #slots = new Map<Variable, Slot>();
  readonly #passes: (() => void)[] = [];
  #isOver = false;

  constructor({ backend, scope, clock, keys, generation, lineages }: TapeOptions) {
    this.backend = backend;
    this.scope = scope;
    this.clock = clock;
    this.keys = keys;
    this.generation = generation;
    this.lineages = lineages;
  }

  /** A value whose gradient nobody wants. */
  constant(value: Tensor<"f32">): Variable {
    return { value };
  }

  /**
   * `gradient` has the shape of `value` and lies in another buffer. It is overwritten by every step,
   * or left alone where the loss does not depend on the parameter.
   */
  parameter(value: Tensor<"f32">, gradient: Tensor<"f32">): Variable {
    const variable = { value };
    this.#slots.set(variable, { gradient, isWritten: false });
    return variable;
  }

  /** An activation, undefined until a kernel writes it. */
  variable(label: string, shape: Shape): Variable {
    const variable = { value: this.scope.tensor(label, "f32", shape) };
    this.#slots.set(variable, { gradient: null, isWritten: false });
    return variable;
  }

  /** The complete gradient of a variable that the loss depends on, to be read in a backward pass. */
  gradientOf(variable: Variable): Tensor<"f32"> {
    const slot = this.#slots.get(variable);
    if (slot?.gradient == null || !slot.isWritten) {
      throw new ShapeError(`nothing has written the gradient of "${variable.value.label}"`);
    }
    return slot.gradient;
  }

  /** Where to write a gradient, or null where nobody wants it. The caller must write all of it. */
  sink(variable: Variable): Sink | null {
    const slot = this.#slots.get(variable);
    if (slot === undefined) return null;
    const accumulate = slot.isWritten ? 1 : 0;
    slot.isWritten = true;
    const { label, shape } = variable.value;
    slot.gradient ??= this.scope.tensor(`${label}.gradient`, "f32", shape);
    return { gradient: slot.gradient, accumulate };
  }

  /**
   * Adds the gradient of `from` to that of `to`. Where `to` has none yet it takes over the tensor
   * itself, so this is the last that a backward pass does with the gradient of `from`.
   */
  share(from: Variable, to: Variable): void {
    const slot = this.#slots.get(to);
    if (slot === undefined) return;
    const x = this.gradientOf(from);
    if (!slot.isWritten && slot.gradient === null) {
      slot.gradient = x;
      slot.isWritten = true;
      return;
    }
    const { gradient: sum, accumulate } = this.sink(to)!;
    const flat = [x.shape.reduce((product, extent) => product * extent, 1)];
    const view = (tensor: Tensor<"f32">) => this.scope.view(tensor.label, tensor, flat);
    this.backend.dispatch(add, { x: view(x), sum: view(sum) }, { accumulate });
  }

  /** Leaves work for `backward`, where the gradients of whatever came out are complete. */
  onBackward(pass: () => void): void {
    if (this.#isOver) throw new ShapeError("the tape has been played back already");
    this.#passes.push(pass);
  }

  /** Gives all backward dispatches. `loss` is f32 [L]; its gradient is 1 for every lineage. */
  backward(loss: Variable): void {
    const [L] = loss.value.shape;
    const slot = this.#slots.get(loss);
    if (slot === undefined) throw new ShapeError("the loss depends on no parameter");
    slot.gradient = this.scope.tensor("loss.gradient", "f32", [L], new Float32Array(L).fill(1));
    slot.isWritten = true;
    this.#isOver = true;
    for (const pass of this.#passes.toReversed()) pass();
  }
}
