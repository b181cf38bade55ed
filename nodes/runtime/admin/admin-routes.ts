/** What dialogs and sidebar ask the server: does this connection work, and which values does a list have. */
import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import type { DataConnectError } from '../../errors';
import { asDataConnectError } from '../failure-text';
import type { SharedParts } from '../shared-parts';
import { type Translate, translateError } from '../translate';
import type { AdminRequest } from './admin-request';
import { announceCheckUp, answerCheckUp } from './answer-check-up';
import { answerCursors, steerByPerson } from './answer-cursors';
import { suggestNodeKeys } from './answer-keys';
import { lookup, lookupByForm } from './answer-lookup';
import { answerColumns } from './answer-node-columns';
import { dryRunNode, previewNode } from './answer-preview';
import { answerRuns, cancelRun, runAgain, tryConnection } from './answer-runs';
import { answerWork, steerWork } from './answer-work';
import { testConnection } from './connection-test';
import { answerDiagnostics } from './diagnostics';
import { OpenForms } from './open-form';

/** Routes are open to everyone unless they ask for a permission (Node-RED). */
export function registerAdminRoutes(RED: NodeAPI, shared: SharedParts): void {
  const { lists } = shared;
  const reader: Reader = (languages) => shared.languages.translator(RED, languages);
  const forms = new OpenForms(RED, shared);
  const path = '/dataconnect/connections/:id';
  const mayRead = RED.auth.needsPermission('dataconnect-connection.read');
  const mayWrite = RED.auth.needsPermission('dataconnect-connection.write');
  RED.httpAdmin.post(
    `${path}/test`,
    mayWrite,
    answering(reader, (request, signal) => testConnection(forms, request, signal)),
  );
  RED.httpAdmin.get(
    '/dataconnect/check-up',
    mayRead,
    answering(reader, async (request) => announceCheckUp(request)),
  );
  RED.httpAdmin.post(
    `${path}/check-up`,
    mayWrite,
    telling(reader, (request, signal, tell) => answerCheckUp(forms, request, signal, tell)),
  );
  RED.httpAdmin.get(
    `${path}/lookups/:endpoint`,
    mayRead,
    answering(
      reader,
      tellingErrors((request, signal) => lookup(RED, lists, request, signal)),
    ),
  );
  RED.httpAdmin.post(
    `${path}/lookups/:endpoint`,
    mayWrite,
    answering(
      reader,
      tellingErrors((request, signal) => lookupByForm(RED, forms, lists, request, signal)),
    ),
  );
  RED.httpAdmin.post(
    `${path}/try`,
    mayWrite,
    answering(reader, (request, signal) => tryConnection(RED, shared, forms, request, signal)),
  );
  RED.httpAdmin.get(
    '/dataconnect/runs',
    mayRead,
    answering(reader, (request) => answerRuns(RED, shared, request)),
  );
  RED.httpAdmin.post(
    '/dataconnect/runs/:id/cancel',
    mayWrite,
    answering(reader, (request) => cancelRun(shared, request)),
  );
  RED.httpAdmin.post(
    '/dataconnect/runs/:id/again',
    mayWrite,
    answering(
      reader,
      tellingErrors((request) => runAgain(RED, shared, request)),
    ),
  );
  RED.httpAdmin.get(
    '/dataconnect/cursors',
    mayRead,
    answering(reader, (request) => answerCursors(RED, shared, request)),
  );
  RED.httpAdmin.post(
    '/dataconnect/cursors/steer',
    mayWrite,
    answering(
      reader,
      tellingErrors((request) => steerByPerson(RED, shared, request)),
    ),
  );
  RED.httpAdmin.get(
    '/dataconnect/work',
    mayRead,
    answering(reader, () => answerWork(shared)),
  );
  RED.httpAdmin.post(
    '/dataconnect/work/steer',
    mayWrite,
    answering(
      reader,
      tellingErrors((request) => steerWork(shared, request)),
    ),
  );
  RED.httpAdmin.get(
    '/dataconnect/nodes/:id/columns',
    mayRead,
    answering(reader, (request) => answerColumns(RED, shared, request)),
  );
  RED.httpAdmin.get(
    '/dataconnect/diagnostics',
    mayRead,
    answering(reader, () => answerDiagnostics(RED, shared)),
  );
  // What is not deployed is evaluated as though it were: contexts, variables of the environment, JSONata.
  const mayDeploy = RED.auth.needsPermission('flows.write');
  RED.httpAdmin.post(
    '/dataconnect/preview',
    mayWrite,
    mayDeploy,
    answering(
      reader,
      tellingErrors((request, signal) => previewNode(RED, forms, request, signal)),
    ),
  );
  RED.httpAdmin.post(
    '/dataconnect/dry-run',
    mayWrite,
    mayDeploy,
    answering(
      reader,
      tellingErrors((request, signal) => dryRunNode(RED, forms, request, signal)),
    ),
  );
  RED.httpAdmin.post(
    '/dataconnect/keys',
    mayWrite,
    mayDeploy,
    answering(
      reader,
      tellingErrors((request, signal) => suggestNodeKeys(RED, forms, request, signal)),
    ),
  );
}

/** Into a language of whoever reads. */
type Reader = (languages: readonly string[]) => Promise<Translate>;

type Handler = (request: AdminRequest, signal: AbortSignal) => Promise<object>;

/** For what is tried: that it fails is an answer to the question, and not an error of the page that asks it. */
function tellingErrors(handler: Handler): Handler {
  return (request, signal) =>
    handler(request, signal).catch((thrown: unknown) => ({ kind: 'failed', ...inWords(request, thrown) }));
}

/** HTTP status for the errors a person can do something about in the editor; everything else failed further away. */
const STATUS: Readonly<Partial<Record<DataConnectError['code'], number>>> = {
  CONNECTION_MISSING: 404,
};

/** Runs a handler until it is done or the browser has gone. An error is answered in words, free of secrets. */
function answering(reader: Reader, handler: Handler): (request: Request, response: Response) => void {
  return handling(reader, (request, signal, response) =>
    handler(request, signal)
      .then((answer) => response.json(answer))
      .catch((thrown: unknown) => {
        const { code, text } = inWords(request, thrown);
        if (!response.destroyed) response.status(STATUS[code] ?? 502).json({ code, text });
      }),
  );
}

type Teller = (request: AdminRequest, signal: AbortSignal, tell: (line: object) => void) => Promise<void>;

/** Answers in lines of JSON as they come; an error is the last of them, `{ code, text }`. */
function telling(reader: Reader, handler: Teller): (request: Request, response: Response) => void {
  return handling(reader, async (request, signal, response) => {
    const tell = (line: object) => void response.write(`${JSON.stringify(line)}\n`);
    response.type('application/x-ndjson');
    await handler(request, signal, tell).catch((thrown: unknown) => tell(inWords(request, thrown)));
    response.end();
  });
}

type Work = (request: AdminRequest, signal: AbortSignal, response: Response) => Promise<unknown>;

/** Runs until it is done or the browser has gone. */
function handling(reader: Reader, run: Work): (request: Request, response: Response) => void {
  return (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort('the browser has gone'));
    void reader(request.acceptsLanguages()).then((translate) => {
      const { params, query, body } = request;
      return run({ params: params as AdminRequest['params'], query, body, translate }, gone.signal, response);
    });
  };
}

function inWords({ translate }: AdminRequest, thrown: unknown): { code: DataConnectError['code']; text: string } {
  const error = asDataConnectError(thrown);
  return { code: error.code, text: translateError(error, translate) };
}
