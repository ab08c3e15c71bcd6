/** A worker thread of `keyfence files`: loads before there is work, is given it once, answers once. */
import { parentPort } from 'node:worker_threads';
import { compile } from '../detect/engine.ts';
import { type FilesWork, Reading } from './reading.ts';

parentPort?.once('message', (work: FilesWork) => {
  const reading = new Reading(compile(work.rules), work);
  for (const _ of reading.run());
  parentPort?.postMessage(reading.part);
});
