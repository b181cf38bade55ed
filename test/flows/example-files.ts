/** The example flows as they are published: those written by hand, and those the build makes. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';
import type { FlowNode } from './node-red';

export interface ExampleFile {
  /** As Node-RED's import dialog shows it, with `/` between folders. */
  name: string;
  nodes: FlowNode[];
}

/** Every example, those written by hand first. */
export function exampleFiles(): ExampleFile[] {
  const folder = path.join(repository, 'examples');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => ({
    name: file.replace(/\.json$/, '').replaceAll(path.sep, '/'),
    nodes: JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as FlowNode[],
  }));
}
