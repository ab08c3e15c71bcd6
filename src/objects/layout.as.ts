/** The part of the memory that is left to whoever scans what is unpacked in it (history/carry.as.ts). */
export const SPARE: usize = 0x20_0000;
export const SPARE_END: usize = 0xc0_0000;
