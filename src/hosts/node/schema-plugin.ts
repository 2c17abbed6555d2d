import { tsImport } from "tsx/esm/api";
import type { Plugin } from "vite";

/** By the name that the file has beside the lab. */
const SCHEMAS = {
  "experiment.schema.json": experimentSchemaText,
  "sweep.schema.json": sweepSchemaText,
};

/** Publishes the JSON Schemas of experiment and sweep files beside the lab, built or served. */
export function experimentSchemaPlugin(): Plugin {
  return {
    name: "experiment-schema",
    async generateBundle() {
      for (const [fileName, schemaText] of Object.entries(SCHEMAS)) {
        this.emitFile({ type: "asset", fileName, source: await schemaText() });
      }
    },
    configureServer(server) {
      for (const [fileName, schemaText] of Object.entries(SCHEMAS)) {
        server.middlewares.use(`/${fileName}`, (_request, response, next) => {
          schemaText().then((text) => {
            response.setHeader("Content-Type", "application/schema+json");
            response.end(text);
          }, next);
        });
      }
    },
  };
}

/**
 * Loads the plug-ins only when they are asked for, and beside the configuration of Vite, which every
 * test reads: not every Node runs the syntax of what they import.
 */
async function experimentSchemaText(): Promise<string> {
  const loaded: unknown = await tsImport("../../experiments/schema.ts", import.meta.url);
  const { experimentJsonSchema } = loaded as typeof import("../../experiments/schema.ts");
  return `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`;
}

async function sweepSchemaText(): Promise<string> {
  const loaded: unknown = await tsImport("../../sweeps/schema.ts", import.meta.url);
  const { sweepJsonSchema } = loaded as typeof import("../../sweeps/schema.ts");
  return `${JSON.stringify(sweepJsonSchema(), null, 2)}\n`;
}
