import type { WebGpuBackend } from "../compute/webgpu-backend.ts";
import type { Program } from "./measure.ts";

/** Lets ONNX Runtime for the web, which knows browsers, use the device of a backend outside of one. */
export function onGpu({ device }: WebGpuBackend, program: Program): Program {
  const { queue } = device;
  const write = queue.writeBuffer.bind(queue);
  queue.writeBuffer = (
    buffer: GPUBuffer,
    offset: number,
    data: GPUAllowSharedBufferSource,
    from = 0,
    size?: number,
  ): undefined => {
    const isOwn = (ArrayBuffer.isView(data) ? data.buffer : data) instanceof ArrayBuffer;
    if (isOwn) return write(buffer, offset, data, from, size);
    // Its memory is shared, which dawn.node takes no arrays of.
    const elements = ArrayBuffer.isView(data) ? (data as Uint8Array) : new Uint8Array(data);
    const part = elements.slice(from, size === undefined ? undefined : from + size);
    return write(buffer, offset, part);
  };
  return {
    ...program,
    async run() {
      // Without anything to wait for, V8 stops the process to optimise all of the runtime at once.
      const alive = setInterval(() => {}, 10);
      try {
        return await program.run();
      } finally {
        clearInterval(alive);
      }
    },
  };
}
