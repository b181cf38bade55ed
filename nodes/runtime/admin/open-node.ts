/** A node as its open dialog shows it, deployed or not: what a run of it would go by. */
import type { NodeAPI } from 'node-red';
import { endpointById } from '../../catalogue/index';
import { DataConnectError } from '../../errors';
import { titleOf } from '../../extract/run-order';
import { sentencesOf } from '../../parameters/problem';
import { isGroup } from '../../stored/field';
import { inNode, labelled } from '../../stored/field-labels';
import type { StoredNode } from '../../stored/stored-node';
import { type Connection, findConnection } from '../connection/connection';
import { readEndpointNode } from '../node-config';
import { nodeLabel } from '../node-label';
import { PlanMemory } from '../plan-memory';
import type { PlanningNode } from '../plan-message';
import type { ParameterMessage } from '../resolve-parameters';
import { withEnvironment } from './environment-values';
import type { OpenForms } from './open-form';
import { runningPlace } from './running-place';

/** What a dialog sends of itself. */
interface OpenDialog {
  /** As it would be stored, with `id`, `type` and the flow it is on, `z`. */
  node: StoredNode & { id: string; type: string; z?: unknown; name?: unknown };
  /** What a message would bring, by the names of its properties. */
  message: Record<string, string>;
  /** The form of the connection where that is not deployed as it is in the editor. */
  connection?: object;
}

/** What there is to work with. */
export interface OpenNode {
  origin: PlanningNode;
  connection: Connection;
  message: ParameterMessage;
  /** Takes out of a text for the browser what the environment holds, where the connection's form is open. */
  inText: (text: string) => string;
}

const PREFIX = 'dataconnect-';

/**
 * Only for routes that ask for the permission to write flows and connections: a node that is not deployed reads contexts
 * and the environment here, and stored credentials are used for it.
 * @param body what the dialog sends
 * @throws DataConnectError `NODE_INVALID`, `CONNECTION_MISSING`, `CONNECTION_INVALID`; what `work` throws
 */
export async function withOpenNode<T>(
  RED: NodeAPI,
  forms: OpenForms,
  body: unknown,
  work: (open: OpenNode) => Promise<T>,
): Promise<T> {
  const dialog = readDialog(body);
  const origin = originOf(RED, dialog);
  const message = messageOf(RED, dialog.message);
  const { connection: id } = origin.settings;
  if (id === '') throw new DataConnectError('CONNECTION_MISSING', { reason: { phrase: 'no-connection-chosen' } });
  if (dialog.connection) {
    const form = { id, values: dialog.connection };
    return forms.during(form, (connection, words) =>
      work({ origin, connection, message, inText: (text) => words.inText(text) }),
    );
  }
  const connection = findConnection(RED, id);
  if (!connection)
    throw new DataConnectError('CONNECTION_MISSING', { reason: { phrase: 'connection-gone', facts: { id } } });
  return connection.during(work({ origin, connection, message, inText: (text) => text }));
}

function readDialog(body: unknown): OpenDialog {
  const { node, message, connection } = isGroup(body) ? body : {};
  const isNode = isGroup(node) && typeof node.id === 'string' && typeof node.type === 'string';
  const isMessage = isGroup(message) && Object.values(message).every((value) => typeof value === 'string');
  if (isNode && isMessage && (connection === undefined || isGroup(connection))) return body as OpenDialog;
  throw unreadable();
}

function unreadable(): DataConnectError {
  return new DataConnectError('NODE_INVALID', { node: '', problems: { phrase: 'dialog-unreadable' } });
}

function originOf(RED: NodeAPI, { node: written }: OpenDialog): OpenNode['origin'] {
  const node = runningPlace(RED, written.id, written.z);
  const endpoint = endpointById(written.type.slice(PREFIX.length));
  const { settings, faults } = readEndpointNode(withEnvironment(RED, written, node));
  const title = titleOf({ endpoint, choice: settings });
  if (!endpoint && written.type !== `${PREFIX}request`) throw unreadable();
  if (faults.length > 0) {
    throw new DataConnectError('NODE_INVALID', {
      node: nodeLabel(written, title),
      problems: sentencesOf(labelled(faults, inNode)),
    });
  }
  return { RED, node, endpoint, settings, title, memory: new PlanMemory() };
}

/** A property that cannot be set is not there: the parameter that needs it says so. */
function messageOf(RED: NodeAPI, values: Record<string, string>): ParameterMessage {
  const msg: ParameterMessage = { _msgid: RED.util.generateId() };
  for (const [property, value] of Object.entries(values)) {
    if (value !== '') RED.util.setMessageProperty(msg, property, value, true);
  }
  return msg;
}
