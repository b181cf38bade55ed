/** The runs of all nodes of a process, those at work and the latest that have ended, for people who look at them. */
import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../client/waiting/clock';
import type { DataConnectError, Phrase } from '../../errors';
import type { AskedService } from '../connection/asked-service';
import type { RunReport } from '../messages/run-report';
import { type KeptFailure, keptFailure } from './kept-failure';
import { KeptFile } from './kept-file';
import { type Health, type NotedRun, readHealth, readNotedRun } from './noted-run';
import type { RunPhase, RunState } from './run-state';

/** Runs that are remembered after their end, and connections of which it is known how they are. */
const MOST = { ended: 100, connections: 50 };

/** Runs at work that are shown; a flow can start any number. */
const MOST_SHOWN = 50;

/** A run when it begins. */
type RunBegin = Omit<NotedRun, 'begun' | 'state' | 'duration' | 'period' | 'error' | 'asked' | CountName> & {
  asked?: AskedService | undefined;
};

/** The connection of a run, and whether it asks no service. */
type PartOfRun = Pick<NotedRun, 'connection' | 'practice'>;

const COUNTS = ['records', 'bytes', 'requests', 'retries'] as const;
type CountName = (typeof COUNTS)[number];

/** A run at work, as its node knows it. */
interface RunAtWork {
  begin: RunBegin;
  report: Pick<RunReport, 'facts' | 'records' | 'period' | 'path'>;
  state: RunState;
  /** Stops this run and no other. */
  cancel: () => void;
}

interface LiveRun extends RunAtWork {
  begun: number;
}

/** What is kept for its next run only. */
type OfNextRun = 'asked' | 'params';

/** What people see of a run; how far it is only while it is at work. */
export interface RunView extends Omit<NotedRun, OfNextRun> {
  phase?: RunPhase;
  window?: { number: number; known: number };
  recordsPerSecond?: number;
}

export interface BookView {
  /** Where the reader is: what it gives with its next question. */
  mark: string;
  /** False where `ended` has only what changed since the reader's mark. */
  whole: boolean;
  live: RunView[];
  /** How many more are at work. */
  more: number;
  /** In the order of their end. */
  ended: RunView[];
}

/** Since Node-RED started. */
export interface Totals extends Record<CountName, number> {
  runs: number;
  ends: Record<string, number>;
}

/** Errors that any run of the connection may have: others are of one report, of its node, or of the flow behind it. */
const OF_THE_CONNECTION: ReadonlySet<DataConnectError['code']> = new Set([
  ...(['CONNECTION_INVALID', 'AUTH_FAILED', 'NETWORK', 'TLS_FAILED', 'PROXY_FAILED', 'TIMEOUT'] as const),
  ...(['RATE_LIMITED', 'SERVER_ERROR', 'UNEXPECTED_STATUS', 'OUTCOME_UNKNOWN', 'HOST_NOT_ALLOWED'] as const),
  ...(['TRUNCATED', 'MALFORMED', 'WRONG_CONTENT_TYPE'] as const),
]);

/** Errors behind an answer that came as it should: the flow is at fault, or what the node expects. */
const BEHIND_AN_ANSWER: ReadonlySet<DataConnectError['code']> = new Set(['FLOW_FAILED', 'COLUMNS_CHANGED']);

const ANSWERED: ReadonlySet<NotedRun['state']> = new Set([
  ...(['records', 'body', 'file', 'mailed', 'unconfirmed', 'checked'] as const),
]);

export class RunBook {
  readonly #live = new Map<string, LiveRun>();
  /** Each with the number of the change that ended it. */
  readonly #ended = new Map<string, { run: NotedRun; change: number }>();
  readonly #health = new Map<string, Health>();
  readonly totals: Totals = { runs: 0, ends: {}, records: 0, bytes: 0, requests: 0, retries: 0 };
  /** A mark of another process means nothing here. */
  readonly #epoch = randomUUID();
  #changes = 0;
  #kept: KeptFile | undefined;
  #loaded: Promise<void> | undefined;

  /** @param clock times the writing; @param now in milliseconds since 1970. Both for tests. */
  constructor(
    readonly clock: Clock = systemClock,
    readonly now: () => number = Date.now,
  ) {}

  /**
   * Keeps runs in a file from now on, those that it has included.
   * @param complain told once that it cannot be written
   */
  keepIn(file: string, complain: (error: unknown) => void): void {
    if (this.#kept?.file === file) return;
    this.#kept = new KeptFile(file, () => this.#describe(), complain, this.clock);
    this.#loaded = this.#kept.read().then((kept) => this.#load(kept));
  }

  /** Resolves when the file has what is known now, where there is one. */
  async save(): Promise<void> {
    await this.#loaded;
    await this.#kept?.save();
  }

  /** Must be followed by `end`. */
  begin(run: RunAtWork): void {
    this.#live.set(run.begin.id, { ...run, begun: this.now() });
    this.totals.runs++;
    this.#changed();
  }

  /**
   * @param error free of secrets
   * @param more what people are told besides
   */
  end(id: string, state: NotedRun['state'], error?: DataConnectError, more: Phrase[] = []): void {
    const live = this.#live.get(id);
    if (!live) return;
    this.#live.delete(id);
    const failed = error && keptFailure(error, more);
    const run: NotedRun = { ...this.#noted(live), state, ...(failed && { error: failed }) };
    this.totals.ends[failed?.code ?? state] = (this.totals.ends[failed?.code ?? state] ?? 0) + 1;
    for (const name of COUNTS) this.totals[name] += run[name];
    this.#remember(run);
    const isAnswered = error ? BEHIND_AN_ANSWER.has(error.code) : ANSWERED.has(state);
    if (isAnswered) this.noteHealth(run);
    else if (error && failed && OF_THE_CONNECTION.has(error.code)) this.noteHealth(run, failed);
    this.#changed();
  }

  /** @param failed undefined where the service answered as it should */
  noteHealth(of: PartOfRun, failed?: KeptFailure): void {
    const { connection, practice } = of;
    const known = { ...this.healthOf(of), ...(practice && { practice }) };
    const at = this.now();
    this.#health.delete(connection);
    this.#health.set(connection, { ...known, ...(failed ? { failed: { at, ...failed } } : { succeeded: at }) });
    dropOldest(this.#health, MOST.connections);
    this.#kept?.changed();
  }

  /** What a connection was in practice is nothing that is known of a service, nor the other way round. */
  healthOf({ connection, practice }: PartOfRun): Health {
    const known = this.#health.get(connection) ?? {};
    return (known.practice === true) === practice ? known : {};
  }

  /** @returns false where it is not at work any more */
  cancel(id: string): boolean {
    const live = this.#live.get(id);
    live?.cancel();
    return live !== undefined;
  }

  /** A run that has ended. */
  async ended(id: string): Promise<NotedRun | undefined> {
    await this.#loaded;
    return this.#ended.get(id)?.run;
  }

  /** @param mark of the reader's last view; anything else for all there is */
  async view(mark: unknown): Promise<BookView> {
    await this.#loaded;
    const [epoch, seen] = String(mark).split('.');
    const whole = epoch !== this.#epoch || !/^\d+$/.test(seen ?? '');
    const news = [...this.#ended.values()].filter(({ change }) => whole || change > Number(seen));
    const live = [...this.#live.values()];
    return {
      mark: `${this.#epoch}.${this.#changes}`,
      whole,
      live: live.slice(0, MOST_SHOWN).map((run) => this.#viewOf(run)),
      more: Math.max(0, live.length - MOST_SHOWN),
      ended: news.map(({ run }) => shown(run)),
    };
  }

  #viewOf(live: LiveRun): RunView {
    const { phase, window, recordsPerSecond } = live.state;
    return {
      ...shown(this.#noted(live)),
      phase,
      ...(window && { window }),
      ...(recordsPerSecond !== undefined && { recordsPerSecond }),
    };
  }

  #noted({ begin, begun, report }: LiveRun): NotedRun {
    const { records } = report;
    const { bytes, requests, retries } = report.facts;
    const duration = Math.max(0, this.now() - begun);
    const counts = { begun, duration, records, bytes, requests, retries };
    const asked = begin.asked && { ...begin.asked, path: report.path };
    return { ...begin, asked, ...counts, state: 'running', ...(report.period && { period: report.period }) };
  }

  #remember(run: NotedRun): void {
    this.#ended.delete(run.id);
    this.#ended.set(run.id, { run, change: ++this.#changes });
    dropOldest(this.#ended, MOST.ended);
  }

  #changed(): void {
    this.#kept?.changed();
  }

  /** What the file holds: those at work as well, of which a crash would leave nothing else. */
  #describe(): object {
    const ended = [...this.#ended.values()].map(({ run }) => run);
    const live = [...this.#live.values()].slice(0, MOST.ended).map((run) => this.#noted(run));
    return { runs: [...ended, ...live], connections: Object.fromEntries(this.#health) };
  }

  /** Before those that have ended meanwhile. */
  #load(kept: unknown): void {
    const { runs, connections } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
    const meanwhile = [...this.#ended.values()];
    this.#ended.clear();
    const read = (Array.isArray(runs) ? runs.slice(-2 * MOST.ended) : []).flatMap((run) => readNotedRun(run) ?? []);
    for (const run of [...read.filter(({ id }) => !this.#live.has(id)), ...meanwhile.map((each) => each.run)])
      this.#remember(run);
    const entries = typeof connections === 'object' && connections !== null ? Object.entries(connections) : [];
    for (const [id, health] of entries.slice(-MOST.connections))
      if (!this.#health.has(id)) this.#health.set(id, readHealth(health));
  }
}

function shown({ params: _, asked: __, ...run }: NotedRun): RunView {
  return run;
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
