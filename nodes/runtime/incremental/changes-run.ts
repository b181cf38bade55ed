/**
 * A run that sends what changed in a list since the flow confirmed it last: messages of one kind each, as
 * `msg.dataconnect.change` says.
 */
import { personalKindOf } from '../../catalogue/personal';
import { DataConnectError } from '../../errors';
import { run, transformed } from '../../extract/run';
import type { RunPlan } from '../../extract/run-plan';
import { ChangeFeed, type ChangeKind, type Changes } from '../../incremental/changes/change-feed';
import type { Transform } from '../../output/transform';
import type { ColumnInfo } from '../../record';
import { transformsOf } from '../columns/shaping';
import type { BackPressure } from '../flow/back-pressure';
import { warningsOf } from '../foreseen-run';
import { clientFor, type MessageRun, type RunMessage } from '../message-run';
import { givenFor, planOf } from '../plan-message';
import type { RunYield } from '../progress/run-state';
import { runColumns } from '../run-columns';
import { atCursor, type CursorJob } from './at-cursor';
import { type CursorAsk, cursorAsk } from './cursor-ask';
import { sendNothing } from './empty-result';
import { sendFollowed } from './followed-sending';

/** Records of the answer that are compared at once: of more the garbage grows old, and half a process's memory is that. */
const COMPARED = 200;

/** @throws DataConnectError, the one to report: also where the flow did not confirm what it was sent */
export async function runChanges(job: MessageRun, msg: RunMessage): Promise<RunYield> {
  const { origin, connection, report, signal } = job;
  const planned = planOf(origin, connection, await givenFor(origin, connection, msg, signal));
  report.setPlan(planned.plan, warningsOf(planned, origin.say), connection.redactor);
  const ask = cursorAsk(job, new Map(planned.plan.request.parameters));
  return atCursor(job, ask.cursor, (each) => new ChangesRun(each, ask, planned.plan).carryOut());
}

class ChangesRun {
  constructor(
    readonly job: CursorJob,
    readonly ask: CursorAsk,
    readonly plan: RunPlan,
  ) {}

  async carryOut(): Promise<RunYield> {
    const { job, ask } = this;
    const { report, session } = job;
    if (session.state?.paused) return sendNothing(job, { reason: 'paused' });
    const feed = await this.#openFeed();
    try {
      const place = { number: 1, point: session.state?.confirmedAt };
      const { by: confirmedBy } = await sendFollowed(job, ask, place, (each, flow) => this.#send(each, flow, feed));
      const rows = report.records;
      const confirmation = { ...ask.confirmation(), grain: 'instant' as const, confirmedBy, rows, known: [] };
      await session.confirm(confirmation, async () => ({ snapshot: await feed.save() }));
    } catch (error) {
      await feed.discard();
      throw error;
    }
    report.incremental = { ...feed.counts };
    const { records, drift } = report;
    return { kind: 'records', records, drift, ...(records === 0 && { standing: 'nothing-new' }) };
  }

  async #openFeed(): Promise<ChangeFeed> {
    const { job, ask, plan } = this;
    const { origin, report, session } = job;
    const { settings } = origin;
    const isHere = await session.filesAreHere();
    if (!isHere && session.state?.snapshot) throw new DataConnectError('STATE_ELSEWHERE');
    const columns = new Map(plan.columns.map((column) => [column.name, column]));
    return ChangeFeed.open({
      files: ask.cursor.files,
      state: session.state,
      journals: await session.journals(),
      key: ask.key,
      batch: batchOf(settings),
      mostRemoved: settings.incremental.removed,
      isPersonal: (name) => personalKindOf(columns.get(name) ?? { name }) !== undefined,
      warn: (warning) => report.warn(origin.say(warning)),
    });
  }

  async #send(job: MessageRun, flow: BackPressure, feed: ChangeFeed): Promise<void> {
    const { connection, report, signal, onProgress } = job;
    const out = new ChangeMessages(job, flow, this.ask.key, transformsOf(job.origin, connection, this.plan));
    const whole: RunPlan = { ...this.plan, output: { kind: 'records', size: COMPARED } };
    const watched = await runColumns(job, whole);
    await run(whole, clientFor(connection, report.id), {
      shared: connection.shared,
      signal,
      facts: report.facts,
      onProgress,
      watch: watched.watch,
      transforms: watched.dropNew,
      take: async ({ records, columns }) => {
        watched.note(false);
        const names = columns.map(({ name }) => name);
        for await (const changes of feed.take(records, names)) await out.send(changes, columns);
      },
    });
    watched.note(true);
    for await (const changes of feed.end()) await out.send(changes);
    await out.end();
    await watched.keep();
  }
}

/** Messages of changes: one is kept back, so that the last can say that it is. */
class ChangeMessages {
  #kept: Changes | undefined;
  #columns: ColumnInfo[] = [];
  #index = 0;

  constructor(
    readonly job: MessageRun,
    readonly flow: BackPressure,
    readonly key: readonly string[],
    readonly transforms: readonly Transform[],
  ) {}

  /** @param columns of the answer, as known by now */
  async send(changes: Changes, columns = this.#columns): Promise<void> {
    const before = this.#kept;
    this.#kept = changes;
    this.#columns = columns;
    if (before) await this.#sendOut(before, false);
  }

  async end(): Promise<void> {
    const { writer, report } = this.job;
    if (this.#kept) return this.#sendOut(this.#kept, true);
    const empty = { records: [], columns: this.#columns, index: 0, last: true, windows: [] };
    report.beginBatch(empty);
    await this.flow.sendLast(writer.batch(empty, report.messageFacts()));
  }

  async #sendOut({ change, records }: Changes, last: boolean): Promise<void> {
    const { writer, report, connection } = this.job;
    const index = this.#index++;
    const piece = { records, columns: this.#columnsOf(change) };
    const shaped = await transformed(piece, this.transforms, connection.shared.turns);
    report.change = change;
    report.beginBatch({ index, last, records });
    const msg = writer.batch({ ...shaped, index, last, windows: [] }, report.messageFacts());
    report.change = undefined;
    await (last ? this.flow.sendLast(msg, records.length) : this.flow.send(msg, records.length));
  }

  /** Of what is gone, the key is known only. */
  #columnsOf(change: ChangeKind): ColumnInfo[] {
    return change === 'removed' ? this.#columns.filter(({ name }) => this.key.includes(name)) : this.#columns;
  }
}

function batchOf({ mode, batchSize }: MessageRun['origin']['settings']): number {
  if (mode === 'each') return 1;
  return mode === 'batches' ? batchSize : Number.POSITIVE_INFINITY;
}
