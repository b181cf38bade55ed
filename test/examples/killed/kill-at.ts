/**
 * Loaded into a Node-RED before anything else (`--require`): ends the process in the middle of what it does to the files
 * of a cursor, at the moment that stands in the file of `DATACONNECT_KILL_AT`. Nothing of the package knows of it.
 */
import { promises, readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type { CrashPoint } from '../../../nodes/incremental/cursor/crash-point';

export interface KillOrder {
  moment: Moment;
  /** Of so many such moments of the run. */
  pass: number;
}

/** What has just been done to which file, by the point that it is in the code. */
const MOMENTS = {
  'lease-taken': 'link lock',
  journalled: 'datasync sent',
  confirmed: 'open known',
  'state-written': 'write known',
  'state-synced': 'sync known',
  'half-written': 'writeFile new state, once',
  written: 'writeFile new state, twice',
  'cursor-synced': 'sync new state',
  linked: 'link new state',
  'previous-kept': 'rename state before',
  renamed: 'rename state',
  'dir-synced': 'sync folder',
  'old-removed': 'unlink sent',
} as const satisfies Partial<Record<CrashPoint, string>>;

export type Moment = keyof typeof MOMENTS;
export const KILL_MOMENTS = Object.keys(MOMENTS) as Moment[];

const KINDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\.lock$/, 'lock'],
  [/\.(sent|known)$/, '$1'],
  [/\.json\.[0-9a-f]+\.tmp$/, 'new state'],
  [/\.previous\.json$/, 'state before'],
  [/\.json$/, 'state'],
];

const orderFile = process.env.DATACONNECT_KILL_AT;
if (orderFile) hook(orderFile);

function hook(orderFile: string): void {
  let passes = 0;
  let isLeased = false;
  let isRenamed = false;

  /** @param what has just been done */
  const after = (what: string): void => {
    if (what === 'link lock') isLeased = true;
    if (what === 'unlink lock') isLeased = false;
    // A node that starts tries to write, too.
    if (!isLeased) return;
    // Folders are flushed when a journal is new, too.
    if (what === 'rename state') isRenamed = true;
    const isOther = what === 'sync folder' && !isRenamed;
    if (what === 'sync folder') isRenamed = false;
    const { moment, pass } = orderIn(orderFile);
    if (!moment || MOMENTS[moment] !== what || isOther || ++passes !== pass) return;
    process.kill(process.pid, 'SIGKILL');
  };

  const { open, link, rename, unlink } = promises;
  promises.open = async (file, ...more) => {
    const handle = await open(file, ...more);
    const kind = kindOf(file, (await handle.stat()).isDirectory());
    if (!kind) return handle;
    after(`open ${kind}`);
    return hooked(handle, kind, after);
  };
  promises.link = async (from, to) => {
    await link(from, to);
    after(`link ${kindOf(to)}`);
  };
  promises.rename = async (from, to) => {
    await rename(from, to);
    after(`rename ${kindOf(to)}`);
  };
  promises.unlink = async (file) => {
    await unlink(file);
    after(`unlink ${kindOf(file)}`);
  };
  syncBuiltinESMExports();
}

function hooked(handle: FileHandle, kind: string, after: (what: string) => void): FileHandle {
  for (const name of ['sync', 'datasync'] as const) {
    const own = handle[name].bind(handle);
    handle[name] = async () => {
      await own();
      after(`${name} ${kind}`);
    };
  }
  const write = handle.write.bind(handle) as (...given: unknown[]) => Promise<unknown>;
  const writeFile = handle.writeFile.bind(handle);
  let times = 0;
  Object.assign(handle, {
    write: async (...given: unknown[]) => {
      const written = await write(...given);
      after(`write ${kind}`);
      return written;
    },
    writeFile: async (...given: Parameters<FileHandle['writeFile']>) => {
      await writeFile(...given);
      after(`writeFile ${kind}, ${['once', 'twice'][times++]}`);
    },
  });
  return handle;
}

/** @returns undefined for what is no file of a cursor */
function kindOf(file: unknown, isFolder = false): string | undefined {
  const name = String(file);
  if (!name.split(path.sep).includes('dataconnect')) return undefined;
  if (isFolder) return 'folder';
  const [, kind] = KINDS.find(([form]) => form.test(name)) ?? [];
  return kind?.replace('$1', path.extname(name).slice(1));
}

function orderIn(file: string): Partial<KillOrder> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
