export type ErrorCode = "shape" | "shader" | "config" | "device" | "store" | "graph";

/** Every error that the lab throws on purpose. Its message names the place and the remedy. */
export class LabError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A tensor does not fit the contract of a kernel. A mistake of the programmer. */
export class ShapeError extends LabError {
  constructor(message: string) {
    super("shape", message);
  }
}

/** A shader does not compile, or does not fit its kernel. `source` is "file:line" below shaders/. */
export class ShaderError extends LabError {
  readonly source: string;

  constructor(source: string, message: string) {
    super("shader", `${source}: ${message}`);
    this.source = source;
  }
}

/** The user's mistake. `path` is where it stands in the input, e.g. "$.family.config.divisor". */
export class ConfigError extends LabError {
  readonly path: string;
  /** The message without the path. */
  readonly detail: string;

  constructor(path: string, message: string) {
    super("config", path === "" ? message : `${path}: ${message}`);
    this.path = path;
    this.detail = message;
  }
}

/** Puts the place of a plug-in's settings before the one that it complains of by its name alone. */
export async function placed<T>(place: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigError) || /^\$|^$/.test(error.path)) throw error;
    throw new ConfigError(`${place}.${error.path}`, error.detail);
  }
}

/** Says of a mistake in what is a part of something, "$" there, where it stands in the whole. */
export function partOf<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError) || !error.path.startsWith("$")) throw error;
    throw new ConfigError(`${place}${error.path.slice(1)}`, error.detail);
  }
}

/** The adapter is missing, lost, or out of memory. */
export class DeviceError extends LabError {
  /** Whether the same run can go on with another device. Out of memory, it would end up there again. */
  readonly resumable: boolean;

  constructor(message: string, options: ErrorOptions & { readonly resumable?: boolean } = {}) {
    super("device", message, options);
    this.resumable = options.resumable ?? true;
  }
}

/** A stored run cannot be read or written. */
export class StoreError extends LabError {
  constructor(message: string, options?: ErrorOptions) {
    super("store", message, options);
  }
}

/** An ONNX graph cannot be read, or does not run. */
export class GraphError extends LabError {
  constructor(message: string, options?: ErrorOptions) {
    super("graph", message, options);
  }
}

/** What was asked for has been given up on purpose. */
export class Abandoned extends Error {
  constructor() {
    super("given up");
    this.name = "Abandoned";
  }
}

/** What to show of anything thrown: the message of an error, or the thing itself as text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
