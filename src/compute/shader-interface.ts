import { ShaderError } from "../errors.ts";
import type { AnyKernel, Bindings } from "./kernel.ts";
import { BYTES_PER_ELEMENT } from "./tensor.ts";

export interface ShaderBinding {
  readonly name: string;
  readonly binding: number;
  readonly access: "read" | "read_write";
}

export interface ShaderField {
  readonly name: string;
  readonly type: "u32" | "i32" | "f32";
  /** Bytes from the start of `Params`. */
  readonly offset: number;
}

/** What a WGSL text declares towards its host. */
export interface ShaderInterface {
  readonly fields: readonly ShaderField[];
  readonly bindings: readonly ShaderBinding[];
  /** Binding number of the uniform `params`, or null where the shader has none. */
  readonly params: number | null;
}

const STRUCT = /struct\s+Params\s*\{([^}]*)\}/;
const UNIFORM = /@group\(0\)\s*@binding\((\d+)\)\s*var<uniform>\s*(\w+)\s*:\s*Params\s*;/;
const STORAGE =
  /@group\(0\)\s*@binding\((\d+)\)\s*var<storage(?:\s*,\s*(read|read_write))?>\s*(\w+)\s*:\s*array<([^;]+)>\s*;/g;
const OVERRIDE = /override\s+(\w+)\s*:\s*u32\s*;/g;

/** Reads `struct Params` and the bindings out of a WGSL text and matches them with the kernel. */
export function shaderInterface(kernel: AnyKernel, wgsl: string): ShaderInterface {
  const text = wgsl.replace(/\/\/.*$/gm, "");
  const fail = (message: string): never => {
    throw new ShaderError(kernel.shader, message);
  };

  const bindings: ShaderBinding[] = [];
  const declared: Bindings = kernel.bindings;
  for (const [, number, access = "read", name, element] of text.matchAll(STORAGE)) {
    const binding = declared[name];
    if (binding === undefined) fail(`the kernel has no binding for "${name}"`);
    const wanted = binding.access === "read" ? "read" : "read_write";
    if (access !== wanted) fail(`"${name}" is ${access} here and ${wanted} in the kernel`);
    const dtype = elementType(element);
    if (dtype !== binding.dtype)
      fail(`"${name}" is ${dtype} here and ${binding.dtype} in the kernel`);
    bindings.push({ name, binding: Number(number), access: wanted });
  }
  for (const name of Object.keys(declared)) {
    if (!bindings.some((binding) => binding.name === name)) {
      fail(`nothing binds "${name}" of the kernel`);
    }
  }

  const axes = Object.values(declared).flatMap(({ shape }) => shape.split(" "));
  const scalars: readonly string[] = kernel.scalars;
  const fields = paramsFields(text, fail);
  for (const { name } of fields) {
    if (!axes.includes(name) && !scalars.includes(name)) fail(`nothing fills Params.${name}`);
  }
  for (const scalar of scalars) {
    if (!fields.some(({ name }) => name === scalar)) fail(`Params has no field "${scalar}"`);
  }

  const overrides = [...text.matchAll(OVERRIDE)].map(([, name]) => name);
  const values: Readonly<Record<string, number>> = kernel.overrides;
  for (const name of overrides) {
    if (!(name in values)) fail(`the kernel gives no value to override ${name}`);
  }
  for (const name of Object.keys(values)) {
    if (!overrides.includes(name)) fail(`there is no override ${name}`);
  }

  const params = UNIFORM.exec(text);
  if (fields.length > 0 && params === null) fail("Params is declared but not bound as a uniform");
  return { fields, bindings, params: params === null ? null : Number(params[1]) };
}

function paramsFields(text: string, fail: (message: string) => never): ShaderField[] {
  const body = STRUCT.exec(text)?.[1] ?? "";
  return body
    .split(",")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line, i) => {
      const [name, type] = line.split(":").map((part) => part.trim());
      if (type !== "u32" && type !== "i32" && type !== "f32") {
        return fail(`Params.${name} is ${type}, but fields are u32, i32 or f32`);
      }
      return { name, type, offset: i * BYTES_PER_ELEMENT };
    });
}

/** atomic<u32>, vec4f and array<vec4f, 4> count as what they are made of. */
function elementType(element: string): string {
  const inner = element
    .trim()
    .replace(/^array<(.*),\s*\d+>$/, "$1")
    .replace(/^atomic<(.*)>$/, "$1");
  if (/^(f32|vec[234]f|vec[234]<f32>)$/.test(inner)) return "f32";
  if (/^(u32|vec[234]u|vec[234]<u32>)$/.test(inner)) return "u32";
  return inner;
}
