/** What the code that reads ranges asks of standing.ts, which owns the files. */

/** Reads file[position, position + length) to memory[to, …), or throws. */
export declare function fill(file: i32, position: f64, length: i32, to: usize): void;

/** Where the pack with that number has the id at `id`, or -1; of packs whose index is not read here. */
export declare function find(pack: i32, id: usize): f64;

/** Reads the object with the id at `id` in another way and `admit`s it; its type, 0 where it cannot be read. */
export declare function other(id: usize): i32;
