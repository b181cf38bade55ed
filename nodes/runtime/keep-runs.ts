import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { codeOf } from '../files/file-failure';
import { failureText } from './failure-text';
import type { RunBook } from './progress/run-book';
import { translator } from './translate';

/** Beside the flow file, so that it goes where the flows go. */
const FILE = 'dataconnect-runs.json';

/** From now on runs outlive Node-RED, where it has a folder of its own. */
export function keepRuns(RED: NodeAPI, book: RunBook): void {
  const { userDir } = RED.settings;
  if (!userDir) return;
  const file = path.join(userDir, FILE);
  book.keepIn(file, (error) => {
    const facts = { file, code: codeOf(error) ?? failureText(error) };
    RED.log.warn(translator(RED)('status.runs-not-kept', facts) ?? JSON.stringify(facts));
  });
}
