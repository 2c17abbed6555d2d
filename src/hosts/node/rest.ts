/** Turns of the event loop in which short work is awaited without a rest. */
const RESTLESS_TURNS = 32;
/** Milliseconds of one rest: nothing beside what a processor takes to be a graphics card. */
const REST_MS = 0.25;

/** Never woken: a place to wait at. */
const bed = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

let waiting = 0;
let turns = 0;
let isRunning = false;

function turn(): void {
  if (waiting === 0) {
    isRunning = false;
    return;
  }
  if (++turns > RESTLESS_TURNS) Atomics.wait(bed, 0, 0, REST_MS);
  setImmediate(turn);
}

function begin(): void {
  waiting++;
  turns = 0;
  if (isRunning) return;
  isRunning = true;
  setImmediate(turn);
}

function end(): void {
  waiting--;
  turns = 0;
}

type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/** From now on there are rests until what the method returns has settled. */
function restDuring(prototype: object, name: string): void {
  const method = Reflect.get(prototype, name) as Method;
  Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]) {
    const promise = method.apply(this, args);
    begin();
    promise.then(end, end);
    return promise;
  });
}

let isResting = false;

/**
 * dawn.node asks its adapter for news at every turn of the event loop: a whole core, which an adapter
 * that is a processor has better use for. From now on the event loop rests between two turns while
 * something is awaited.
 */
export function restWhileWaiting(): void {
  if (isResting) return;
  isResting = true;
  restDuring(GPUQueue.prototype, "onSubmittedWorkDone");
  restDuring(GPUBuffer.prototype, "mapAsync");
  restDuring(GPUDevice.prototype, "createComputePipelineAsync");
}
