import { text } from "../config.ts";
import type { NamedGroup } from "../distribution.ts";
import { namedGroups } from "../named-groups.ts";

export const groupsSetting = text({
  default: "",
  maxLength: 2000,
  help: "Groups that are followed by themselves, by number from 1 on or by name, such as “islands: 3-5 9; boats: boat ship”. Without any, those that are common, middling and rare.",
});

/** The groups as facts have them. See `namedGroups`. */
export function followed(
  written: string,
  K: number,
  names: readonly string[] | null,
): { readonly groups?: readonly NamedGroup[] } {
  const groups = namedGroups(written, K, names);
  return groups === undefined ? {} : { groups };
}

/** What tokens are called, without the space that some of them begin with. */
export function readable(pieces: readonly Uint8Array[]): string[] {
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece).trim());
}
