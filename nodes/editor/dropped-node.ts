/**
 * What a node begins with when it is dropped into a flow. Node-RED copies the defaults of a type into each node that is
 * dropped, added by quick-add or put into a wire, and into none that is imported, pasted or loaded: so they say here,
 * when they are asked, what is right at that moment. Undo takes the node back with all of it.
 */
import { presetParams } from '../stored/preset-params';
import { endpointOf } from './catalogue';
import type { NodeDefault } from './red';

/** @param type that was just registered */
export function provideBeginnings(type: string): void {
  const { defaults } = RED.nodes.getType(type) ?? {};
  if (!defaults) return;
  if (defaults.connection) givenWhenAsked(defaults.connection, onlyConnection);
  if (defaults.params) givenWhenAsked(defaults.params, () => presetParams(endpointOf({ type })?.parameters ?? []));
}

/** What the settings of Node-RED say (`nodeDefaults`) stays. */
function givenWhenAsked(entry: NodeDefault, value: () => unknown): void {
  if (entry._override) return;
  Object.defineProperty(entry, 'value', { get: value, enumerable: true, configurable: true });
}

/** Of those that the flow in view can use; blank where there is none, or a choice. */
function onlyConnection(): string {
  const flow = RED.workspaces.active();
  const found: string[] = [];
  RED.nodes.eachConfig(({ type, id, z, d }) => {
    if (type === 'dataconnect-connection' && !d && (!z || z === flow)) found.push(id);
  });
  return found.length === 1 ? found[0]! : '';
}
