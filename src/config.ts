import { type Members, type Schedule, memberAt, valueAt } from "./schedule.ts";

/** A text or binary file of the user's, as a plug-in receives it. */
export interface FileContent {
  /** As the experiment names it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Hexadecimal SHA-256 of `bytes`. */
  readonly sha256: string;
}

/** Declared once; type, default, range, unit, validation and form control follow from it. */
export type Setting =
  | NumberSetting
  | IntegerSetting
  | ChoiceSetting
  | { readonly kind: "flag"; readonly default: boolean; readonly help: string }
  | {
      readonly kind: "text";
      readonly default: string;
      readonly maxLength: number;
      readonly help: string;
    }
  | {
      readonly kind: "file";
      readonly default: null;
      readonly accept: string;
      readonly help: string;
    }
  | ListSetting;

export interface ChoiceSetting {
  readonly kind: "choice";
  readonly default: string;
  readonly options: readonly string[];
  /** Whether the members of an ecosystem may differ in it: `Members` are taken as well. */
  readonly byMember?: true;
  readonly help: string;
}

export interface NumberSetting {
  readonly kind: "number";
  /** Null only where `off` says what that stands for. */
  readonly default: number | null;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** The value behind null, "off" in a form. */
  readonly off?: number;
  /** Whether it may change with the generation: a `Schedule` is taken as well. */
  readonly varies?: true;
  /** Whether it decides how many rows something has, and so is the same for all of a batch. */
  readonly sizes?: true;
  readonly help: string;
}

export interface IntegerSetting {
  readonly kind: "integer";
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly help: string;
}

export interface ListSetting {
  readonly kind: "list";
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly maxItems: number;
  /** Whether they are places in the plane, two numbers each, which a form lets people draw. */
  readonly places?: true;
  readonly help: string;
}

export type Settings = Readonly<Record<string, Setting>>;

type Options<S extends Setting> = Omit<S, "kind">;

/** A real number, which may differ between the lineages of a batch. */
export function number<const S extends Options<NumberSetting>>(options: S) {
  return { kind: "number", ...options } as const;
}

/** A whole number. Sizes are integers: they are the same for all lineages of a batch. */
export function integer<const S extends Options<IntegerSetting>>(options: S) {
  return { kind: "integer", ...options } as const;
}

export function choice<
  const O extends readonly string[],
  const S extends { readonly byMember?: true },
>(
  options: S & { readonly default: O[number]; readonly options: O; readonly help: string },
): S & {
  readonly kind: "choice";
  readonly default: O[number];
  readonly options: O;
  readonly help: string;
} {
  return { kind: "choice", ...options };
}

export function flag(options: { readonly default: boolean; readonly help: string }) {
  return { kind: "flag", ...options } as const;
}

export function text(options: {
  readonly default: string;
  readonly maxLength: number;
  readonly help: string;
}) {
  return { kind: "text", ...options } as const;
}

/** `accept` is what a file picker should offer, e.g. ".txt,text/plain". Absent means built-in. */
export function file(options: { readonly accept: string; readonly help: string }) {
  return { kind: "file", default: null, ...options } as const;
}

export function list(options: Options<ListSetting>) {
  return { kind: "list", ...options } as const;
}

type OptionOf<S extends Setting> = Extract<S, ChoiceSetting>["options"][number];

/** What an experiment file may say for a setting. */
type InputOf<S extends Setting> = S extends { kind: "number"; varies: true }
  ? number | Schedule | (S extends { off: number } ? null : never)
  : S extends { kind: "number"; off: number }
    ? number | null
    : S extends { kind: "number" | "integer" }
      ? number
      : S extends { kind: "choice" }
        ? OptionOf<S> | (S extends { byMember: true } ? Members<OptionOf<S>> : never)
        : S extends { kind: "flag" }
          ? boolean
          : S extends { kind: "text" }
            ? string
            : S extends { kind: "file" }
              ? string | null
              : readonly number[];

/** What one experiment means by a setting: defaults filled in, off replaced, files read. */
type ScalarOf<S extends Setting> = S extends { kind: "number"; varies: true }
  ? number | Schedule
  : S extends { kind: "number" }
    ? number
    : S extends { kind: "file" }
      ? FileContent | null
      : InputOf<S>;

/** What a plug-in receives: numbers, and choices by member, are vectors over the lineages. */
type ValueOf<S extends Setting> = S extends { kind: "number" }
  ? Float64Array
  : S extends { kind: "choice"; byMember: true }
    ? readonly OptionOf<S>[]
    : ScalarOf<S>;

export type ConfigInput<S extends Settings> = { readonly [K in keyof S]?: InputOf<S[K]> };
export type ScalarConfig<S extends Settings> = { readonly [K in keyof S]: ScalarOf<S[K]> };
export type ConfigOf<S extends Settings> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** A configuration whose settings have been forgotten. */
export type AnyConfig = Readonly<Record<string, unknown>>;

/** One experiment's settings of a plug-in, and how many lineages have them. */
export interface Share {
  readonly config: AnyConfig;
  readonly lineages: number;
}

/**
 * Numbers, and choices by member, as vectors over the lineages of all shares, one share behind the
 * other, as they are in `generation`; everything else as the first share has it.
 */
export function acrossLineages(
  settings: Settings,
  shares: readonly Share[],
  generation = 0,
): AnyConfig {
  const vector = <T>(name: string, at: (value: unknown, lineage: number) => T): T[] =>
    shares.flatMap(({ config, lineages }) =>
      Array.from({ length: lineages }, (_, lineage) => at(config[name], lineage)),
    );
  const numberAt = (value: unknown, lineage: number) =>
    valueAt(value as number | Schedule, generation, lineage);
  const optionAt = (value: unknown, lineage: number) =>
    memberAt(value as string | Members<string>, lineage);
  return Object.fromEntries(
    Object.entries(shares[0].config).map(([name, value]) => {
      const setting = settings[name];
      if (setting?.kind === "number") return [name, Float64Array.from(vector(name, numberAt))];
      const isVector = setting?.kind === "choice" && setting.byMember === true;
      return [name, isVector ? vector(name, optionAt) : value];
    }),
  );
}

/** The same of one experiment alone. */
export function perLineage(settings: Settings, config: AnyConfig, lineages: number): AnyConfig {
  return acrossLineages(settings, [{ config, lineages }]);
}
