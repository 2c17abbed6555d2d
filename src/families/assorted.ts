import type { Tensor } from "../compute/tensor.ts";
import { type ConfigOf, type Settings, choice } from "../config.ts";
import { ofMember } from "../kernels/pool/of-member.ts";
import type { Parameters, Segment } from "../samples.ts";
import { type Family, defineFamily } from "./family.ts";
import { gaussian } from "./gaussian.ts";
import { kernelDensity } from "./kernel-density.ts";
import { chosen, chosenMoments, settingsOf } from "./members.ts";
import { mixture } from "./mixture.ts";

const PARTS = { gaussian, mixture, "kernel-density": kernelDensity } as const;
type PartName = keyof typeof PARTS;
const NAMES = ["gaussian", "mixture", "kernel-density"] as const satisfies readonly PartName[];

const member = (which: string, start: PartName | "none") =>
  choice({
    default: start,
    options: [...NAMES, "none"],
    help: `What the ${which} member of every ecosystem is; none for no such member.`,
  });

const settings = {
  first: choice({
    default: "gaussian",
    options: NAMES,
    help: "What the first member of every ecosystem is. Members take turns along the lineages.",
  }),
  second: member("second", "mixture"),
  third: member("third", "none"),
  fourth: member("fourth", "none"),
  covariance: gaussian.settings.covariance,
  samplingBias: gaussian.settings.samplingBias,
  components: mixture.settings.components,
  tolerance: mixture.settings.tolerance,
  bandwidth: kernelDensity.settings.bandwidth,
  width: kernelDensity.settings.width,
} satisfies Settings;
type Config = ConfigOf<typeof settings>;

/** Models of several families side by side, so that they may learn from each other. */
export const assorted = defineFamily({
  name: "assorted",
  title: "Members of several families",
  summary:
    "Neighbouring lineages are models of different families, as in an ecosystem they may be.",
  source: "this project",
  accepts: "vector",
  provides: ["moments", "logProb"],
  settings,
  kernels: [...new Set([...NAMES.flatMap((name) => [...PARTS[name].kernels]), ofMember])],

  correlated: (config) =>
    partsOf(config).some((name) => name !== "gaussian" || config.covariance === "full"),

  refuses: (config, samples) =>
    membersOf(config).includes("mixture") && samples < config.components
      ? {
          setting: "components",
          reason: `${samples} samples cannot tell ${config.components} apart`,
        }
      : null,

  /** Every family learns from all lineages; each lineage has its own one's model in the end. */
  async fit(context, pool, config, before): Promise<Parameters> {
    const learned: [string, Tensor | null][] = [];
    for (const name of partsOf(config)) {
      const previous = before.previous === null ? null : ownOf(before.previous, name);
      const own = await part(name).fit(
        context,
        pool,
        settingsOf(context, config, part(name)) as never,
        {
          ...before,
          previous,
        },
      );
      learned.push(...Object.entries(own as Parameters).map(named(name)));
    }
    return Object.fromEntries(learned);
  },

  async sample(context, parameters: Parameters, count, config, before) {
    const members = membersOf(config);
    const drawn = new Map<PartName, Pick<Segment, "values" | "frame">>();
    for (const name of partsOf(config)) {
      const own = settingsOf(context, config, part(name)) as never;
      const work = part(name).sample(context, ownOf(parameters, name), count, own, before);
      drawn.set(name, (await work) as Segment);
    }
    return {
      values: chosen(context, members, (name) => drawn.get(name)!.values),
      frame: chosenMoments(context, members, (name) => drawn.get(name)!.frame!),
    };
  },

  forms(context, parameters: Parameters, config) {
    const members = membersOf(config);
    const all = new Map(
      partsOf(config).map((name) => {
        const own = settingsOf(context, config, part(name)) as never;
        return [name, part(name).forms(context, ownOf(parameters, name), own)] as const;
      }),
    );
    return {
      moments: chosenMoments(context, members, (name) => all.get(name)!.moments!),
      async logProb(asking, segment) {
        const found = new Map<PartName, Tensor>();
        for (const [name, forms] of all) found.set(name, await forms.logProb!(asking, segment));
        return chosen(asking, members, (name) => found.get(name)!);
      },
    };
  },
});

type Members = Pick<Config, "first" | "second" | "third" | "fourth">;

/** By member. */
function membersOf({ first, second, third, fourth }: Members): readonly PartName[] {
  return [first, second, third, fourth].filter((name) => name !== "none");
}

/** Each once. */
function partsOf(config: Members): readonly PartName[] {
  return [...new Set(membersOf(config))];
}

function part(name: PartName): Family {
  return PARTS[name];
}

function named(name: PartName) {
  return ([key, tensor]: [string, Tensor | null]): [string, Tensor | null] => [
    `${name} ${key}`,
    tensor,
  ];
}

function ownOf(parameters: Parameters, name: PartName): Parameters {
  const own = Object.entries(parameters).filter(([key]) => key.startsWith(`${name} `));
  return Object.fromEntries(own.map(([key, tensor]) => [key.slice(name.length + 1), tensor]));
}
