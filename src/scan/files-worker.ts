/** A worker thread of `keyfence files`: gets its work at its start, and answers once. */
import { parentPort, workerData } from 'node:worker_threads';
import { compile } from '../detect/engine.ts';
import { type FilesWork, Reading } from './reading.ts';

const work = workerData as FilesWork;
const reading = new Reading(compile(work.rules), work);
for (const _ of reading.run());
parentPort?.postMessage(reading.part);
