/** How often characters and pairs of them occur in source text, roughly: enough to choose rare pairs by. */

/** Per ASCII character from space to `~`: log2 of its occurrences in a million, `a` is 0. */
const FREQUENCY =
  'rjojkhkmnnnjnlnnmllkkkkjkknnknlkkmlmmmlkkmjjllllmjmmmkkkiihlllhompnooqonoplmpoppokppqonmmnlmlmf';

/** Pairs that occur far oftener than their characters would by chance. */
const COMMON =
  'er on re in en te or th ti st de es le at nt io is me se ar pe ns he et al ro co an ed ra it ri nd ng ' +
  'ct ve ce ec rt tr od ne ta to ex ur nc as la il fi ul un ll ea op ty ac po li pr am yp hi pt ss no lo ' +
  'ef om si ca pa ch ge na el if ol ue ad ts ma tu em di be rn mp ic ot va ou rr mo do so of im ha id ut ' +
  'us oc lu ig ie fo rs tt fa nu cl um xp ke fe xt ck ly ap pl rg mi ag ir ni je ow du os bl ru lt fu mb ' +
  'ht ab ep tp ai qu nl sp ls su cr ps vi wi ob ho ay nf gi ip oo rc da sa bo bj iv ia eb oi wa ci rm sc ' +
  'bu ba sh vo rf ui ey ff fr bi ov ew cs js gu up cu gn ok ak lv eg wh zi';

const PENALTY = 6;
/** Weights by byte, and penalties by pair of the first 128 bytes: filled once, read for every needle. */
export const weights = new Uint8Array(256);
export const penalties = new Uint8Array(128 * 128);
for (let code = 0; code < 256; code++) weights[code] = weightOf(code);
for (let at = 0; at < COMMON.length; at += 3) {
  penalties[COMMON.charCodeAt(at) * 128 + COMMON.charCodeAt(at + 1)] = PENALTY;
}

/** The smaller, the rarer the byte is. */
export function weightOf(code: number): number {
  if (code > 126) return 6;
  if (code < 32) return code === 10 || code === 9 ? 16 : code === 0 ? 4 : 1;
  return FREQUENCY.charCodeAt(code - 32) - 97;
}

/** The smaller, the rarer the pair of bytes is. */
export function commonness(first: number, second: number): number {
  const penalty = first < 128 && second < 128 ? penalties[first * 128 + second]! : 0;
  return weights[first]! + weights[second]! + penalty;
}
