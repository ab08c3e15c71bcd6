/** What a range needs: entries are unpacked as everywhere, and what they say is read in one go. */

export { commitOf, enter, isExcluded, OWN, parentOf, walk, wantedCommits } from './between.as';
export { bring, isBefore, orderBlobs, readBlob, trees } from './bring.as';
export { differ } from './compare.as';
export { addLayer, beginGraph } from './graph.as';
export { DIFFERENCES, DIFFERENCES_END } from './layout.as';
export { ARENA, nextOf, recordOf, sizeOf, startOf, typeOf } from './records.as';
export { addPack, admit, begin, read } from './stand.as';
export { prepare } from './unpack.as';
