/**
 * The columns of the last run of each node, over restarts: a small file beside the flow file, written beside and renamed.
 * It is written only when the columns of a node change, so hardly ever.
 */
import { readFile, rename, unlink, writeFile } from 'node:fs/promises';
import type { ColumnShape } from '../../output/column-watch';
import { COLUMN_TYPES, type ColumnType } from '../../record';

/** Bounds of the file: those of a node that was asked for longest ago are forgotten first. */
const MOST = { nodes: 500, forms: 4, columns: 2000, bytes: 16_000_000 } as const;

export class ColumnMemory {
  /** By node, and by form of the answer; the last one that changed is at the end. */
  #nodes = new Map<string, Map<string, ColumnShape>>();
  #loaded: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #hasComplained = false;

  /**
   * @param file undefined where Node-RED has no folder of its own: then nothing outlives it
   * @param complain told once that the file cannot be written, with why
   */
  constructor(
    readonly file: string | undefined,
    readonly complain: (error: unknown) => void,
  ) {}

  /** @param form of the answer: a node that asks for several has a shape for each */
  async recall(node: string, form: string): Promise<ColumnShape | undefined> {
    await this.#load();
    return this.#nodes.get(node)?.get(form);
  }

  /** Resolves when it is in the file. Never rejects: a run is worth more than what is kept of it. */
  async remember(node: string, form: string, shape: ColumnShape): Promise<void> {
    await this.#load();
    const forms = this.#nodes.get(node) ?? new Map<string, ColumnShape>();
    if (shape.size > MOST.columns || areSame(forms.get(form), shape)) return;
    putLast(forms, form, shape, MOST.forms);
    putLast(this.#nodes, node, forms, MOST.nodes);
    await this.#save();
  }

  /** A node was deleted. */
  async forget(node: string): Promise<void> {
    await this.#load();
    if (this.#nodes.delete(node)) await this.#save();
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#read();
    return this.#loaded;
  }

  /** A file that nobody can read is none. */
  async #read(): Promise<void> {
    if (this.file === undefined) return;
    try {
      const text = await readFile(this.file, 'utf8');
      if (text.length <= MOST.bytes) this.#nodes = nodesIn(JSON.parse(text));
    } catch {
      this.#nodes = new Map();
    }
  }

  /** One after another: what is written last is what is known last. */
  #save(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (this.file === undefined) return;
    const part = `${this.file}.part`;
    const nodes = [...this.#nodes].map(([node, forms]) => [
      node,
      Object.fromEntries([...forms].map(([form, shape]) => [form, [...shape]])),
    ]);
    try {
      await writeFile(part, JSON.stringify(Object.fromEntries(nodes)));
      await rename(part, this.file);
    } catch (error) {
      await unlink(part).catch(() => undefined);
      if (this.#hasComplained) return;
      this.#hasComplained = true;
      this.complain(error);
    }
  }
}

function putLast<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}

function areSame(one: ColumnShape | undefined, other: ColumnShape): boolean {
  return one?.size === other.size && [...other].every(([name, type]) => one.get(name) === type);
}

/** What of the file is what we write. */
function nodesIn(stored: unknown): Map<string, Map<string, ColumnShape>> {
  const nodes = entriesOf(stored).map(([node, forms]) => {
    const shapes = entriesOf(forms).map(([form, columns]) => [form, shapeIn(columns)] as const);
    return [node, new Map(shapes)] as const;
  });
  return new Map(nodes);
}

function shapeIn(stored: unknown): ColumnShape {
  const columns: unknown[] = Array.isArray(stored) ? stored : [];
  return new Map(
    columns.flatMap((column): Array<[string, ColumnType]> => {
      const [name, type]: unknown[] = Array.isArray(column) ? column : [];
      const known = COLUMN_TYPES.find((each) => each === type);
      return typeof name === 'string' && known ? [[name, known]] : [];
    }),
  );
}

function entriesOf(stored: unknown): Array<[string, unknown]> {
  return typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
}
