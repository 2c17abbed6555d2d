import type { Backend, Scope } from "../compute/backend.ts";
import { type Shape, type Tensor, elementCount } from "../compute/tensor.ts";
import { ShapeError } from "../errors.ts";
import { add } from "../kernels/layers/add.ts";
import type { Precision } from "./product-kernels.ts";

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
  readonly isParameter: boolean;
}

export interface TapeOptions {
  readonly backend: Backend;
  readonly scope: Scope;
  readonly clock: Tensor<"u32">;
  readonly keys: Tensor<"u32">;
  readonly generation: number;
  readonly lineages: number;
  /** How many equal parts the batch is done in, one tape each; 1 for the whole of it. */
  readonly parts?: number;
  /** Whether the gradients of parameters hold what earlier parts left, to be added to. */
  readonly accumulates?: boolean;
  /** Whether nothing goes backwards, so that activations make room as soon as they were used. */
  readonly forwardOnly?: boolean;
  /** Of the operands of matrix products; single if absent. */
  readonly precision?: Precision;
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
  readonly forwardOnly: boolean;
  /** A mean over the batch is one over so many times the samples that this tape sees. */
  readonly parts: number;
  /** Of the operands of matrix products. */
  readonly precision: Precision;

  readonly #accumulates: boolean;
  readonly #slots = new Map<Variable, Slot>();
  readonly #passes: (() => void)[] = [];
  /** Tensors that nothing to come reads, by their number of elements. */
  readonly #free = new Map<number, Tensor<"f32">[]>();
  #isOver = false;

  constructor(options: TapeOptions) {
    this.backend = options.backend;
    this.scope = options.scope;
    this.clock = options.clock;
    this.keys = options.keys;
    this.generation = options.generation;
    this.lineages = options.lineages;
    this.forwardOnly = options.forwardOnly ?? false;
    this.parts = options.parts ?? 1;
    this.precision = options.precision ?? "single";
    this.#accumulates = options.accumulates ?? false;
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
    this.#slots.set(variable, { gradient, isWritten: this.#accumulates, isParameter: true });
    return variable;
  }

  /** An activation, undefined until a kernel writes it. */
  variable(label: string, shape: Shape): Variable {
    return this.#track({ value: this.#take(label, shape) });
  }

  /** An activation that is written over another, whose value is not needed from then on. */
  inPlaceOf(variable: Variable): Variable {
    return this.#track({ value: variable.value });
  }

  /** Says that no forward kernel to come reads this value. */
  release(variable: Variable): void {
    if (this.forwardOnly) this.#give(variable.value);
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
    slot.gradient ??= this.#take(`gradient of ${label}`, shape);
    return { gradient: slot.gradient, accumulate };
  }

  /**
   * Hands the gradient of `from` on to `to`, whose gradient has the same elements; nothing may ask
   * for the gradient of `from` any more. It is added only where `to` has a gradient already.
   */
  share(from: Variable, to: Variable): void {
    const slot = this.#slots.get(to);
    if (slot === undefined) return this.releaseGradient(from);
    const x = this.gradientOf(from);
    const shape = to.value.shape;
    if (elementCount(x.shape) !== elementCount(shape)) {
      throw new ShapeError(`"${to.value.label}" cannot share the gradient of "${x.label}"`);
    }
    if (slot.gradient === null) {
      this.#slots.get(from)!.gradient = null;
      slot.gradient = this.#shaped(x, x.label, shape);
      slot.isWritten = true;
      return;
    }
    const { gradient: sum, accumulate } = this.sink(to)!;
    const flat = [elementCount(shape)];
    const tensors = {
      x: this.scope.view(x.label, x, flat),
      sum: this.scope.view(sum.label, sum, flat),
    };
    this.backend.dispatch(add, tensors, { accumulate });
    this.releaseGradient(from);
  }

  /** The value makes room for the gradient: a tensor that holds the first and takes the second. */
  overwrite(variable: Variable): Tensor<"f32"> {
    const slot = this.#slots.get(variable);
    if (slot === undefined || slot.gradient !== null || slot.isParameter) {
      throw new ShapeError(`the gradient of "${variable.value.label}" has a place of its own`);
    }
    slot.gradient = variable.value;
    slot.isWritten = true;
    return variable.value;
  }

  /** Says that no backward kernel to come reads this gradient, which then makes room for others. */
  releaseGradient(variable: Variable): void {
    const slot = this.#slots.get(variable);
    if (slot?.gradient == null || slot.isParameter) return;
    this.#give(slot.gradient);
    slot.gradient = null;
  }

  /** Leaves work for `backward`, where the gradients of whatever came out are complete. */
  onBackward(pass: () => void): void {
    if (this.#isOver) throw new ShapeError("the tape has been played back already");
    if (!this.forwardOnly) this.#passes.push(pass);
  }

  /** Gives all backward dispatches. `loss` is f32 [L]; its gradient is 1 for every lineage. */
  backward(loss: Variable): void {
    const [L] = loss.value.shape;
    const slot = this.#slots.get(loss);
    if (slot === undefined || this.forwardOnly) {
      throw new ShapeError("this loss was not made to be differentiated");
    }
    slot.gradient = this.scope.tensor("gradient of loss", "f32", [L], new Float32Array(L).fill(1));
    slot.isWritten = true;
    this.#isOver = true;
    for (const pass of this.#passes.toReversed()) pass();
  }

  #track(variable: Variable): Variable {
    this.#slots.set(variable, { gradient: null, isWritten: false, isParameter: false });
    return variable;
  }

  #take(label: string, shape: Shape): Tensor<"f32"> {
    const waiting = this.#free.get(elementCount(shape))?.pop();
    if (waiting === undefined) return this.scope.tensor(label, "f32", shape);
    return this.#shaped(waiting, label, shape);
  }

  #give(tensor: Tensor<"f32">): void {
    const count = elementCount(tensor.shape);
    const waiting = this.#free.get(count);
    if (waiting === undefined) this.#free.set(count, [tensor]);
    else waiting.push(tensor);
  }

  #shaped(tensor: Tensor<"f32">, label: string, shape: Shape): Tensor<"f32"> {
    const isSame =
      shape.length === tensor.shape.length && shape.every((n, i) => n === tensor.shape[i]);
    return isSame ? tensor : this.scope.view(label, tensor, shape);
  }
}
