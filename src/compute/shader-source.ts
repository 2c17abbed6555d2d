import { ShaderError } from "../errors.ts";

/** The text of a file below shaders/, or undefined where there is none. */
export type ShaderSource = (path: string) => string | undefined;

export interface ResolvedShader {
  readonly text: string;
  /** Where a one-based line of `text` comes from, as "file:line". */
  readonly origin: (line: number) => string;
}

const IMPORT = /^#import\s+(\S+)\s*$/;

/** Replaces every `#import path` by that file's text, each file once, and remembers the origin. */
export function resolveShader(source: ShaderSource, path: string): ResolvedShader {
  const lines: string[] = [];
  const origins: string[] = [];
  const seen = new Set<string>();

  const include = (file: string, importer: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = source(file);
    if (text === undefined) throw new ShaderError(importer, `there is no shaders/${file}`);
    for (const [i, line] of text.split("\n").entries()) {
      const place = `${file}:${i + 1}`;
      const imported = IMPORT.exec(line)?.[1];
      if (imported !== undefined) {
        include(`${imported}.wgsl`, place);
      } else {
        lines.push(line);
        origins.push(place);
      }
    }
  };

  include(path, path);
  return {
    text: lines.join("\n"),
    origin: (line) => origins[line - 1] ?? path,
  };
}
