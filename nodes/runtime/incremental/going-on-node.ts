/** An endpoint node, as those see it who look at its cursors. */
import { findConnection } from '../connection/connection';
import { nodeLabel } from '../node-label';
import type { CursorAsker } from './cursor-ask';
import type { GoingOnNode } from './going-on-nodes';
import { orderOfNode } from './incremental-ask';

export function goingOnNode(origin: CursorAsker['origin']): GoingOnNode {
  const { RED, settings, endpoint, title, node } = origin;
  const { mode, grain } = settings.incremental;
  const isList = mode === 'changes';
  const used = () => findConnection(RED, settings.connection);
  return {
    title,
    isList,
    orderFrom: (state, now) => {
      const connection = used();
      return isList || !connection?.isUsable ? undefined : orderOfNode(origin, connection, state, now);
    },
    described: () => {
      const connection = used();
      return (
        connection && {
          node: node.id,
          name: nodeLabel(node, title),
          connection: settings.connection,
          host: connection.asked.service,
          endpoint: endpoint?.id ?? 'request',
          partition: {},
          zone: connection.terms.zone,
          grain: isList ? 'instant' : grain,
          confirmedAt: new Date().toISOString(),
          confirmedBy: 'person',
          rows: 0,
          run: '',
        }
      );
    },
  };
}
