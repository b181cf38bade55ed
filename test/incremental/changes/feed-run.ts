/** Runs of a change feed, and a flow that replays what it gets. */
import type { Phrase } from '../../../nodes/errors';
import { ChangeFeed, type ChangeFeedOptions, type Changes } from '../../../nodes/incremental/changes/change-feed';
import type { PointHook } from '../../../nodes/incremental/cursor/crash-point';
import { CursorSession } from '../../../nodes/incremental/cursor/cursor-session';
import type { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';
import type { DataRecord } from '../../../nodes/record';
import { confirmation, NAME } from '../cursor/cursor-samples';

export interface FeedRun {
  store: FileCursorStore;
  answer: readonly DataRecord[];
  key?: string[];
  columns?: string[];
  /** Records that come at once. */
  piece?: number;
  batch?: number;
  mostRemoved?: number;
  personal?: string[];
  /** False for an answer that ends early. */
  isComplete?: boolean;
  /** Of a list there is none. */
  confirmedTo?: undefined;
  /** What the flow says of it. */
  isConfirmed?: boolean;
  warn?: (warning: Phrase) => void;
  /** Told of each batch when it leaves. */
  send?: (changes: Changes) => void | Promise<void>;
  point?: PointHook;
  /** Called when all of the answer is compared. */
  measure?: () => Promise<void>;
}

export interface FeedResult {
  batches: Changes[];
  counts: ChangeFeed['counts'];
}

export async function runFeed(run: FeedRun): Promise<FeedResult> {
  const { store, answer, isComplete = true, isConfirmed = true, piece = 7, point } = run;
  const files = store.filesOf(NAME);
  const session = await CursorSession.open({ store, name: NAME, files, ...(point && { point }) });
  const batches: Changes[] = [];
  try {
    const feed = await ChangeFeed.open({ ...optionsOf(run, await session.journals()), state: session.state });
    try {
      const take = async (changes: AsyncIterable<Changes>) => {
        for await (const each of changes) {
          batches.push(each);
          await run.send?.(each);
        }
      };
      const columns = run.columns ?? Object.keys(answer[0] ?? {});
      for (let at = 0; at < answer.length; at += piece) await take(feed.take(answer.slice(at, at + piece), columns));
      await run.measure?.();
      if (isComplete) await take(feed.end());
      if (isComplete && isConfirmed) {
        point?.('confirmed');
        const { confirmedTo } = { ...confirmation(), ...run };
        await session.confirm({ ...confirmation({ rows: answer.length }), confirmedTo }, async () => ({
          snapshot: await feed.save(),
        }));
      }
      return { batches, counts: { ...feed.counts } };
    } finally {
      await feed.discard();
    }
  } finally {
    await session.release();
  }
}

function optionsOf(run: FeedRun, journals: string[]): Omit<ChangeFeedOptions, 'state'> {
  const { store, key = ['Id'], batch = 10, mostRemoved = 100, personal = [], warn = () => undefined, point } = run;
  return {
    files: store.filesOf(NAME),
    journals,
    key,
    batch,
    mostRemoved,
    isPersonal: (column) => personal.includes(column),
    warn,
    ...(point && { point }),
  };
}

/** What a flow has that writes each change into a table with a key. */
export class Replay {
  readonly rows = new Map<string, DataRecord>();

  constructor(readonly key: readonly string[] = ['Id']) {}

  take({ change, records }: Changes): void {
    for (const record of records) {
      const key = JSON.stringify(this.key.map((name) => record[name]));
      if (change === 'removed') this.rows.delete(key);
      else this.rows.set(key, record);
    }
  }

  get sorted(): DataRecord[] {
    return [...this.rows.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record);
  }
}
