import { elementCount, type Tensor } from "../compute/tensor.ts";
import { type AnyConfig, perLineage } from "../config.ts";
import type { Context } from "../context.ts";
import { ofMember } from "../kernels/pool/of-member.ts";
import type { Plugin } from "../plugin.ts";
import type { Moments } from "../samples.ts";

/** f32 [L, ...] that every member has of all lineages: of each lineage what its own one has. */
export function chosen<M>(
  { backend, scope, keys }: Context,
  members: readonly M[],
  of: (member: M) => Tensor,
): Tensor<"f32"> {
  const { label, shape } = of(members[0]);
  const result = scope.zeros(label, "f32", shape);
  const flat = [shape[0], elementCount(shape) / shape[0]];
  const view = scope.view(label, result, flat);
  for (const [member, one] of members.entries()) {
    const values = scope.view(label, of(one) as Tensor<"f32">, flat);
    backend.dispatch(ofMember, { keys, values, chosen: view }, { member, members: members.length });
  }
  return result;
}

/** Of the moments of every family, each lineage's own. */
export function chosenMoments<M>(
  context: Context,
  members: readonly M[],
  of: (member: M) => Moments,
): Moments {
  const isFull = members.some((one) => of(one).factor !== null);
  return {
    mean: chosen(context, members, (one) => of(one).mean),
    logDeviation: chosen(context, members, (one) => of(one).logDeviation),
    factor: isFull
      ? chosen(context, members, (one) => of(one).factor ?? identities(context, of(one)))
      : null,
  };
}

/** f32 [L, D, D]. */
function identities({ scope }: Context, { mean }: Moments): Tensor<"f32"> {
  const [L, D] = mean.shape;
  const numbers = Float32Array.from({ length: L * D * D }, (_, e) =>
    Number((e % (D * D)) % (D + 1) === 0),
  );
  return scope.tensor("identities", "f32", [L, D, D], numbers);
}

/** By configuration: the same vectors again, which become tensors once. */
const known = new WeakMap<object, Map<Plugin, AnyConfig>>();

/** What a family is told that is one of several: its defaults, and what is set for all of them. */
export function settingsOf({ lineages }: Context, config: AnyConfig, plugin: Plugin): AnyConfig {
  const all = known.get(config) ?? new Map<Plugin, AnyConfig>();
  known.set(config, all);
  const made = all.get(plugin) ?? { ...defaultsOf(plugin, lineages), ...config };
  all.set(plugin, made);
  return made;
}

function defaultsOf({ settings }: Plugin, lineages: number): AnyConfig {
  const values = Object.entries(settings).map(([name, setting]) => [
    name,
    setting.kind === "number" ? (setting.default ?? setting.off) : setting.default,
  ]);
  return perLineage(settings, Object.fromEntries(values) as AnyConfig, lineages);
}
