/** Nodes of endpoints as their dialogs would leave them. */

import { exampleValues } from '../../nodes/build/example-values';
import type { Endpoint } from '../../nodes/catalogue';
import type { FlowNode } from './node-red';

/** A node of the endpoint with its required parameters set. */
export function exampleNode(endpoint: Endpoint, more: Record<string, string> = {}): FlowNode {
  const values = { ...exampleValues(endpoint), ...more };
  return {
    id: endpoint.id,
    type: `dataconnect-${endpoint.id}`,
    params: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type: 'fixed', value }])),
  };
}
