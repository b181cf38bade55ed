/** Values for the required parameters of an endpoint, as its dialog would have them. */
import type { Endpoint, Parameter } from '../../nodes/catalogue';
import { COMPANIES } from '../emulator';
import type { FlowNode } from './node-red';

/** A month in the middle of what the emulator's shops have sold. */
const START = '2026-03-01';
const STOP = '2026-03-31';

/** A node of the endpoint with its required parameters set. */
export function exampleNode(endpoint: Endpoint, more: Record<string, string> = {}): FlowNode {
  const required = endpoint.parameters.filter((parameter) => parameter.required);
  const values = {
    ...Object.fromEntries(required.map((parameter) => [parameter.name, exampleOf(parameter)])),
    ...more,
  };
  return {
    id: endpoint.id,
    type: `dataconnect-${endpoint.id}`,
    params: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type: 'fixed', value }])),
  };
}

function exampleOf({ name, format, all, example, choices, type }: Parameter): string {
  if (format) return /stop|end/i.test(name) ? STOP : START;
  if (/^company(entity)?id$/i.test(name)) return String(COMPANIES[0]!.id);
  if (all?.[0] !== undefined) return all[0];
  if (example !== undefined) return String(example);
  if (choices?.[0] !== undefined) return String(choices[0].value);
  return type === 'boolean' ? 'true' : '1';
}
