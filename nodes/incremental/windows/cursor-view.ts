/** Where nodes stand that go on from what was confirmed, as the server tells the editor: one form for both. */
import type { StopDateReading } from './range-texts';

/** Of all nodes of a Node-RED, or of one. */
export interface CursorsAnswer {
  cursors: CursorView[];
}

/** Free of secrets and of records. Moments in milliseconds since 1970, texts in the language of the reader. */
export interface CursorView {
  /** By which it is steered. */
  id: string;
  /** Id of the node in the editor. */
  place: string;
  /** Id of the connection; blank before anything was confirmed. */
  connection: string;
  type: string;
  name: string;
  /** Names of the instances of subflows that the node is in; blank without. */
  instance: string;
  /** What narrows the answer: another choice has a cursor of its own. Blank without. */
  only: string;
  isPaused: boolean;
  isList: boolean;
  /** Whether its node is at work, and can go on from it. */
  isUsed: boolean;
  /** Where it stands, how far behind, and what the next run asks for, a sentence each. */
  lines: string[];
  /** What those were said by: a dialog says them anew by other settings. */
  stand: CursorStand;
  /** `by`: whose word it was. */
  changed?: { at: number; by: string; rows: number };
  /** Why it cannot be read. */
  damage?: string;
  /** The window that is under way; `held`: names of the nodes that have some of it. */
  open?: { since: number; held: string[] };
}

export interface CursorStand {
  /** All before it is confirmed; absent where nothing is, and for lists. */
  confirmedTo?: number;
  zone: string;
  stopDate: StopDateReading;
}

/** `confirm`: nothing was done, a person is told first what it means. `gone`: there is no such cursor any more. */
export type SteeringAnswer = { kind: 'done' } | { kind: 'confirm'; text: string } | { kind: 'gone' };

/** What a person wants of a cursor: as `msg.incremental` has it, or that one is deleted whose node is gone. */
export type CursorWish = 'pause' | 'resume' | 'reset' | 'forget' | { from: string };
