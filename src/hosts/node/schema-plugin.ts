import { tsImport } from "tsx/esm/api";
import type { Plugin } from "vite";

const FILE = "experiment.schema.json";

/** Publishes the JSON Schema of experiment files beside the lab, built or served. */
export function experimentSchemaPlugin(): Plugin {
  return {
    name: "experiment-schema",
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: FILE, source: await schemaText() });
    },
    configureServer(server) {
      server.middlewares.use(`/${FILE}`, (_request, response, next) => {
        schemaText().then((text) => {
          response.setHeader("Content-Type", "application/schema+json");
          response.end(text);
        }, next);
      });
    },
  };
}

/**
 * Loads the plug-ins only when they are asked for, and beside the configuration of Vite, which every
 * test reads: not every Node runs the syntax of what they import.
 */
async function schemaText(): Promise<string> {
  const loaded: unknown = await tsImport("../../experiments/schema.ts", import.meta.url);
  const { experimentJsonSchema } = loaded as typeof import("../../experiments/schema.ts");
  return `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`;
}
