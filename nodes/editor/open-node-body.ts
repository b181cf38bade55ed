/** What the server is told of a node that is tried as it stands in the editor. */
import { undeployedForm } from './connection-form';
import { readDraft, storedNow } from './draft';
import type { EditorNode } from './red';

/**
 * @param node as it would be stored, with `id`, `type`, `z` and `connection`
 * @param connection null where none is chosen; it is sent along where it is not deployed as it is
 * @param message what a message would bring, by the names of its properties
 */
export function openNodeBody(node: object, connection: EditorNode | null, message: Record<string, string>): object {
  const form = connection ? undeployedForm(connection) : undefined;
  return { node, message, ...(form && { connection: form }) };
}

/** The same of a node whose dialog is not open. */
export function bodyOfNode(node: EditorNode): object {
  const { id, type, z, name, connection } = node;
  const stored = { ...storedNow(node, readDraft(node)), id, type, z, name, connection };
  return openNodeBody(stored, RED.nodes.node(String(connection)), {});
}
