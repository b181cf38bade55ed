/** The drawing of CONTRIBUTING.md that says which folder imports what, and what in the source does not agree with it. */
import path from 'node:path';
import type { Import } from './import-graph';

export interface DrawnFolder {
  name: string;
  /** Folders of ours that it imports. */
  ours: string[];
  /** `node` for the modules of Node.js, else the name of a package. */
  others: string[];
}

const LINE = /^(?<name>[\w/-]+) +->(?: (?<ours>[\w/-]+(?:, [\w/-]+)*))?(?: \((?<others>[\w/@, -]+)\))?$/;

/** @param page a text with one block of code whose lines are `folder -> folder, folder (module, module)` */
export function readDrawing(page: string): DrawnFolder[] {
  const blocks = [...page.matchAll(/^```\w*\n([^`]*)\n```$/gm)].map(([, block]) => block!.split('\n'));
  const drawings = blocks.filter(([first]) => first!.includes(' ->'));
  if (drawings.length !== 1) throw new Error(`${drawings.length} blocks of code look like the drawing`);
  return drawings[0]!.map((line) => {
    const { name, ours, others } = LINE.exec(line)?.groups ?? {};
    if (name === undefined) throw new Error(`a line of the drawing cannot be read: ${line}`);
    return { name, ours: ours?.split(', ') ?? [], others: others?.split(', ') ?? [] };
  });
}

/** Arrows of the drawing that lead up: where all lead down there is no circle. */
export function arrowsThatLeadUp(drawing: readonly DrawnFolder[]): string[] {
  return drawing.flatMap(({ name, ours }, line) => {
    const below = drawing.slice(line + 1).map((folder) => folder.name);
    return ours.filter((target) => !below.includes(target)).map((target) => `${name} -> ${target}`);
  });
}

/** Folders of which one side of the two, the source and the drawing, knows nothing. */
export function foldersOfOneSide(drawing: readonly DrawnFolder[], files: readonly string[]): string[] {
  const drawn = new Set(drawing.map(({ name }) => name));
  const there = new Set(files.map(folderOf).filter((folder) => folder !== TOP));
  return [
    ...[...there].filter((folder) => !drawn.has(folder)).map((folder) => `${folder} is not drawn`),
    ...[...drawn].filter((folder) => !there.has(folder)).map((folder) => `${folder} is drawn and not there`),
  ];
}

/** Imports for which there is no arrow. */
export function importsNotDrawn(drawing: readonly DrawnFolder[], imports: readonly Import[]): string[] {
  const drawn = new Set(drawing.flatMap(arrowsFrom));
  return imports
    .filter((each) => neededArrow(each) !== undefined && !drawn.has(neededArrow(each)!))
    .map((each) => `${each.from} imports ${'file' in each ? each.file : each.module}`);
}

/** Arrows that no import needs. */
export function arrowsNotUsed(drawing: readonly DrawnFolder[], imports: readonly Import[]): string[] {
  const used = new Set(imports.map(neededArrow));
  return drawing.flatMap(arrowsFrom).filter((arrow) => !used.has(arrow));
}

/** Folders that a folder's arrows lead to, one after the other, and itself. */
export function reachedFrom(name: string, drawing: readonly DrawnFolder[]): DrawnFolder[] {
  const reached = new Set([name]);
  for (const folder of drawing) if (reached.has(folder.name)) for (const target of folder.ours) reached.add(target);
  return drawing.filter((folder) => reached.has(folder.name));
}

/** Circles of files that import each other, each in words. */
export function circlesOf(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const each of imports) {
    if ('file' in each) targets.set(each.from, [...(targets.get(each.from) ?? []), each.file]);
  }
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    if (done.has(file)) return;
    done.add(file);
    for (const target of targets.get(file) ?? []) walk(target, [...way, file]);
  };
  for (const file of targets.keys()) walk(file, []);
  return circles;
}

/** For the files that lie in no folder: they stand on nothing of ours, and every folder may import them. */
const TOP = '.';

function folderOf(file: string): string {
  return path.posix.dirname(file);
}

function arrowsFrom({ name, ours, others }: DrawnFolder): string[] {
  return [...ours.map((folder) => `${name} -> ${folder}`), ...others.map((module) => `${name} -> (${module})`)];
}

/** @returns undefined for an import that needs no arrow */
function neededArrow(each: Import): string | undefined {
  const own = folderOf(each.from);
  if ('module' in each) return `${own} -> (${packageOf(each.module)})`;
  const other = folderOf(each.file);
  const isWords = each.file.startsWith('../locales/');
  if (isWords || other === own || other === TOP || isRoomOf(own, other) || isRoomOf(other, own)) return undefined;
  return `${own} -> ${other}`;
}

function packageOf(module: string): string {
  if (module.startsWith('node:')) return 'node';
  return module.split('/', module.startsWith('@') ? 2 : 1).join('/');
}

/** A folder and the rooms in it are one house. */
function isRoomOf(folder: string, house: string): boolean {
  return house !== TOP && folder.startsWith(`${house}/`);
}
