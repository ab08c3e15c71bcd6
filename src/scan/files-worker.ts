/** A worker thread of `keyfence files`: told its work, sent memory that holds the paths, answers in parts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Engine } from '../detect/engine.ts';
import { type Block, Counters, Received, receive } from './batches.ts';
import { engineFor } from './files-engine.ts';
import { emptyPart, type FilesWork, type Posted, Reading } from './reading.ts';

/** Files with findings that are posted at a time. */
const MANY = 100;
const counters = new Counters(workerData as SharedArrayBuffer);
const batches = new Received(() => receive(parentPort!) as Block);
let reading: Reading | undefined;
for (;;) {
  const more = counters.open;
  const index = counters.take();
  if (index >= 0) {
    // It was sent before there was anything to take.
    reading ??= readingOf(receive(parentPort!) as FilesWork);
    counters.add(reading.read(batches.batch(index)));
    if (reading.part.findings.length > MANY) post(reading, false);
  } else if (more) counters.wait();
  else break;
}
post(reading, true);

function readingOf(work: FilesWork): Reading {
  let engine: Engine | undefined;
  return new Reading(work, () => {
    engine ??= engineFor(work.customRules);
    return engine;
  });
}

function post(from: Reading | undefined, last: boolean): void {
  const part = from?.takePart() ?? emptyPart();
  parentPort!.postMessage({ part, last } satisfies Posted);
}
