/** Sizes of buffers are multiples of it. */
export const ALIGNMENT = 256;
/** Free memory beyond this, and beyond what is in use, goes back to the device. */
export const SPARE_BYTES = 64 * 2 ** 20;

export interface PooledBuffer {
  readonly id: number;
  readonly buffer: GPUBuffer;
  readonly size: number;
  /** Whether it was made for whoever has it now, and so began as all zeros. */
  fresh: boolean;
}

/** Buffers are reused by size, since a generation asks for the same sizes as the one before. */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #usage: GPUBufferUsageFlags;
  readonly #label: string;
  readonly #free = new Map<number, PooledBuffer[]>();
  readonly #onDestroy: (destroy: () => void) => void;
  readonly #onOutOfMemory: () => void;
  #nextId = 0;
  #freeBytes = 0;
  #usedBytes = 0;
  #peakBytes = 0;

  constructor(
    device: GPUDevice,
    options: {
      label: string;
      usage: GPUBufferUsageFlags;
      onOutOfMemory: () => void;
      /** Calls `destroy` when nobody is to be given what uses the buffers any more. */
      onDestroy?: (destroy: () => void) => void;
    },
  ) {
    this.#device = device;
    this.#label = options.label;
    this.#usage = options.usage;
    this.#onOutOfMemory = options.onOutOfMemory;
    this.#onDestroy = options.onDestroy ?? ((destroy) => destroy());
  }

  /** The most that was in use and waiting at a time. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  /** A buffer of at least `bytes`. The device names it after its first `purpose` from then on. */
  take(bytes: number, purpose: string): PooledBuffer {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    this.#usedBytes += size;
    const waiting = this.#free.get(size)?.pop();
    if (waiting !== undefined) {
      this.#freeBytes -= size;
      waiting.fresh = false;
      return waiting;
    }
    this.#peakBytes = Math.max(this.#peakBytes, this.#usedBytes + this.#freeBytes);
    const id = this.#nextId++;
    const label = `${this.#label} ${id}, at first ${purpose}`;
    this.#device.pushErrorScope("out-of-memory");
    const buffer = this.#device.createBuffer({ label, size, usage: this.#usage });
    void this.#device.popErrorScope().then(
      (error) => error !== null && this.#onOutOfMemory(),
      () => {}, // the device is gone, which every read will say
    );
    return { id, buffer, size, fresh: true };
  }

  give(allocation: PooledBuffer): void {
    const { size } = allocation;
    this.#usedBytes -= size;
    this.#freeBytes += size;
    const waiting = this.#free.get(size);
    if (waiting === undefined) this.#free.set(size, [allocation]);
    else waiting.push(allocation);
    if (this.#freeBytes > SPARE_BYTES && this.#freeBytes > this.#usedBytes) this.trim();
  }

  /** Destroys what is free. Work that was submitted before still finishes with it. */
  trim(): void {
    const free = [...this.#free.values()].flat();
    this.#onDestroy(() => {
      for (const { buffer } of free) buffer.destroy();
    });
    this.#free.clear();
    this.#freeBytes = 0;
  }
}
