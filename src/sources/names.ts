/** Paths as git keeps them are bytes. What a person sees is text; the bytes go along where it matters. */
import { isUtf8 } from 'node:buffer';

export interface Named {
  readonly path: string;
  readonly pathBytes?: Uint8Array;
}

/** @param bytes `/`-separated, relative to the repository's root; copied where it is kept */
export function named(bytes: Buffer): Named {
  const path = bytes.toString();
  return isUtf8(bytes) ? { path } : { path, pathBytes: Uint8Array.from(bytes) };
}
