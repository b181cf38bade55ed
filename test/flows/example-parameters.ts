/** Nodes of endpoints as their dialogs would leave them. */

import { exampleParams } from '../../nodes/build/example-values';
import type { Endpoint } from '../../nodes/catalogue';
import type { FlowNode } from './node-red';

/** A node of the endpoint with its required parameters set. */
export function exampleNode(endpoint: Endpoint, more: Record<string, string> = {}): FlowNode {
  return {
    id: endpoint.id,
    type: `dataconnect-${endpoint.id}`,
    params: {
      ...exampleParams(endpoint),
      ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, { type: 'fixed', value }])),
    },
  };
}
