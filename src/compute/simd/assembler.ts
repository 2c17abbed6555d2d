/** Instructions of WebAssembly as bytes. */
export type Code = readonly number[];

/** Seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes = [];
  for (;;) {
    const byte = value & 0x7f;
    value >>= 7;
    const isLast = (value === 0 && (byte & 0x40) === 0) || (value === -1 && (byte & 0x40) !== 0);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;

const of = (opcode: number, ...operands: Code[]): Code => [...operands.flat(), opcode];
const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
/** Alignment as a power of two, and an offset in bytes. */
const at = (alignment: number, offset: number): Code => [alignment, ...unsigned(offset)];

export const constant = (value: number): Code => [0x41, ...signed(value)];
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const add = (left: Code, right: Code): Code => of(0x6a, left, right);
export const multiply = (left: Code, right: Code): Code => of(0x6c, left, right);

export const loadF32 = (address: Code): Code => [...address, 0x2a, ...at(2, 0)];
export const storeF32 = (address: Code, value: Code, offset: number): Code => [
  ...address,
  ...value,
  0x38,
  ...at(2, offset),
];
/** Four neighbours. */
export const loadFour = (address: Code, offset: number): Code => [
  ...address,
  ...vector(0x00),
  ...at(2, offset),
];
/** One number, four times. */
export const loadSplat = (address: Code, offset: number): Code => [
  ...address,
  ...vector(0x09),
  ...at(2, offset),
];
export const storeFour = (address: Code, value: Code, offset: number): Code => [
  ...address,
  ...value,
  ...vector(0x0b),
  ...at(2, offset),
];
export const addFours = (left: Code, right: Code): Code => [...left, ...right, ...vector(0xe4)];
export const multiplyFours = (left: Code, right: Code): Code => [
  ...left,
  ...right,
  ...vector(0xe6),
];

/** Runs `body` while `left` is below `right`, both unsigned; at least once. */
export function repeatBelow(left: number, right: number, body: Code): Code {
  return [0x03, 0x40, ...body, ...get(left), ...get(right), 0x49, 0x0d, 0x00, 0x0b];
}

/** Numbers the locals of a function: first its parameters, all i32, then the others by type. */
export class Locals {
  readonly #types: number[] = [];
  readonly #parameters: number;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  integer(): number {
    return this.#parameters + this.#types.push(I32) - 1;
  }

  number(): number {
    return this.#parameters + this.#types.push(F32) - 1;
  }

  four(): number {
    return this.#parameters + this.#types.push(V128) - 1;
  }

  /** How the body of a function declares them. */
  declaration(): Code {
    return [...unsigned(this.#types.length), ...this.#types.flatMap((type) => [1, type])];
  }
}

/** A module of one function "run", which works on an imported memory "host.memory". */
export function moduleOf(parameters: number, locals: Locals, code: Code) {
  const name = (text: string): Code => [text.length, ...new TextEncoder().encode(text)];
  const section = (id: number, content: Code): Code => [
    id,
    ...unsigned(content.length),
    ...content,
  ];
  const body = [...locals.declaration(), ...code, 0x0b];
  const types = Array.from({ length: parameters }, () => I32);
  const magicAndVersion = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  return Uint8Array.of(
    ...magicAndVersion,
    ...section(1, [1, 0x60, ...unsigned(parameters), ...types, 0]),
    ...section(2, [1, ...name("host"), ...name("memory"), 0x02, 0x00, 0x01]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name("run"), 0x00, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  );
}
