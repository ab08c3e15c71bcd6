/** What a range needs: entries are unpacked as everywhere, and trees are compared where they stand. */

export { DIFFERENCES, differ } from './compare.as';
export * from './unpack.as';
