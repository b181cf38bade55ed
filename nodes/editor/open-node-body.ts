/** What the server is told of a node that is tried as it stands in the editor. */
import { undeployedForm } from './connection-form';
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
