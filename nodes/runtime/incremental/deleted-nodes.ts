/**
 * What is kept of cursors goes with their nodes: with those that a deploy took out of the flow before our eyes, at work
 * or not. What another flow file does not have, of a project or a folder of yesterday, may be missed tomorrow: that
 * stays, and people see it in the sidebar.
 */
import type { NodeAPI } from 'node-red';
import { nodeOf } from '../../incremental/cursor/cursor-name';
import { failureText } from '../failure-text';
import { ConfiguredNodes } from './configured-nodes';
import type { KeptCursors } from './kept-cursors';

/** What Node-RED says when flows have started. Without `diff` they were loaded, from wherever. */
interface StartedEvent {
  diff?: unknown;
}

export class DeletedNodes {
  #before: ConfiguredNodes | undefined;

  /** @param cursors of the Node-RED, as its settings are by then */
  constructor(
    readonly RED: Pick<NodeAPI, 'nodes' | 'log'>,
    readonly cursors: () => KeptCursors,
  ) {}

  /** Never rejects. */
  async onStarted({ diff }: StartedEvent = {}): Promise<void> {
    const before = this.#before;
    const now = new ConfiguredNodes(this.RED);
    this.#before = now;
    if (!before || !diff) return;
    try {
      await this.cursors().forget((name) => before.has(nodeOf(name)) && !now.has(nodeOf(name)));
    } catch (fault) {
      this.RED.log.warn(failureText(fault));
    }
  }
}
