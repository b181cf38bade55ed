/** What the server tells of runs, as it arrives: read tolerantly, for the page may be older or newer than the server. */

export interface Run {
  id: string;
  /** Id of its node in the editor. */
  place: string;
  type: string;
  name: string;
  connection: string;
  /** Milliseconds since 1970. */
  begun: number;
  state: string;
  /** Milliseconds. */
  duration: number;
  /** True where all that it gave is invented. */
  practice: boolean;
  records: number;
  bytes: number;
  period?: { from: string; before: string };
  error?: { code: string; text: string };
  /** In words, while another attempt is waited for. */
  why?: string;
  /** Where it is now; of one that is at work. */
  phase?: { kind: string; place?: number; delay?: number; attempt?: number; bytes?: number; nodes?: string[] };
  window?: { number: number; known: number };
  recordsPerSecond?: number;
}

export interface QueuedRequest {
  path: string;
  run?: string;
  /** Milliseconds that it has waited, or been active. */
  time: number;
}

/** The requests of one company at one host. */
export interface Queue {
  host: string;
  company: string;
  most: number;
  pausedFor: number;
  /** How many other Node-RED have active, where they share the queue. */
  elsewhere?: number;
  active: QueuedRequest[];
  waiting: QueuedRequest[];
}

/** A connection that is deployed, and when it was last answered, and not. */
export interface ConnectionHealth {
  id: string;
  name: string;
  environment: string;
  problem?: string;
  cluster?: { name: string; state: string };
  succeeded?: number;
  failed?: { at: number; text: string };
}

/** `ended` has what is new since the mark of the answer before, all where it is `whole`. */
export interface RunsNews {
  mark: string;
  whole: boolean;
  live: Run[];
  more: number;
  ended: Run[];
  queues: Queue[];
  connections: ConnectionHealth[];
}

export function isRunsNews(answer: unknown): answer is RunsNews {
  if (typeof answer !== 'object' || answer === null) return false;
  const { live, ended, queues, connections } = answer as Partial<RunsNews>;
  return [live, ended, queues, connections].every(Array.isArray);
}
