/** Finding an entry of a tree: mode in octal, space, name, NUL, id; entry after entry. */

/** Where the id of the entry with this name stands in the tree's bytes, or -1. */
export function entryOf(tree: Uint8Array, name: Uint8Array, idBytes: number): number {
  let at = 0;
  while (at < tree.length) {
    const space = tree.indexOf(0x20, at);
    const nul = tree.indexOf(0, space + 1);
    if (space < 0 || nul < 0 || nul + 1 + idBytes > tree.length) return -1;
    const length = nul - space - 1;
    let same = 0;
    while (same < length && tree[space + 1 + same] === name[same]) same++;
    if (same === length && length === name.length) return nul + 1;
    at = nul + 1 + idBytes;
  }
  return -1;
}
