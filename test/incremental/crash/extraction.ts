/**
 * A process that carries many extractions, each with a folder of its own, and ends without a word when each of them
 * stands at the point where it is to end, or is through. Started by `fleet.ts`, bundled, with a `ProcessOrder` as its
 * argument. Of what was given to the flows it remembers nothing: that stands where their rows go.
 */
import { writeSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../nodes/client/waiting/clock';
import { DataConnectError } from '../../../nodes/errors';
import { codeOf } from '../../../nodes/files/file-failure';
import { ChangeFeed, type Changes } from '../../../nodes/incremental/changes/change-feed';
import type { CrashPoint } from '../../../nodes/incremental/cursor/crash-point';
import { CursorSession } from '../../../nodes/incremental/cursor/cursor-session';
import { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';
import { Delivered } from '../../../nodes/incremental/delivered/delivered';
import { breakRule, type Rule } from './broken-rules';
import { openPlace, type Place, type PlaceWriter } from './places-of-rows';
import { columnsOf, confirmationOf, KEY, listAt, NAME, type Way, windowsAt } from './service';
import { makeTrouble, type Trouble } from './troubles';

export interface ProcessOrder {
  extractions: ExtractionOrder[];
  place: Place;
  /** A rule that is not kept, to see that the test notices. */
  broken?: Rule;
  /** Killed by somebody else at any moment: it says when it begins. */
  isKilled?: boolean;
  /** Something stands in the way of it that its errors may tell of. */
  hasTrouble?: boolean;
}

export interface ExtractionOrder {
  folder: string;
  /** Where its rows go, in the place. */
  table: string;
  seed: number;
  /** Runs: the service is asked at each of these times. */
  times: number[];
  way: Way;
  /** A flow that does nothing until it has all messages of a window. */
  isSlow: boolean;
  /** At the n-th pass of a point it stands still: until the process is killed, or woken. */
  end?: { point: CrashPoint; pass: number; signal?: 'SIGSTOP' };
  /** At the n-th pass of a point something happens to the disk. */
  trouble?: { point: CrashPoint; pass: number; what: Trouble };
  /** Another process goes on meanwhile: wait for it. */
  isOneOfTwo?: boolean;
}

/** How an extraction ended: at its point, or without having come to it. */
export type ExtractionEnd = 'at its point' | 'through';

/** What tells that there is no room, or no right. */
const DISK_CODES = ['ENOSPC', 'EACCES', 'EPERM', 'CURSOR_NOT_SAVED', 'CURSOR_NOT_WRITABLE'];

const order: ProcessOrder = JSON.parse(process.argv[2]!);

class Carried {
  readonly #passes = new Map<string, number>();
  readonly #store: FileCursorStore;
  #atPoint: () => void = () => undefined;
  #waiting: Changes[] = [];

  constructor(
    readonly own: ExtractionOrder,
    readonly rows: PlaceWriter,
  ) {
    const { folder } = own;
    this.#store = new FileCursorStore({ folder, clock: systemClock, warn: () => undefined, point: this.#point });
  }

  async untilEnd(): Promise<ExtractionEnd> {
    const atPoint = new Promise<ExtractionEnd>((resolve) => {
      this.#atPoint = () => resolve('at its point');
    });
    return Promise.race([atPoint, this.#carryOut()]);
  }

  async #carryOut(): Promise<ExtractionEnd> {
    for (const time of this.own.times) {
      try {
        await this.#run(time);
      } catch (error) {
        if (!this.#isForeseen(error)) throw error;
        this.#waiting = [];
        if (this.own.isOneOfTwo) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    return 'through';
  }

  #isForeseen(error: unknown): boolean {
    const code = error instanceof DataConnectError ? error.code : (codeOf(error) ?? '');
    if (order.hasTrouble && DISK_CODES.includes(code)) return true;
    return this.own.isOneOfTwo === true && ['CURSOR_IN_USE', 'CURSOR_MOVED'].includes(code);
  }

  readonly #point = (name: CrashPoint): void | Promise<void> => {
    const pass = (this.#passes.get(name) ?? 0) + 1;
    this.#passes.set(name, pass);
    const { end, trouble, folder } = this.own;
    if (trouble?.point === name && trouble.pass === pass)
      makeTrouble(trouble.what, path.join(folder, path.dirname(NAME)));
    if (end?.point !== name || end.pass !== pass) return;
    if (!end.signal) return this.#standStill();
    writeSync(1, 'stopped\n');
    process.kill(process.pid, end.signal);
  };

  #standStill(): Promise<void> {
    this.#atPoint();
    return new Promise(() => undefined);
  }

  async #run(time: number): Promise<void> {
    const { way } = this.own;
    const options = { store: this.#store, name: NAME, files: this.#store.filesOf(NAME), point: this.#point };
    const session = await CursorSession.open(options);
    try {
      if (way === 'changes') await this.#runChanges(session, time);
      else await this.#runWindows(session, time);
    } finally {
      await session.release();
    }
  }

  async #runChanges(session: CursorSession, time: number): Promise<void> {
    const feed = await ChangeFeed.open({
      files: session.options.files,
      state: session.state,
      journals: await session.journals(),
      key: KEY,
      batch: 4,
      mostRemoved: 100,
      isPersonal: () => false,
      warn: () => undefined,
      point: this.#point,
    });
    try {
      const take = async (changes: AsyncIterable<Changes>) => {
        for await (const each of changes) await this.#send(each);
      };
      const list = listAt(this.own.seed, time);
      for (let at = 0; at < list.length; at += 5) await take(feed.take(list.slice(at, at + 5), columnsOf(list)));
      await take(feed.end());
      await this.#flowIsDone();
      await this.#point('confirmed');
      const rows = list.length;
      await session.confirm(confirmationOf(time, { rows }), async () => ({ snapshot: await feed.save() }));
      await this.#flowIsDoneAtLast();
    } catch (error) {
      await feed.discard();
      throw error;
    }
  }

  async #runWindows(session: CursorSession, time: number): Promise<void> {
    const delivered = await Delivered.open({
      files: session.options.files,
      state: session.state,
      journals: await session.journals(),
      key: this.own.way === 'keyed windows' ? KEY : [],
      leaves: 'new',
      point: this.#point,
    });
    await this.#point('opened');
    for (const { asked, answer } of windowsAt(this.own.seed, time, this.own.way, session.state?.confirmedTo)) {
      const window = delivered.begin(asked, session.generation);
      try {
        for (let at = 0; at < answer.length; at += 6) {
          const piece = answer.slice(at, at + 6);
          const known = await window.sift(piece, columnsOf(answer));
          const records = piece.filter((_record, index) => !known[index]);
          if (records.length === 0) continue;
          await window.note();
          await this.#send({ change: 'added', records });
          await this.#point('batch-sent');
        }
        await this.#point('rows-sent');
        await this.#flowIsDone();
        await this.#point('confirmed');
        const confirmation = confirmationOf(time, { confirmedTo: asked.to, rows: answer.length });
        await session.confirm(confirmation, () => window.save());
        window.confirmed();
        await this.#flowIsDoneAtLast();
      } finally {
        await window.close();
      }
    }
  }

  async #send(changes: Changes): Promise<void> {
    if (this.own.isSlow) this.#waiting.push(changes);
    else await this.rows.take(this.own.table, changes);
  }

  /** What the confirmation waits for. */
  async #flowIsDone(): Promise<void> {
    if (order.broken !== 'confirmed before the flow is done') await this.#flowIsDoneAtLast();
  }

  async #flowIsDoneAtLast(): Promise<void> {
    for (const changes of this.#waiting.splice(0)) await this.rows.take(this.own.table, changes);
  }
}

async function main(): Promise<void> {
  if (order.broken) breakRule(order.broken);
  const rows = openPlace(order.place);
  if (order.isKilled) writeSync(1, 'begun\n');
  const ends = await Promise.all(order.extractions.map((own) => new Carried(own, rows).untilEnd()));
  writeSync(1, `${JSON.stringify(ends)}\n`);
  if (ends.includes('at its point')) process.kill(process.pid, 'SIGKILL');
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
