/** What the node sets register: the one bundle that all of them share, and with it one queue for every request. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { type DomainId, endpoints } from '../catalogue/index';
import type { Endpoint } from '../catalogue/schema';
import type { StoredCheckUp } from '../stored/stored-check-up';
import type { StoredConfirm } from '../stored/stored-confirm';
import type { StoredNode } from '../stored/stored-node';
import type { StoredSql } from '../stored/stored-sql';
import { registerAdminRoutes } from './admin/admin-routes';
import { CheckUpNode } from './check-up/check-up-node';
import { registerConnectionNode } from './connection/connection';
import { EndpointNode, type RepeatingNode } from './endpoint-node';
import { ConfirmNode } from './incremental/confirm-node';
import { keepRuns } from './keep-runs';
import { SharedParts } from './shared-parts';
import { RecordsToSqlNode } from './sql/records-to-sql-node';

/** The one of this process, whatever the number of sets: each loads the same `dist/runtime.js`. */
const shared = new SharedParts();

/** Registers the connection, and what its dialog and those of the nodes that use it ask the server. */
export function registerConnection(RED: NodeAPI): void {
  registerConnectionNode(RED, shared);
  registerAdminRoutes(RED, shared);
  keepRuns(RED, shared.book);
  shared.watchDeploys(RED);
}

/** Registers a palette node for every endpoint of a domain that has a path. */
export function registerDomain(RED: NodeAPI, domain: DomainId): void {
  for (const endpoint of endpoints) {
    if (endpoint.domain === domain && endpoint.path !== null) register(RED, endpoint.id, endpoint);
  }
}

/** Registers the node that sends any path with any parameters. */
export function registerRequest(RED: NodeAPI): void {
  register(RED, 'request', undefined);
}

/** Registers the node between records and a database node. */
export function registerRecordsToSql(RED: NodeAPI): void {
  function RecordsToSqlConstructor(this: Node, stored: NodeDef & StoredSql) {
    RED.nodes.createNode(this, stored);
    new RecordsToSqlNode(RED, this, stored, shared.seenRunsOf(this), shared.trackerOf(RED));
  }
  RED.nodes.registerType('dataconnect-records-to-sql', RecordsToSqlConstructor);
}

/** Registers the node that asks a service what nobody documented. */
export function registerCheckUp(RED: NodeAPI): void {
  function CheckUpConstructor(this: Node, stored: NodeDef & StoredCheckUp) {
    RED.nodes.createNode(this, stored);
    new CheckUpNode(RED, this, stored, shared);
  }
  RED.nodes.registerType('dataconnect-check-up', CheckUpConstructor);
}

/** Registers the node that says by hand what became of a window. */
export function registerConfirm(RED: NodeAPI): void {
  function ConfirmConstructor(this: Node, stored: NodeDef & StoredConfirm) {
    RED.nodes.createNode(this, stored);
    new ConfirmNode(RED, this, stored, shared);
  }
  RED.nodes.registerType('dataconnect-confirm', ConfirmConstructor);
}

function register(RED: NodeAPI, id: string, endpoint: Endpoint | undefined): void {
  function EndpointConstructor(this: RepeatingNode, stored: NodeDef & StoredNode) {
    RED.nodes.createNode(this, stored);
    new EndpointNode(RED, this, endpoint, stored, shared);
  }
  RED.nodes.registerType(`dataconnect-${id}`, EndpointConstructor);
}
