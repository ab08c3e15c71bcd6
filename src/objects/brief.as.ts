/** What a range needs: entries are unpacked as everywhere, and what they say is read in one go. */

export { commitOf, enter, isExcluded, OWN, parentOf, walk, wantedCommits } from './between.as';
export { bring, isBefore, orderBlobs, readBlob, trees } from './bring.as';
export { differ } from './compare.as';
export { DIFFERENCES, DIFFERENCES_END } from './layout.as';
export {
  ARENA,
  addPack,
  admit,
  begin,
  nextOf,
  read,
  recordOf,
  sizeOf,
  startOf,
  typeOf,
} from './stand.as';
export { prepare } from './unpack.as';
