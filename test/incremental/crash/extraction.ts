/**
 * A process that extracts, and ends itself without a word in the middle of it. Started by `crash.test.ts`, bundled, with
 * an `Order` as its argument. What its flow was given stands in a file, line by line, as a database would have it.
 */
import { appendFileSync } from 'node:fs';
import { systemClock } from '../../../nodes/client/waiting/clock';
import { DataConnectError } from '../../../nodes/errors';
import { ChangeFeed, type Changes } from '../../../nodes/incremental/changes/change-feed';
import type { CrashPoint } from '../../../nodes/incremental/cursor/crash-point';
import { CursorSession } from '../../../nodes/incremental/cursor/cursor-session';
import { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';
import { Delivered } from '../../../nodes/incremental/delivered/delivered';
import { breakRule, type Rule } from './broken-rules';
import { columnsOf, confirmationOf, KEY, listAt, NAME, type Way, windowsAt } from './service';

export interface Order {
  folder: string;
  /** What the flow was given. */
  sink: string;
  seed: number;
  /** Runs: the service is asked at each of these times. */
  times: number[];
  way: Way;
  /** At the n-th pass of a point it ends itself, or stands still until somebody wakes it; where there is none, it ends when it is through. */
  end?: { point: CrashPoint; pass: number; signal?: 'SIGKILL' | 'SIGSTOP' };
  /** A rule that is not kept, to see that the test notices. */
  broken?: Rule;
  /** Another process goes on meanwhile: wait for it. */
  isOneOfTwo?: boolean;
}

const order: Order = JSON.parse(process.argv[2]!);
let passes = 0;

function point(name: CrashPoint): void {
  if (name !== order.end?.point || ++passes !== order.end.pass) return;
  const { signal = 'SIGKILL' } = order.end;
  if (signal === 'SIGSTOP') appendFileSync(`${order.sink}.stopped`, '');
  process.kill(process.pid, signal);
}

function send(what: unknown): void {
  appendFileSync(order.sink, `${JSON.stringify(what)}\n`);
}

async function main(): Promise<void> {
  if (order.broken) breakRule(order.broken);
  const store = new FileCursorStore({ folder: order.folder, clock: systemClock, warn: () => undefined, point });
  for (const time of order.times) {
    try {
      await run(store, time);
    } catch (error) {
      const isOther = error instanceof DataConnectError && ['CURSOR_IN_USE', 'CURSOR_MOVED'].includes(error.code);
      if (!isOther || !order.isOneOfTwo) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function run(store: FileCursorStore, time: number): Promise<void> {
  const session = await CursorSession.open({ store, name: NAME, files: store.filesOf(NAME), point });
  try {
    if (order.way === 'changes') await runChanges(session, time);
    else await runWindows(session, time);
  } finally {
    await session.release();
  }
}

async function runChanges(session: CursorSession, time: number): Promise<void> {
  const { files } = session.options;
  const feed = await ChangeFeed.open({
    files,
    state: session.state,
    journals: await session.journals(),
    key: KEY,
    batch: 4,
    mostRemoved: 100,
    isPersonal: () => false,
    warn: () => undefined,
    point,
  });
  const take = async (changes: AsyncIterable<Changes>) => {
    for await (const each of changes) send(each);
  };
  const list = listAt(order.seed, time);
  for (let at = 0; at < list.length; at += 5) await take(feed.take(list.slice(at, at + 5), columnsOf(list)));
  await take(feed.end());
  point('confirmed');
  await session.confirm(confirmationOf(time, { rows: list.length, snapshot: await feed.save() }));
}

async function runWindows(session: CursorSession, time: number): Promise<void> {
  const { files } = session.options;
  const delivered = await Delivered.open({
    files,
    state: session.state,
    journals: await session.journals(),
    key: [],
    leaves: 'new',
    point,
  });
  point('opened');
  for (const { asked, answer } of windowsAt(order.seed, time, session.state?.confirmedTo)) {
    const window = delivered.begin(asked, session.generation);
    for (let at = 0; at < answer.length; at += 6) {
      const piece = answer.slice(at, at + 6);
      const known = await window.sift(piece, columnsOf(answer));
      const left = piece.filter((_record, index) => !known[index]);
      if (left.length === 0) continue;
      send({ window: asked, generation: session.generation, records: left });
      point('batch-sent');
    }
    point('rows-sent');
    point('confirmed');
    const saved = await window.save();
    await session.confirm(confirmationOf(time, { confirmedTo: asked.to, rows: answer.length, ...saved }));
    window.confirmed();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
