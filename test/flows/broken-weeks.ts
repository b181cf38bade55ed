/** Rules of going on that are broken on purpose, each with weeks in which it matters and the invariant that must see it. */
import type { Edit } from './broken-runtime';
import { HOUR, type WeekPlan } from './week-plan';

export interface BrokenRule {
  edit: Edit;
  fixed: Partial<WeekPlan>;
  /** Number of the invariant. */
  seenBy: number;
}

const often = { grain: 'instant', every: 60, days: 2, lookback: 24, step: '3 hours', most: 4, retries: 0 } as const;
const keyed = { ...often, endpoint: 'sales-by-invoice', rows: 'new', flow: 'straight', alarm: 60 } as const;
const keyless = { ...keyed, endpoint: 'donations-summary' } as const;
const rough = { isCalm: false } as const;
const calm = { isCalm: true } as const;

const WINDOWS = 'incremental/windows/due-windows.ts';
const DELIVERED = 'incremental/delivered/delivered.ts';

export const brokenRules: Record<string, BrokenRule> = {
  'nothing that comes late is asked for': {
    edit: { file: WINDOWS, find: '[earlier(confirmed, lookback, zone),', replace: '[confirmed,' },
    fixed: { ...keyed, ...calm },
    seenBy: 1,
  },
  'equal records are one': {
    edit: {
      file: DELIVERED,
      find: 'count <= this.delivered.countOf(hash)',
      replace: 'this.delivered.countOf(hash) > 0',
    },
    fixed: { ...keyless, ...calm },
    seenBy: 1,
  },
  'what was delivered is forgotten': {
    edit: { file: DELIVERED, find: 'return count <= this', replace: 'return count < 0 && count <= this' },
    fixed: { ...keyed, ...calm },
    seenBy: 2,
  },
  'a window counts whatever the flow says': {
    edit: {
      file: 'runtime/incremental/cursor-ask.ts',
      find: 'confirms: (end) => {',
      replace: 'confirms: (end) => { if (end) return "flow";',
    },
    fixed: { ...keyed, ...rough, stops: false },
    seenBy: 3,
  },
  'the point goes past its window': {
    edit: { file: WINDOWS, find: 'Math.min(window.to, latest));', replace: `window.to + ${HOUR});` },
    fixed: { ...keyed, ...calm, every: 240 },
    seenBy: 3,
  },
  'windows do not touch': {
    edit: { file: WINDOWS, find: ', ...edges];', replace: ', ...edges.map((edge) => edge + 1)];' },
    fixed: { ...keyed, ...calm, every: 480 },
    seenBy: 4,
  },
  'nothing is left for later': {
    edit: {
      file: WINDOWS,
      find: 'cutDown(earlier(now, delay, zone), grain, zone)',
      replace: 'cutDown(now, grain, zone)',
    },
    fixed: { ...keyed, ...calm },
    seenBy: 5,
  },
  'the clock of the service is not believed': {
    edit: { file: WINDOWS, find: 'Math.min(window.to, latest));', replace: 'window.to);' },
    fixed: { ...keyed, ...rough },
    seenBy: 5,
  },
  'the lookback has windows of its own': {
    edit: {
      file: WINDOWS,
      find: 'edgesBetween(cutDown(confirmed, grain, zone), end',
      replace: 'edgesBetween(beginning(confirmed, order), end',
    },
    fixed: { ...keyed, ...calm, rows: 'all' },
    seenBy: 6,
  },
  'what leaves is not noted': {
    edit: {
      file: 'incremental/delivered/sent-journal.ts',
      find: 'if (texts.length === 0) return;',
      replace: 'if (texts) return;',
    },
    fixed: { ...keyed, ...calm },
    seenBy: 7,
  },
  'who has no lease goes on': {
    edit: {
      file: 'incremental/cursor/file-cursor-store.ts',
      find: 'const lease = await this.#takeLease(name, ttl);',
      replace: `if (ttl < 0) await this.#takeLease(name, ttl);
        const lease = { lost: new AbortController().signal, isHeld: async () => true, release: async () => {} };`,
    },
    fixed: { ...keyed, ...rough },
    seenBy: 8,
  },
  'what nobody needs stays': {
    edit: {
      file: 'incremental/cursor/state-files.ts',
      find: 'if (!isKept) await remove(path.join(this.folder, file.name));',
      replace: '',
    },
    fixed: { ...keyed, ...calm },
    seenBy: 9,
  },
  'a state that cannot be read is none': {
    edit: {
      file: 'incremental/cursor/cursor-session.ts',
      find: 'const stored = await this.options.store.read(this.options.name);',
      replace: 'const stored = await this.options.store.read(this.options.name).catch(() => undefined);',
    },
    fixed: { ...keyed, ...rough },
    seenBy: 10,
  },
};
