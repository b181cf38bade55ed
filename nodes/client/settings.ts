/** Aborting the signal closes the socket while it is being made. */
export type OpenSocket = (signal: AbortSignal) => Promise<Socket>;

/** Everything the client must know of a connection: plain data, but for what holds secrets. */
import type { Socket } from 'node:net';
import type { Wording } from '../errors';
import type { Secret } from '../secrets/secret';
import type { TimeLimits } from './transport/timeouts';

export type Authentication =
  | { kind: 'password'; username: string; password: string; clientId: string; clientSecret: string }
  | { kind: 'token'; accessToken: string }
  | { kind: 'basic'; username: string; password: string }
  /** For what needs no sign-in: nothing that says who asks is sent. */
  | { kind: 'none' };

export type Proxy =
  | { kind: 'environment' }
  | { kind: 'none' }
  | { kind: 'url'; url: string; noProxy: string[]; username?: string; password?: string };

/** What a connection gets in with. */
export interface Access {
  authentication: Authentication;
  /** Options for Node's TLS, as the core `tls-config` node fills them. */
  tls: Readonly<Record<string, unknown>> | undefined;
  proxy: Proxy;
}

export interface ConnectionSettings {
  /** Name for errors and status, never a key. */
  name: Wording;
  /** Base URL of the service: https, or http to this machine only. */
  serviceUrl: string;
  /** Base URL of the accounts service, up to and including its version: `https://accounts.iqmetrix.net/v1`. */
  tokenUrl: string;
  access: Secret<Access>;
  /** Sent as `CompanyID` where a request names none. */
  companyId: string | undefined;
  usePreferredEndpoint: boolean;
  /** For practice: opens every socket, in the place of a connection to the host that the base URL names. */
  openSocket?: OpenSocket;
  /** Requests this connection may have active at once per host and company. */
  requestsAtOnce: number;
  /** Attempts after the first, for failures that may pass. */
  retries: number;
  timeouts: TimeLimits;
}
