/** What an incremental node asks for, and where its cursor is: settings, connection and message, read once a run. */
import { chosenVariant, usualRange } from '../../catalogue/roles';
import { allParameters } from '../../catalogue/shared-parameters';
import type { DateRange } from '../../catalogue/schema';
import { cursorName } from '../../incremental/cursor/cursor-name';
import type { SessionOptions } from '../../incremental/cursor/cursor-session';
import type { CursorState } from '../../incremental/cursor/cursor-state';
import type { DueWindow, IncrementalOrder } from '../../incremental/windows/due-windows';
import { grainOf, paceOf } from '../../incremental/windows/grain';
import { stopDateReading } from '../../incremental/windows/range-texts';
import { isBlank } from '../../parameters/given-value';
import { ParameterError } from '../../parameters/parameter-error';
import { hostOf } from '../../parameters/host';
import type { Patience, WindowEnd } from '../flow/followed-window';
import type { MessageRun, RunMessage } from '../message-run';
import { givenFor, planOf } from '../plan-message';

export interface IncrementalAsk {
  cursor: SessionOptions;
  owner: Pick<CursorState, 'node' | 'connection'>;
  partition: Record<string, string>;
  host: string;
  /** Column of the records that says when each was; undefined where none does. */
  column: string | undefined;
  confirmedBy: 'flow' | 'hand';
  patience: Patience;
  /** Minutes after which a window counts as never ending. */
  alarm: number;
  /** By whose word the cursor goes on; undefined where it stays. */
  confirms(end: WindowEnd): CursorState['confirmedBy'] | undefined;
  orderFrom(state: CursorState | undefined, now: number): IncrementalOrder;
  /** The values of a request for a window, by the names of its parameters. */
  valuesFor(window: DueWindow): Map<string, unknown>;
}
