/** One more thread: it gets the rules at its start, then helps with sweeps, and gets the ground and passes to run. */
import { parentPort, workerData } from 'node:worker_threads';
import { compile } from '../detect/engine.ts';
import { type Broken, type Sweeping, sweepOn } from '../objects/forest.ts';
import { Pack } from '../objects/pack.ts';
import { Thread } from './ground.ts';
import { makePass, takeChunks } from './pool.ts';
import type { Done, Message, Start, Work } from './workers.ts';

const { rules } = workerData as Start;
const engine = compile(rules);
let thread: Thread;

parentPort?.on('message', (message: Message) => {
  if ('ground' in message) thread = new Thread(message.ground);
  else if ('laying' in message) parentPort?.postMessage(thread.lay(message.laying));
  else if ('work' in message) parentPort?.postMessage(run(message.work));
  else parentPort?.postMessage(swept(message.sweeping, message.file));
});

function run(work: Work): Done {
  const pass = makePass(work.job, engine, thread);
  for (const _ of takeChunks(work, thread, pass));
  return { result: pass.result(), holes: thread.holes.splice(0) };
}

/** What is wrong with entries; or in words, why the pack cannot be read. */
function swept(sweeping: Sweeping, file: number): Broken[] | string {
  try {
    return sweepOn(new Pack(sweeping.forest.path, file), sweeping);
  } catch (error) {
    return (error as Error).message;
  }
}
