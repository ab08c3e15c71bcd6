/** The part of the memory that is left to whoever scans what is unpacked in it (history/carry.as.ts). */
export const SPARE: usize = 0x20_0000;
export const SPARE_END: usize = 0xc0_0000;

/** What a range has there instead: what is read of an index, links of chains, … */
export const FIND: usize = SPARE;
export const LINKS: usize = FIND + 0x2000;
/** … where trees differ, commits that wait, records of objects, and windows of packs, up to SPARE_END. */
export const DIFFERENCES: usize = LINKS + 0x1_e000;
export const DIFFERENCES_END: usize = DIFFERENCES + 0x40_0000;
export const QUEUE: usize = DIFFERENCES_END + 64;
export const QUEUE_END: usize = QUEUE + 0x8_0000;
export const RECORDS: usize = QUEUE_END + 64;
export const RECORDS_END: usize = 0x80_0000;
export const WINDOWS: usize = RECORDS_END;
