import assert from 'node:assert/strict';
import type { NodeAPI } from 'node-red';
import { registerAdminRoutes } from '../../nodes/runtime/admin/admin-routes';
import { SharedParts } from '../../nodes/runtime/shared-parts';

/** Every route with the permissions that stand before its handler. */
function routes(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const note =
    (method: string) =>
    (path: string, ...before: Array<{ permission?: string }>) =>
      found.set(
        `${method} ${path}`,
        before.flatMap(({ permission }) => permission ?? []),
      );
  const RED = {
    auth: { needsPermission: (permission: string) => Object.assign(() => {}, { permission }) },
    httpAdmin: { get: note('GET'), post: note('POST') },
  };
  registerAdminRoutes(RED as unknown as NodeAPI, new SharedParts());
  return found;
}

describe('what the dialogs ask the server', () => {
  it('needs a permission, each of it', () => {
    for (const [route, permissions] of routes()) {
      assert.match(permissions[0] ?? 'none', /^dataconnect-connection\.(read|write)$/, route);
    }
  });

  it('needs that to write where values are used that nobody deployed', () => {
    const posts = [...routes()].filter(([route]) => route.startsWith('POST'));
    assert.ok(posts.length >= 4);
    for (const [route, permissions] of posts) assert.ok(permissions.includes('dataconnect-connection.write'), route);
  });

  it('needs that to deploy where a node that is not deployed reads contexts and the environment', () => {
    for (const question of ['preview', 'dry-run', 'keys']) {
      assert.ok(routes().get(`POST /dataconnect/${question}`)?.includes('flows.write'), question);
    }
  });
});
