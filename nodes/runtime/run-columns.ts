/** The columns of a run's answer, watched: what has changed is told with its messages. */
import type { NodeAPI } from 'node-red';
import type { RunOptions } from '../extract/run-options';
import type { RunPlan } from '../extract/run-plan';
import type { ColumnWatch } from '../output/column-watch';
import type { RecordPiece, Transform } from '../output/transform';
import { type WatchedNode, watchColumns } from './columns/watched-columns';
import type { Connection } from './connection/connection';
import type { RunReport } from './messages/run-report';

interface WatchedRun {
  origin: WatchedNode & { RED: NodeAPI };
  connection: Connection;
  report: RunReport;
}

export interface RunColumns {
  watch: RunOptions['watch'];
  /** What leaves out columns that nobody expected, where the node does so. */
  dropNew: readonly Transform[];
  /** Tells the report what has changed. @param isWhole true where no more columns come */
  note(isWhole: boolean): void;
  /** Keeps the columns for the next run, when this one is whole. */
  keep(): Promise<void>;
}

/** @param run of which the report tells */
export async function runColumns(run: WatchedRun, plan: RunPlan): Promise<RunColumns> {
  const { origin, connection, report } = run;
  const memory = connection.shared.columnMemoryOf(origin.RED);
  const watched = await watchColumns({ ...origin, isPractice: connection.isPractice }, plan, memory);
  const dropNew = watched?.watch.dropNew();
  return {
    watch: watched && { look: (piece) => look(watched.watch, piece, report) },
    dropNew: dropNew ? [dropNew] : [],
    note: (isWhole) => {
      report.drift = watched?.watch.found(isWhole);
    },
    keep: async () => watched?.keep(),
  };
}

/** What has changed is known before the error that it may be. */
function look(watch: ColumnWatch, piece: RecordPiece, report: RunReport): void {
  try {
    watch.look(piece);
  } finally {
    report.drift = watch.found(false);
  }
}
