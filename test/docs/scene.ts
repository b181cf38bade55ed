/** One example in a running Node-RED, with what it needs beside it: emulator, mail server, database servers. */
import type { Email } from 'postal-mime';
import type { NodeRedProcess } from '../browser/node-red-process';
import { installCounterparts, installSqlite } from '../counterparts/install';
import type { ImportedExample } from '../examples/imported-example';
import { Workshop } from '../examples/workshop';

export interface Scene {
  nodeRed: NodeRedProcess;
  example: ImportedExample;
  /** Mails that arrived, oldest first. */
  mails: readonly Email[];
  close(): Promise<void>;
}

/** @param name of the example, as Node-RED's import dialog shows it */
export async function openScene(name: string): Promise<Scene> {
  await Promise.all([installCounterparts(), installSqlite()]);
  const workshop = await Workshop.open();
  await Promise.all([workshop.postgresql(), workshop.mariadb()]);
  const example = await workshop.deploy(name);
  return { nodeRed: workshop.nodeRed, example, mails: workshop.mails, close: () => workshop.close() };
}
