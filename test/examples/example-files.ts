/** The example flows as they are published: those written by hand, and those the build makes. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowNode } from '../flows/node-red';
import { repository } from '../package-files';

export interface ExampleFile {
  /** As Node-RED's import dialog shows it, with `/` between folders. */
  name: string;
  /** Made by the build: a flow for each group of the palette, with every one of its nodes. */
  generated: boolean;
  nodes: FlowNode[];
  /** Types of nodes that neither Node-RED nor our package has: without their packages the flow does not run. */
  counterparts: string[];
}

/**
 * Every example of a package, in the order of the import dialog.
 * @param ofPackage its folder; that of the main package when left out
 */
export function exampleFiles(ofPackage = repository): ExampleFile[] {
  const folder = path.join(ofPackage, 'examples');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const name = file.replace(/\.json$/, '').replaceAll(path.sep, '/');
    const nodes = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as FlowNode[];
    const counterparts = new Set(nodes.map(({ type }) => type).filter((type) => !isKnown(type)));
    return { name, generated: name.startsWith('Every node/'), nodes, counterparts: [...counterparts] };
  });
}

/** Parts of a flow that are no nodes. */
const PARTS_OF_FLOWS = ['tab', 'group', 'subflow'];

function isKnown(type: string): boolean {
  return /^(dataconnect-|subflow:)/.test(type) || PARTS_OF_FLOWS.includes(type) || coreTypes.has(type);
}

/** What the pages of Node-RED's own nodes register. */
const coreTypes = new Set(
  pagesOfCore().flatMap((page) => [...page.matchAll(/registerType\(\s*['"]([^'"]+)['"]/g)].map(([, type]) => type!)),
);

function pagesOfCore(): string[] {
  const folder = path.join(repository, 'node_modules', '@node-red', 'nodes', 'core');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
}
