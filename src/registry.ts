import type { ConfigInput, Settings } from "./config.ts";
import type { Plugin } from "./plugin.ts";

/** Plug-ins by name, in the order in which they are listed. */
export type Registry<P extends Plugin = Plugin> = ReadonlyMap<string, P>;

/** The registry keeps the exact types of its plug-ins, so that experiments are checked by name. */
export type RegistryOf<P extends readonly Plugin[]> = ReadonlyMap<P[number]["name"], P[number]>;

export function registry<const P extends readonly Plugin[]>(...plugins: P): RegistryOf<P> {
  const map = new Map<P[number]["name"], P[number]>();
  for (const plugin of plugins) {
    if (map.has(plugin.name)) throw new Error(`"${plugin.name}" is registered twice`);
    map.set(plugin.name, plugin);
  }
  return map;
}

type Choice<P> =
  P extends Plugin<infer Name, infer S extends Settings>
    ? { readonly name: Name; readonly config?: ConfigInput<S> }
    : never;

/** How an experiment names one of the plug-ins of a registry, with settings that differ. */
export type ChoiceFrom<R> = R extends ReadonlyMap<string, infer P> ? Choice<P> : never;
