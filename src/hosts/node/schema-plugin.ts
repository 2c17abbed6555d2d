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

/** Loads the plug-ins only when they are asked for: every test reads the configuration of Vite. */
async function schemaText(): Promise<string> {
  const { experimentJsonSchema } = await import("../../experiments/schema.ts");
  return `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`;
}
