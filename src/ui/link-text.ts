import { Inflate, deflateSync, strFromU8, strToU8 } from "fflate";

/** What a link says: names and their values, in order. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** The newest links that this lab reads. */
export const LINK_VERSION = 1;
/** What the address of a link begins with, after that of the page. */
export const LINK_START = "#lab?";

/** Characters beyond which nobody reads a link, and it is packed instead. */
const LONG = 1200;
/** Characters of what a link says. */
const MOST = 2 ** 20;
/** Bytes that are unpacked at once: a few may stand for a thousand times as many. */
const PIECE = 1024;
/** Of FNV-1a, 32 bits: datatracker.ietf.org/doc/html/draft-eastlake-fnv. */
const FNV = { basis: 0x811c9dc5, prime: 0x01000193 };

const DAMAGED = "This link is damaged: part of it was lost or changed on the way. Ask for it again";

/** As the part of an address behind "#": "#lab?v=1.2a6f01c9&preset=gaussian-drift&seed=1". */
export function linkText(said: Pairs): string {
  const pairs = said.map(([name, value]) => [name, value.toWellFormed()] as const);
  const text = pairs.map(([name, value]) => `${readable(name)}=${readable(value)}`).join("&");
  const start = `${LINK_START}v=${LINK_VERSION}.${checksum(pairs)}`;
  if (text.length <= LONG) return `${start}&${text}`;
  const packed = deflateSync(strToU8(JSON.stringify(pairs)), { level: 9 });
  return `${start}&z=${base64Of(packed)}`;
}

/** What a link says; an error is worth showing. Whoever writes a link by hand leaves the sum out. */
export function linkPairs(hash: string): Pairs {
  if (hash.length > MOST) throw new Error(DAMAGED);
  const given = [...new URLSearchParams(hash.slice(LINK_START.length))];
  const [version, sum] = (given.find(([name]) => name === "v")?.[1] ?? "1").split(".");
  if (!/^\d{1,9}$/.test(version)) throw new Error(DAMAGED);
  if (Number(version) !== LINK_VERSION) {
    throw new Error(
      `This link has version ${version}, and this lab reads version ${LINK_VERSION}: open it with the version of the lab that made it`,
    );
  }
  const packed = given.find(([name]) => name === "z");
  const pairs = packed === undefined ? given.filter(([name]) => name !== "v") : unpacked(packed[1]);
  const isTwice = new Set(pairs.map(([name]) => name)).size < pairs.length;
  if (isTwice || (sum !== undefined && sum !== checksum(pairs))) throw new Error(DAMAGED);
  return pairs;
}

function unpacked(text: string): Pairs {
  try {
    const parsed: unknown = JSON.parse(strFromU8(inflated(bytesOf(text))));
    if (!isPairs(parsed)) throw new Error(DAMAGED);
    return parsed;
  } catch {
    throw new Error(DAMAGED);
  }
}

function inflated(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((piece) => {
    size += piece.length;
    if (size > MOST) throw new Error(DAMAGED);
    pieces.push(piece);
  });
  for (let at = 0; at < bytes.length || at === 0; at += PIECE) {
    stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function isPairs(value: unknown): value is Pairs {
  const isText = (one: unknown) => typeof one === "string";
  return (
    Array.isArray(value) &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText))
  );
}

/** Of what is said, however its characters were escaped on the way. */
function checksum(pairs: Pairs): string {
  let hash = FNV.basis;
  for (const byte of strToU8(JSON.stringify(pairs))) {
    hash = Math.imul(hash ^ byte, FNV.prime);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Commas and colons mean nothing behind "#", and are easier to read than their numbers. */
function readable(text: string): string {
  return encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/** The alphabet of RFC 4648, section 5, which addresses leave alone. */
function base64Of(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
