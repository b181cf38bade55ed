import path from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import { SignInMemory } from '../client/sign-in/sign-in-memory';
import { Slots } from '../client/slots/slots';
import { systemClock } from '../client/waiting/clock';
import type { ClusterStore } from '../cluster/cluster-store';
import { LearnedWindows } from '../extract/learned-windows';
import { Turns } from '../extract/turns';
import { codeOf } from '../files/file-failure';
import { ClusterCursors } from '../incremental/cursor/cluster-cursors';
import { FileCursorStore } from '../incremental/cursor/file-cursor-store';
import { ColumnMemory } from './columns/column-memory';
import { failureText } from './failure-text';
import { DeliveryTracker, type Surroundings } from './flow/delivery-tracker';
import { Confirmations } from './incremental/confirmations';
import { DeletedNodes } from './incremental/deleted-nodes';
import { GoingOnNodes } from './incremental/going-on-nodes';
import { KeptCursors, readCursorStore } from './incremental/kept-cursors';
import { AccountLists } from './lists/account-lists';
import { Practice } from './practice/practice';
import { RunBook } from './progress/run-book';
import { ReadersLanguages } from './readers-language';
import { SeenRuns } from './sql/seen-runs';
import { sayWith, translator } from './translate';
import { SharingNodes } from './work/sharing-nodes';

/** Beside the flow file, so that it goes where the flows go. */
const COLUMNS_FILE = 'dataconnect-columns.json';
/** Below the same folder. */
const CURSORS_FOLDER = 'dataconnect';

/**
 * What all nodes of a process share, whatever their set and their connection: limits, memories and turns that hold for
 * each of them alone would be none. `index.ts` makes the one that there is and hands it to the connections, from which
 * whoever works with one takes it.
 */
export class SharedParts {
  /** So that all connections together stay below what a database admits. */
  readonly slots = new Slots();
  /** So that refused credentials are sent by no other connection, and not after a deploy. */
  readonly memory = new SignInMemory();
  /** So that all runs together leave the event loop to other flows. */
  readonly turns = new Turns();
  readonly learned = new LearnedWindows();
  readonly lists = new AccountLists();
  /** So that all practice connections have one service between them. */
  readonly practice = new Practice();
  /** So that a person sees the runs of all nodes in one place. */
  readonly book = new RunBook();
  /** So that a node of any set confirms windows of any other. */
  readonly confirmations = new Confirmations();
  /** So that the texts of a language are read once. */
  readonly languages = new ReadersLanguages();
  /** So that a person sees what comes next of all cursors. */
  readonly goingOn = new GoingOnNodes();
  /** So that a person sees the orders of all nodes whose windows are shared. */
  readonly sharing = new SharingNodes();
  /** Whether somebody was told that certificates are not checked. */
  toldOfUncheckedCertificates = false;
  readonly #columnMemories = new WeakMap<object, ColumnMemory>();
  readonly #cursors = new WeakMap<object, KeptCursors>();
  readonly #deleted = new WeakMap<object, (event: object) => void>();
  readonly #trackers = new WeakMap<object, DeliveryTracker>();

  readonly #seenRuns = new Map<string, SeenRuns>();

  /** Of a node of Records to SQL, over its deploys: a run that goes on must not empty the table once more. */
  seenRunsOf(node: Node): SeenRuns {
    const { id } = node;
    const seen = this.#seenRuns.get(id) ?? new SeenRuns();
    this.#seenRuns.set(id, seen);
    node.on('close', (removed: boolean, done: () => void) => {
      if (removed) this.#seenRuns.delete(id);
      done();
    });
    return seen;
  }

  /** The one memory of a Node-RED, in the folder where its flows are. */
  columnMemoryOf(RED: NodeAPI): ColumnMemory {
    const known = this.#columnMemories.get(RED.settings);
    if (known) return known;
    const { userDir } = RED.settings;
    const file = userDir ? path.join(userDir, COLUMNS_FILE) : undefined;
    const memory = new ColumnMemory(file, (error) => {
      const facts = { file, code: codeOf(error) ?? failureText(error) };
      RED.log.warn(translator(RED)('status.drift-not-kept', facts) ?? JSON.stringify(facts));
    });
    this.#columnMemories.set(RED.settings, memory);
    return memory;
  }

  /**
   * Where the cursors of a connection are: in its cluster; without one in the folder where the flows are, or in the
   * store that the settings of Node-RED have.
   * @throws TypeError where that is none
   */
  cursorsOf(RED: NodeAPI, cluster?: ClusterStore): KeptCursors {
    const place = cluster ?? RED.settings;
    const known = this.#cursors.get(place);
    if (known) return known;
    const files = new FileCursorStore({
      folder: cluster?.stateFolder ?? path.join(RED.settings.userDir ?? '', CURSORS_FOLDER),
      clock: systemClock,
      warn: (warning) => RED.log.warn(sayWith(translator(RED))(warning)),
    });
    const { dataconnectCursorStore: handedIn } = RED.settings as { dataconnectCursorStore?: unknown };
    const store = cluster ? cursorsIn(cluster, files) : readCursorStore(handedIn);
    const cursors = new KeptCursors(files, store);
    this.#cursors.set(place, cursors);
    return cursors;
  }

  /** Listens to the deploys of a Node-RED, once, for what its deleted nodes leave behind. */
  watchDeploys(RED: NodeAPI): void {
    const known = this.#deleted.get(RED.events);
    if (known) RED.events.off('flows:started', known);
    const deleted = new DeletedNodes(RED, () => this.cursorsOf(RED));
    const onStarted = (event: object) => void deleted.onStarted(event);
    RED.events.on('flows:started', onStarted);
    this.#deleted.set(RED.events, onStarted);
  }

  /** The one tracker of a Node-RED: its hooks are one for all. */
  trackerOf({ hooks, log, events }: Surroundings): DeliveryTracker {
    const runtime = hooks ?? events;
    const tracker = this.#trackers.get(runtime) ?? new DeliveryTracker({ hooks, log, events });
    this.#trackers.set(runtime, tracker);
    return tracker;
  }
}

function cursorsIn({ cursors, lease, state }: ClusterStore, files: FileCursorStore): ClusterCursors {
  return new ClusterCursors({ store: cursors, lease, isReady: () => state() === 'ready', files });
}
