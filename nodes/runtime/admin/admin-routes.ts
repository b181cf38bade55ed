/** What dialogs and sidebar ask the server: does this connection work, and which values does a list have. */
import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import type { DataConnectError } from '../../errors';
import { asDataConnectError } from '../failure-text';
import type { SharedParts } from '../shared-parts';
import { translateError, translator } from '../translate';
import type { AdminRequest } from './admin-request';
import { announceCheckUp, answerCheckUp } from './answer-check-up';
import { lookup, lookupByForm } from './answer-lookup';
import { answerColumns } from './answer-node-columns';
import { dryRunNode, previewNode } from './answer-preview';
import { answerRuns, cancelRun, runAgain, tryConnection } from './answer-runs';
import { testConnection } from './connection-test';
import { answerDiagnostics } from './diagnostics';
import { OpenForms } from './open-form';

/** Routes are open to everyone unless they ask for a permission (Node-RED). */
export function registerAdminRoutes(RED: NodeAPI, shared: SharedParts): void {
  const { lists } = shared;
  const forms = new OpenForms(RED, shared);
  const path = '/dataconnect/connections/:id';
  const mayRead = RED.auth.needsPermission('dataconnect-connection.read');
  const mayWrite = RED.auth.needsPermission('dataconnect-connection.write');
  RED.httpAdmin.post(
    `${path}/test`,
    mayWrite,
    answering(RED, (request, signal) => testConnection(RED, forms, request, signal)),
  );
  RED.httpAdmin.get(
    '/dataconnect/check-up',
    mayRead,
    answering(RED, async () => announceCheckUp(RED)),
  );
  RED.httpAdmin.post(
    `${path}/check-up`,
    mayWrite,
    telling(RED, (request, signal, tell) => answerCheckUp(RED, forms, request, signal, tell)),
  );
  RED.httpAdmin.get(
    `${path}/lookups/:endpoint`,
    mayRead,
    answering(
      RED,
      tellingErrors(RED, (request, signal) => lookup(RED, lists, request, signal)),
    ),
  );
  RED.httpAdmin.post(
    `${path}/lookups/:endpoint`,
    mayWrite,
    answering(
      RED,
      tellingErrors(RED, (request, signal) => lookupByForm(RED, forms, lists, request, signal)),
    ),
  );
  RED.httpAdmin.post(
    `${path}/try`,
    mayWrite,
    answering(RED, (request, signal) => tryConnection(RED, shared, forms, request, signal)),
  );
  RED.httpAdmin.get(
    '/dataconnect/runs',
    mayRead,
    answering(RED, (request) => answerRuns(RED, shared, request)),
  );
  RED.httpAdmin.post(
    '/dataconnect/runs/:id/cancel',
    mayWrite,
    answering(RED, (request) => cancelRun(shared, request)),
  );
  RED.httpAdmin.post(
    '/dataconnect/runs/:id/again',
    mayWrite,
    answering(
      RED,
      tellingErrors(RED, (request) => runAgain(RED, shared, request)),
    ),
  );
  RED.httpAdmin.get(
    '/dataconnect/nodes/:id/columns',
    mayRead,
    answering(RED, (request) => answerColumns(RED, shared, request)),
  );
  RED.httpAdmin.get(
    '/dataconnect/diagnostics',
    mayRead,
    answering(RED, () => answerDiagnostics(RED, shared)),
  );
  // What is not deployed is evaluated as though it were: contexts, variables of the environment, JSONata.
  const mayDeploy = RED.auth.needsPermission('flows.write');
  RED.httpAdmin.post(
    '/dataconnect/preview',
    mayWrite,
    mayDeploy,
    answering(
      RED,
      tellingErrors(RED, (request, signal) => previewNode(RED, forms, request, signal)),
    ),
  );
  RED.httpAdmin.post(
    '/dataconnect/dry-run',
    mayWrite,
    mayDeploy,
    answering(
      RED,
      tellingErrors(RED, (request, signal) => dryRunNode(RED, forms, request, signal)),
    ),
  );
}

type Handler = (request: AdminRequest, signal: AbortSignal) => Promise<object>;

/** For what is tried: that it fails is an answer to the question, and not an error of the page that asks it. */
function tellingErrors(RED: NodeAPI, handler: Handler): Handler {
  return (request, signal) =>
    handler(request, signal).catch((thrown: unknown) => ({ kind: 'failed', ...inWords(RED, thrown) }));
}

/** HTTP status for the errors a person can do something about in the editor; everything else failed further away. */
const STATUS: Readonly<Partial<Record<DataConnectError['code'], number>>> = {
  CONNECTION_MISSING: 404,
};

/** Runs a handler until it is done or the browser has gone. An error is answered in words, free of secrets. */
function answering(RED: NodeAPI, handler: Handler): (request: Request, response: Response) => void {
  return handling((request, signal, response) =>
    handler(request, signal)
      .then((answer) => response.json(answer))
      .catch((thrown: unknown) => {
        const { code, text } = inWords(RED, thrown);
        if (!response.destroyed) response.status(STATUS[code] ?? 502).json({ code, text });
      }),
  );
}

type Teller = (request: AdminRequest, signal: AbortSignal, tell: (line: object) => void) => Promise<void>;

/** Answers in lines of JSON as they come; an error is the last of them, `{ code, text }`. */
function telling(RED: NodeAPI, handler: Teller): (request: Request, response: Response) => void {
  return handling(async (request, signal, response) => {
    const tell = (line: object) => void response.write(`${JSON.stringify(line)}\n`);
    response.type('application/x-ndjson');
    await handler(request, signal, tell).catch((thrown: unknown) => tell(inWords(RED, thrown)));
    response.end();
  });
}

/** Runs until it is done or the browser has gone. */
function handling(run: (request: AdminRequest, signal: AbortSignal, response: Response) => Promise<unknown>) {
  return ({ params, query, body }: Request, response: Response): void => {
    const gone = new AbortController();
    response.on('close', () => gone.abort('the browser has gone'));
    void run({ params: params as AdminRequest['params'], query, body }, gone.signal, response);
  };
}

function inWords(RED: NodeAPI, thrown: unknown): { code: DataConnectError['code']; text: string } {
  const error = asDataConnectError(thrown);
  return { code: error.code, text: translateError(error, translator(RED)) };
}
