/**
 * The emulator: a real HTTP server that behaves as docs/api.md says DataConnect does, with dials for everything that is
 * not known for sure and for everything that can go wrong. It knows the catalogue's facts and nothing of the client.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Email } from 'postal-mime';
import { endpoints as catalogue, type Endpoint } from '../../nodes/catalogue';
import { recordSecret } from '../secrets/transcript';
import { Users } from './accounts/users';
import { serveAdmin } from './admin/serve-admin';
import { Dials, type DialValues } from './dials';
import { PostOffice } from './render/mail';
import { RequestLog } from './request-log';
import { type Certificate, listen } from './server';
import { Admission } from './service/admission';
import { answerRequest } from './service/answer-request';
import { Routes } from './service/routes';
import { Sessions } from './service/sessions';

export type { DialValues } from './dials';
export type { Fault, FaultRule } from './faults/fault';
export type { LoggedRequest } from './request-log';
export { COMPANIES, type World, worldOf } from './world';
export { endForPeople } from './world/clock';

export interface EmulatorOptions {
  /** 0, the default, for any free port. */
  port?: number;
  /** `127.0.0.1` when left out. */
  host?: string;
  /** Serves https with a certificate made for the occasion; see `Emulator.certificate`. */
  https?: boolean;
  /** Dials as they are at the start and after a reset. */
  dials?: Partial<DialValues>;
  /** Sales go on until then; `WORLD_END` when left out, and never before it. */
  worldEnd?: number;
  /** The catalogue when left out. */
  endpoints?: readonly Endpoint[];
}

export interface Emulator {
  /** Base URL of the service, without a slash at the end. */
  serviceUrl: string;
  /** Base URL of the accounts service, ending in `/v1`. */
  tokenUrl: string;
  /** The page for people. */
  adminUrl: string;
  /** PEM of the certificate, for clients to trust; undefined for plain http. */
  certificate: string | undefined;
  /** A user that may read everything, and an access token that is valid until it expires or is revoked. */
  credentials: { username: string; password: string; clientId: string; clientSecret: string; accessToken: string };
  /** A user that can sign in but is not mapped to an employee: its reports are refused with 403. */
  unmappedCredentials: { username: string; password: string };
  dials: Dials;
  requests: RequestLog;
  /** Mails that the `*.Email` responses sent, as they arrived over SMTP. */
  mails: readonly Email[];
  users: Users;
  sessions: Sessions;
  admission: Admission;
  /** Errors of the emulator itself; a test that finds one has found a bug here. */
  crashes: readonly unknown[];
  /** Connections open now. */
  sockets(): number;
  close(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1';
  const certificate = options.https ? await makeCertificate(host) : undefined;
  const dials = new Dials(options.dials);
  const users = new Users(recordSecret);
  const crashes: unknown[] = [];
  const postOffice = new PostOffice();
  const parts = {
    dials,
    users,
    worldEnd: () => options.worldEnd,
    sessions: new Sessions(recordSecret),
    admission: new Admission(),
    routes: new Routes(options.endpoints ?? catalogue),
    log: new RequestLog(),
    mailing: postOffice,
    url: () => listening.origin,
  };
  const listening = await listen((request, response) => handle(request, response), {
    port: options.port ?? 0,
    host,
    certificate,
    onCrash: (error) => crashes.push(error),
  });
  const emulator = describe();
  return emulator;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', listening.origin);
    if (/^\/_emulator(\/|$)/.test(url.pathname)) return serveAdmin(emulator, request, response, url);
    return answerRequest(parts, request, response, url);
  }

  function describe(): Emulator {
    const [user, unmapped] = users.users as [Users['users'][number], Users['users'][number]];
    const client = users.clients[0] as Users['clients'][number];
    return {
      serviceUrl: listening.origin,
      tokenUrl: `${listening.origin}/accounts/v1`,
      adminUrl: `${listening.origin}/_emulator`,
      certificate: certificate?.cert,
      credentials: {
        username: user.username,
        password: user.password,
        clientId: client.id,
        clientSecret: client.secret,
        accessToken: users.issue(user, dials.values.tokenLifetime).access,
      },
      unmappedCredentials: { username: unmapped.username, password: unmapped.password },
      dials,
      requests: parts.log,
      mails: postOffice.mails,
      users,
      sessions: parts.sessions,
      admission: parts.admission,
      crashes,
      sockets: listening.sockets,
      close: async () => {
        await listening.close();
        await postOffice.close();
      },
    };
  }
}

async function makeCertificate(host: string): Promise<Certificate> {
  const { generate } = await import('selfsigned');
  const names =
    host === '127.0.0.1'
      ? [
          { type: 7 as const, ip: host },
          { type: 2 as const, value: 'localhost' },
        ]
      : [{ type: 2 as const, value: host }];
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  return { key: made.private, cert: made.cert };
}
