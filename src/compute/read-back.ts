import type { BufferPool, PooledBuffer } from "./buffer-pool.ts";
import { type DType, type TypedArrayOf, typedArray } from "./tensor.ts";

/** What one read asks for: a contiguous part of a buffer, in bytes. */
export interface Source {
  readonly buffer: GPUBuffer;
  readonly dtype: DType;
  readonly from: number;
  readonly length: number;
}

/** One buffer that the host can map, and what was copied into it. */
interface Piece {
  readonly allocation: PooledBuffer;
  readonly copies: readonly Copy[];
}

interface Copy {
  /** Place in the list of sources. */
  readonly source: number;
  /** Bytes from the start of the source's part, and of the piece. */
  readonly at: number;
  readonly offset: number;
  readonly length: number;
}

/** Copies parts of buffers to the host, however many bytes they are: a buffer has a largest size. */
export class ReadBack {
  readonly #pool: BufferPool;
  readonly #mostBytes: number;

  /** No buffer is larger than `mostBytes`, a multiple of 256. */
  constructor(pool: BufferPool, mostBytes: number) {
    this.#pool = pool;
    this.#mostBytes = mostBytes;
  }

  /**
   * Records the copies. What it returns is to be called after the submit: it waits, and rejects
   * with whatever the device says where a buffer cannot be mapped.
   */
  record(
    encoder: GPUCommandEncoder,
    sources: readonly Source[],
  ): () => Promise<TypedArrayOf<DType>[]> {
    const pieces = layOut(sources, this.#mostBytes).map((copies): Piece => {
      const last = copies.at(-1);
      const bytes = last === undefined ? 0 : last.offset + last.length;
      return { allocation: this.#pool.take(bytes, "of a read"), copies };
    });
    for (const { allocation, copies } of pieces) {
      for (const { source, at, offset, length } of copies) {
        const { buffer, from } = sources[source];
        encoder.copyBufferToBuffer(buffer, from + at, allocation.buffer, offset, length);
      }
    }
    return async () => {
      try {
        const mapped = await Promise.allSettled(
          pieces.map(({ allocation }) => allocation.buffer.mapAsync(GPUMapMode.READ)),
        );
        for (const outcome of mapped) if (outcome.status === "rejected") throw outcome.reason;
        return collect(sources, pieces);
      } finally {
        for (const { allocation } of pieces) {
          allocation.buffer.unmap();
          this.#pool.give(allocation);
        }
      }
    };
  }
}

/** Fills one piece after the other. At least one, since to map it is to wait for the GPU. */
function layOut(sources: readonly Source[], mostBytes: number): readonly Copy[][] {
  let newest: Copy[] = [];
  const pieces = [newest];
  let offset = 0;
  for (const [source, { length: bytes }] of sources.entries()) {
    for (let at = 0; at < bytes;) {
      if (offset === mostBytes) {
        pieces.push((newest = []));
        offset = 0;
      }
      const length = Math.min(bytes - at, mostBytes - offset);
      newest.push({ source, at, offset, length });
      at += length;
      offset += length;
    }
  }
  return pieces;
}

function collect(sources: readonly Source[], pieces: readonly Piece[]): TypedArrayOf<DType>[] {
  const blocks = sources.map(({ length }) => new Uint8Array(length));
  for (const { allocation, copies } of pieces) {
    const mapped = new Uint8Array(allocation.buffer.getMappedRange());
    for (const { source, at, offset, length } of copies) {
      blocks[source].set(mapped.subarray(offset, offset + length), at);
    }
  }
  return blocks.map(({ buffer }, i) => typedArray(sources[i].dtype, buffer));
}
