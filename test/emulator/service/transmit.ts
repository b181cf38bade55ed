/** Puts an answer on the wire: compression, framing and back-pressure, and the faults that live there. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { DialValues } from '../dials';
import type { Fault } from '../faults/fault';
import { cutAfter, gathered, inChunks, mangledContent, misencoded } from '../faults/mangle';
import { codingFor, compressed, type Pieces } from '../render/compress';

export interface Outgoing {
  status: number;
  headers: OutgoingHttpHeaders;
  pieces: Pieces;
  /** Names a body that is always the same. */
  key?: (() => string) | undefined;
}

/** Bytes that still arrive of a body that is cut or stalls, where the fault does not say. */
const DEFAULT_CUT = 100;

/** What some servers say to a connection that has been quiet for long. */
const TIRED = 'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Resolves when the answer was handed to the socket, or when the client has gone. */
export async function transmit(
  request: IncomingMessage,
  response: ServerResponse,
  outgoing: Outgoing,
  dials: DialValues,
  fault: Fault | undefined,
): Promise<void> {
  const { pieces, encoding } = await encoded(request, outgoing, dials, fault);
  const headers = withFaults({ ...outgoing.headers, ...(encoding && { 'content-encoding': encoding }) }, fault);
  response.statusCode = fault?.kind === 'partial' ? 206 : outgoing.status;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);

  if (fault?.kind === 'header') {
    if (fault.instead) response.removeHeader(fault.name);
    response.appendHeader(fault.name, fault.value);
  }

  if (fault?.kind === 'content-length') return sendWrongLength(response, await gathered(pieces), fault.by);
  if (fault?.kind === 'reset') return sendThenReset(response, pieces, fault);
  if (fault?.kind === 'stall') return sendThenStall(response, pieces, fault);
  if (fault?.kind === 'slow') return sendSlowly(response, inChunks(pieces, fault.bytes), fault.everyMs);
  if (fault?.kind === 'chunks') return sendTiny(response, inChunks(pieces, fault.bytes));
  if (dials.framing === 'length') {
    const body = await gathered(pieces);
    response.setHeader('content-length', body.length);
    response.end(body);
  } else {
    await pourAndEnd(response, pieces);
  }
  if (fault?.kind === 'close-after') response.once('finish', () => request.socket.end(fault.says408 ? TIRED : ''));
}

async function encoded(
  request: IncomingMessage,
  { pieces, key }: Outgoing,
  dials: DialValues,
  fault: Fault | undefined,
) {
  if (fault?.kind === 'encoding') {
    const coded = await misencoded(pieces, fault);
    return { pieces: coded.pieces, encoding: coded.header };
  }
  const mangled = fault?.kind === 'body' || fault?.kind === 'charset' || fault?.kind === 'line-ends';
  const content = mangled ? mangledContent(pieces, fault) : pieces;
  const coding = codingFor(request.headers['accept-encoding'], dials.compression);
  if (!coding) return { pieces: content, encoding: undefined };
  if (dials.compressFrom > 0) {
    const body = await gathered(content);
    if (body.length < dials.compressFrom) return { pieces: [body], encoding: undefined };
    return { pieces: compressed([body], coding), encoding: coding };
  }
  return { pieces: compressed(content, coding, mangled ? undefined : key?.()), encoding: coding };
}

function withFaults(headers: OutgoingHttpHeaders, fault: Fault | undefined): OutgoingHttpHeaders {
  if (fault?.kind === 'content-type')
    return { ...headers, 'content-type': fault.value === '' ? undefined : fault.value };
  if (fault?.kind !== 'charset') return headers;
  const type = String(headers['content-type']).split(';')[0];
  return { ...headers, 'content-type': fault.declared ? `${type}; charset=${fault.declared}` : type };
}

/** Writes pieces no faster than the client reads them; stops when it has gone. */
async function pour(response: ServerResponse, pieces: Pieces): Promise<void> {
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
}

/** The same, to the end of the answer. A small answer goes out in one write, chunked all the same. */
async function pourAndEnd(response: ServerResponse, pieces: Pieces): Promise<void> {
  response.setHeader('transfer-encoding', 'chunked');
  let held: Buffer | undefined;
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (held && !response.write(held)) await drained(response);
    held = piece;
  }
  response.end(held);
}

function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** Too long: the connection closes with bytes missing. Too short: the rest of the body follows the answer's end. */
function sendWrongLength(response: ServerResponse, body: Buffer, by: number): void {
  const { socket } = response;
  response.setHeader('content-length', Math.max(0, body.length + by));
  response.setHeader('connection', 'close');
  response.flushHeaders();
  socket?.write(body, () => socket.end());
}

async function sendThenReset(
  response: ServerResponse,
  pieces: Pieces,
  fault: Extract<Fault, { kind: 'reset' }>,
): Promise<void> {
  response.flushHeaders();
  if (fault.at === 'mid-body') await pour(response, cutAfter(pieces, fault.afterBytes ?? DEFAULT_CUT));
  if (fault.at === 'before-end') await pour(response, pieces);
  await flushed(response);
  drop(response, fault.rst === true);
}

/** Ends the connection without another word. */
export function drop(response: ServerResponse, rst: boolean): void {
  if (rst) response.socket?.resetAndDestroy();
  else response.socket?.destroy();
}

/** Resolves once what was written so far is in the hands of the system. */
function flushed(response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (!socket || socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('close', resolve);
    socket.write('', () => setImmediate(resolve));
  });
}

async function sendThenStall(
  response: ServerResponse,
  pieces: Pieces,
  fault: Extract<Fault, { kind: 'stall' }>,
): Promise<void> {
  response.flushHeaders();
  if (fault.at === 'mid-body') await pour(response, cutAfter(pieces, fault.afterBytes ?? DEFAULT_CUT));
  await gone(response);
}

/** Resolves when the client, or the emulator, has closed the connection. */
export function gone(response: ServerResponse): Promise<void> {
  if (response.destroyed || response.socket?.destroyed) return Promise.resolve();
  return new Promise((resolve) => response.once('close', resolve));
}

async function sendSlowly(response: ServerResponse, pieces: Pieces, everyMs: number): Promise<void> {
  response.flushHeaders();
  for await (const piece of pieces) {
    if (response.destroyed) return;
    response.write(piece);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  response.end();
}

/** Each piece in its own chunk, and where the system allows, in its own packet. */
async function sendTiny(response: ServerResponse, pieces: Pieces): Promise<void> {
  response.socket?.setNoDelay(true);
  let written = 0;
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
    if (++written % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}
