/** One more thread: it gets the ground and the rules at its start, then one piece of work at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { compile } from '../detect/engine.ts';
import { Thread } from './ground.ts';
import { makePass, type Start, takeChunks, type Work } from './pool.ts';

const { ground, rules } = workerData as Start;
const engine = compile(rules);
const thread = new Thread(ground);

parentPort?.on('message', (work: Work) => {
  const pass = makePass(work.job, engine, thread);
  for (const _ of takeChunks(work, thread, pass));
  parentPort?.postMessage({ result: pass.result(), holes: thread.holes.splice(0) });
});
