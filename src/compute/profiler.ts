/** Time on the GPU by kernel, from timestamp queries around every compute pass. */
export class Profiler {
  /** Nanoseconds and passes so far. Browsers may round each pass to 100 µs. */
  readonly totals = new Map<string, { elapsedNs: number; passes: number }>();

  readonly #device: GPUDevice;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #capacity: number;
  #labels: string[] = [];
  #pending: Promise<void> = Promise.resolve();

  constructor(device: GPUDevice, passesPerSubmit: number) {
    this.#device = device;
    this.#capacity = 2 * passesPerSubmit;
    this.#queries = device.createQuerySet({
      label: "profiler",
      type: "timestamp",
      count: this.#capacity,
    });
    this.#resolved = device.createBuffer({
      label: "profiler",
      size: this.#capacity * BigInt64Array.BYTES_PER_ELEMENT,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
  }

  /** Begins the measurement of the next pass. */
  passOptions(label: string): Pick<GPUComputePassDescriptor, "timestampWrites"> {
    const first = 2 * this.#labels.length;
    this.#labels.push(label);
    return {
      timestampWrites: {
        querySet: this.#queries,
        beginningOfPassWriteIndex: first,
        endOfPassWriteIndex: first + 1,
      },
    };
  }

  /**
   * Records the copy of this submit's timestamps, just before `finish`. What it returns starts to read
   * them, and is to be called just after the submit.
   */
  resolve(encoder: GPUCommandEncoder): () => void {
    const labels = this.#labels;
    const count = 2 * labels.length;
    this.#labels = [];
    if (count === 0) return () => {};
    const bytes = count * BigInt64Array.BYTES_PER_ELEMENT;
    const readback = this.#device.createBuffer({
      label: "profiler read-back",
      size: bytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    encoder.resolveQuerySet(this.#queries, 0, count, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, readback, 0, bytes);
    return () => this.#collect(readback, labels);
  }

  #collect(readback: GPUBuffer, labels: readonly string[]): void {
    const reading = readback.mapAsync(GPUMapMode.READ).then(
      () => {
        const stamps = new BigInt64Array(readback.getMappedRange());
        for (const [i, label] of labels.entries()) {
          const total = this.totals.get(label) ?? { elapsedNs: 0, passes: 0 };
          total.elapsedNs += Number(stamps[2 * i + 1] - stamps[2 * i]);
          total.passes += 1;
          this.totals.set(label, total);
        }
        readback.destroy();
      },
      () => {}, // the device is gone, and with it the figures
    );
    this.#pending = Promise.all([this.#pending, reading]).then(() => {});
  }

  /** Settles when `totals` holds everything that was submitted. */
  settled(): Promise<void> {
    return this.#pending;
  }
}
