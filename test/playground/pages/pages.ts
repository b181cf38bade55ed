/** The pages of the playground, on a server of this machine: mails that arrived, tables that were written. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Listening, listen } from '../../emulator/server';
import type { Inbox } from '../inbox';
import { type Answer, notFound } from './answer';
import { type Databases, databaseAnswer } from './database-page';
import { inboxAnswer } from './inbox-page';

/** What our own pages may: their style, the button that loads them again, and the frame with a mail in it. */
const OWN_PAGES =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; frame-src 'self'";

interface PageSources {
  inbox: Inbox;
  databases: Databases;
}

export function servePages(sources: PageSources, port: number): Promise<Listening> {
  return listen((request, response) => handle(sources, request, response), {
    port,
    host: '127.0.0.1',
    onCrash: (error) => console.error('A page of the playground failed:', error),
  });
}

async function handle(sources: PageSources, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerTo(sources, request).catch(
    (error: unknown): Answer => ({
      status: 500,
      contentType: 'text/plain; charset=utf-8',
      content: error instanceof Error ? error.message : String(error),
    }),
  );
  const { status, contentType, content, policy = OWN_PAGES, saveAs } = answer;
  response.writeHead(status, {
    'content-type': contentType,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(saveAs !== undefined && { 'content-disposition': `attachment; filename*=UTF-8''${encoded(saveAs)}` }),
  });
  response.end(content);
}

async function answerTo({ inbox, databases }: PageSources, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [first, ...parts] = url.pathname.split('/').filter(Boolean).map(decoded);
  if (first === undefined || first === 'inbox') return inboxAnswer(inbox, parts);
  if (first === 'database') return databaseAnswer(databases, parts, url.searchParams);
  return notFound(`There is no page ${url.pathname}.`);
}

/** A part of a path as it is, where it is not encoded as it should be. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** RFC 5987. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
