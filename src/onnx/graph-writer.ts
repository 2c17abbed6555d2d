import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { DType } from "../compute/tensor.ts";

/**
 * Writes ONNX graphs, the same bytes for the same calls.
 *
 * Field numbers and enumerations: onnx.proto of the ONNX standard, IR version 10,
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */

const IR_VERSION = 10;
const OPSET_VERSION = 20;

/** Numbers of TensorProto.DataType. What is u32 here is i32 there: no operator indexes by u32. */
const DATA_TYPE = { f32: 1, u32: 6, i64: 7 } as const;
/** Numbers of AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, integer: 2, integers: 7 } as const;

/** The name of a value inside a graph. */
export type Value = string;

/** Extents; a name stands for one that is known only when the graph runs. */
export type GraphShape = readonly (number | string)[];

/** Which attributes are floats is not seen by their values, so that they say it. */
type Attribute = number | readonly number[] | { readonly float: number };

type Body = (message: BinaryWriter) => void;

export class GraphWriter {
  readonly #name: string;
  readonly #nodes: Body[] = [];
  readonly #inputs: Body[] = [];
  readonly #outputs: Body[] = [];
  readonly #constants: Body[] = [];
  readonly #constantNames = new Map<string, Value>();
  #values = 0;

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, dtype: DType, shape: GraphShape): Value {
    this.#inputs.push(valueInfo(name, dtype, shape));
    return name;
  }

  /** Says that a value, made under this very name, is a result. */
  output(name: string, dtype: DType, shape: GraphShape): void {
    this.#outputs.push(valueInfo(name, dtype, shape));
  }

  f32(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    return this.#constant("f32", shape, new Uint8Array(Float32Array.from(values).buffer));
  }

  /** As indices into a tensor. */
  i32(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    return this.#constant("u32", shape, new Uint8Array(Int32Array.from(values).buffer));
  }

  /** As the standard wants shapes and axes. */
  i64(...values: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant("i64", [values.length], bytes);
  }

  /** Adds an operator with one result. */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    result: Value = this.#fresh(operator),
  ): Value {
    this.#addNode(operator, inputs, attributes, [result]);
    return result;
  }

  /** Adds an operator with several results. */
  nodes(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    count: number,
  ): readonly Value[] {
    const results = Array.from({ length: count }, () => this.#fresh(operator));
    this.#addNode(operator, inputs, attributes, results);
    return results;
  }

  reshape(value: Value, shape: readonly number[], result?: Value): Value {
    return this.node("Reshape", [value, this.i64(...shape)], {}, result);
  }

  transpose(value: Value, perm: readonly number[], result?: Value): Value {
    return this.node("Transpose", [value], { perm }, result);
  }

  finish(): Uint8Array<ArrayBuffer> {
    const writer = new BinaryWriter();
    integer(writer, 1, IR_VERSION);
    text(writer, 2, "ouroboros");
    nested(writer, 7, (graph) => {
      for (const node of this.#nodes) nested(graph, 1, node);
      text(graph, 2, this.#name);
      for (const constant of this.#constants) nested(graph, 5, constant);
      for (const input of this.#inputs) nested(graph, 11, input);
      for (const output of this.#outputs) nested(graph, 12, output);
    });
    nested(writer, 8, (opset) => {
      text(opset, 1, "");
      integer(opset, 2, OPSET_VERSION);
    });
    return writer.finish();
  }

  #fresh(operator: string): Value {
    return `${operator}.${this.#values++}`;
  }

  #addNode(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    results: readonly Value[],
  ): void {
    this.#nodes.push((node) => {
      for (const input of inputs) text(node, 1, input);
      for (const result of results) text(node, 2, result);
      text(node, 3, results[0]);
      text(node, 4, operator);
      for (const [name, attribute] of Object.entries(attributes)) {
        nested(node, 5, attributeBody(name, attribute));
      }
    });
  }

  /** The same constant is stored once. */
  #constant(dtype: keyof typeof DATA_TYPE, shape: readonly number[], bytes: Uint8Array): Value {
    const key = `${dtype} ${shape.join(" ")}: ${bytes.join(" ")}`;
    const known = this.#constantNames.get(key);
    if (known !== undefined) return known;
    const name = `constant.${this.#constants.length}`;
    this.#constantNames.set(key, name);
    this.#constants.push((tensor) => {
      for (const extent of shape) integer(tensor, 1, extent);
      integer(tensor, 2, DATA_TYPE[dtype]);
      text(tensor, 8, name);
      tensor.tag(9, WireType.LengthDelimited).bytes(bytes);
    });
    return name;
  }
}

function valueInfo(name: string, dtype: DType, shape: GraphShape): Body {
  return (value) => {
    text(value, 1, name);
    nested(value, 2, (type) =>
      nested(type, 1, (tensor) => {
        integer(tensor, 1, DATA_TYPE[dtype]);
        nested(tensor, 2, (dimensions) => {
          for (const extent of shape) {
            nested(dimensions, 1, (dimension) =>
              typeof extent === "number"
                ? integer(dimension, 1, extent)
                : text(dimension, 2, extent),
            );
          }
        });
      }),
    );
  };
}

function attributeBody(name: string, attribute: Attribute): Body {
  return (body) => {
    text(body, 1, name);
    if (typeof attribute === "number") {
      integer(body, 3, attribute);
      integer(body, 20, ATTRIBUTE_TYPE.integer);
    } else if ("float" in attribute) {
      body.tag(2, WireType.Bit32).float(attribute.float);
      integer(body, 20, ATTRIBUTE_TYPE.float);
    } else {
      for (const value of attribute) integer(body, 8, value);
      integer(body, 20, ATTRIBUTE_TYPE.integers);
    }
  };
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function nested(writer: BinaryWriter, field: number, body: Body): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  body(writer);
  writer.join();
}
