/** A worker thread of `keyfence files`: told its work once, sent memory that holds the paths, answers in parts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Engine } from '../detect/engine.ts';
import { blocksFrom, Counters, Received } from './batches.ts';
import { engineFor } from './files-engine.ts';
import { type FilesWork, type Posted, Reading } from './reading.ts';

const { work, counters: shared } = workerData as {
  readonly work: FilesWork;
  readonly counters: SharedArrayBuffer;
};
/** Files with findings that are posted at a time. */
const MANY = 100;
const counters = new Counters(shared);
const batches = new Received(blocksFrom(parentPort!));
let engine: Engine | undefined;
const reading = new Reading(work, () => {
  engine ??= engineFor(work.customRules);
  return engine;
});
for (;;) {
  const more = counters.open;
  const index = counters.take();
  if (index >= 0) {
    counters.add(reading.read(batches.batch(index)));
    if (reading.part.findings.length > MANY) post(false);
  } else if (more) counters.wait();
  else break;
}
post(true);

function post(last: boolean): void {
  parentPort!.postMessage({ part: reading.takePart(), last } satisfies Posted);
}
