/** The connection node: one client for all nodes that name it, made on first use and closed with it. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DataConnectClient } from '../../client/client';
import type { ConnectionSettings } from '../../client/settings';
import { redactorFor } from '../../client/sign-in/credentials';
import { acceptsAnyCertificate } from '../../client/transport/connector';
import type { ClusterStore } from '../../cluster/cluster-store';
import { DataConnectError, type Phrase, type Wording } from '../../errors';
import type { ConnectionTerms } from '../../extract/run-order';
import { hostOfAddress } from '../../parameters/base-url';
import { writePaths } from '../../parameters/path-list';
import { type Problem, sentencesOf } from '../../parameters/problem';
import { isTimeZone } from '../../parameters/time-zone';
import type { Redactor } from '../../secrets/redact';
import type { Secret } from '../../secrets/secret';
import { connectionLabel, inConnection, labelled } from '../../stored/field-labels';
import { credentialFields, problemOfHashKey, type StoredConnection } from '../../stored/stored-connection';
import type { PracticeGuest } from '../practice/practice';
import type { SharedParts } from '../shared-parts';
import { translator } from '../translate';
import { storedConfig, withoutVariableValues } from '../variable-values';
import { type AskedService, askedService } from './asked-service';
import { type ReadConnection, readConnection, type StoredCredentials } from './connection-settings';
import { readSurroundings } from './connection-surroundings';

export const CONNECTION_TYPE = 'dataconnect-connection';

export type ConnectionNode = Node<StoredCredentials> & { dataconnect?: Connection };
export type ConnectionDef = NodeDef & StoredConnection;

/** What a connection is made of, whether a node stores it or a form that is open shows it. */
export interface ConnectionSource extends Omit<ReadConnection, 'problems'> {
  /** What it shares with other Node-RED; undefined where this one is alone. */
  cluster?: ClusterStore | undefined;
  /** Everything that is wrong with it and with what it names, free of what the environment holds. */
  problems: readonly Problem[];
  /** What people know it by, for errors. */
  label: Wording;
  /** Told once that certificates are not checked, with the host; a form says so by its own test. */
  onUncheckedCertificates?: (host: string) => void;
}

/** What endpoint nodes know of a connection: the terms of its runs, and its client; never a secret. */
export class Connection {
  /** Its zone must not be used for dates before `requireZone`. */
  readonly terms: ConnectionTerms;
  readonly #hasZone: boolean;
  /** The zone a person set: only then is a date without a zone known to be an instant. */
  readonly declaredZone: string | undefined;
  /** Below which nodes may write files; empty where they may not. */
  readonly fileFolder: string;
  /** For hashes of personal data; not to be used before `requireHashKey`. */
  readonly hashKey: Secret | undefined;
  readonly #source: ConnectionSource;
  readonly #work = new Set<Promise<unknown>>();
  #client: DataConnectClient | undefined;
  #practice: PracticeGuest | undefined;
  #closed = false;

  /** Whoever makes one closes it. */
  constructor(
    source: ConnectionSource,
    readonly shared: SharedParts,
  ) {
    const { settings, timeZone, stopDate, postBody, paths, fileFolder, hashKey } = source;
    this.fileFolder = fileFolder;
    this.hashKey = hashKey;
    const { timeZone: serverZone } = Intl.DateTimeFormat().resolvedOptions();
    this.declaredZone = timeZone || undefined;
    this.#hasZone = timeZone !== '' || isTimeZone(serverZone);
    const { serviceUrl, companyId, access, retries, requestsAtOnce } = settings;
    const zone = this.#hasZone ? timeZone || serverZone : 'UTC';
    const signsIn = source.isPractice || access.reveal().authentication.kind !== 'none';
    this.terms = { serviceUrl, companyId, signsIn, retries, requestsAtOnce, stopDate, zone, postBody, paths };
    this.#source = source;
  }

  /** Whether its data is invented: whatever shows or sends on some of it says so. */
  get isPractice(): boolean {
    return this.#source.isPractice;
  }

  /** What it shares with other Node-RED; undefined where this one is alone. */
  get cluster(): ClusterStore | undefined {
    return this.#source.cluster;
  }

  /** Whether somebody said, or found out, what the service takes StopDate for. */
  get knowsStopDate(): boolean {
    return this.#source.knowsStopDate;
  }

  /** Whom its runs ask. */
  get asked(): AskedService {
    return askedService(this.#source.settings);
  }

  /** Whether there is a session with a service that later requests go on with. */
  get hasSession(): boolean {
    return this.terms.signsIn && !this.isPractice;
  }

  /** False where every run that uses it will fail. */
  get isUsable(): boolean {
    return this.#source.problems.length === 0;
  }

  /** What a check-up may find otherwise, as texts by the names of the settings; blank where a person left it so. */
  get checkedSettings(): {
    stopDate: string;
    timeZone: string;
    postBody: string;
    paths: string;
    preferredEndpoint: string;
  } {
    const { postBody, paths } = this.terms;
    const stopDate = this.knowsStopDate ? this.terms.stopDate : 'unknown';
    const preferredEndpoint = String(this.#source.settings.usePreferredEndpoint);
    return { stopDate, timeZone: this.declaredZone ?? '', postBody, paths: writePaths(paths), preferredEndpoint };
  }

  /** Why every run that uses it will fail; undefined where they need not. */
  get fault(): DataConnectError | undefined {
    return this.isUsable ? undefined : this.#invalid(this.#source.problems);
  }

  get tokenUrl(): string {
    return this.#source.settings.tokenUrl;
  }

  /** Knows the secrets of the connection, and what its client has learned of others. */
  get redactor(): Redactor {
    return this.#client?.redactor ?? redactorFor(this.#source.settings.access);
  }

  /**
   * @throws DataConnectError `CONNECTION_INVALID` with everything that is wrong with the connection
   */
  client(): DataConnectClient {
    if (this.#closed) {
      const facts = { connection: this.#source.label };
      throw new DataConnectError('CONNECTION_MISSING', { reason: { phrase: 'connection-closing', facts } });
    }
    if (this.#source.problems.length > 0) throw this.#invalid(this.#source.problems);
    if (!this.#client) {
      this.#warnOfUncheckedCertificates(this.#source.settings);
      const slots = this.cluster?.slots ?? this.shared.slots;
      this.#client = new DataConnectClient(this.#clientSettings(), { slots, memory: this.shared.memory });
    }
    return this.#client;
  }

  /**
   * To be called before dates are sent. Where `TZ` of the server is nothing that Node.js knows, such as `UTC0` or
   * `:/etc/localtime`, its clock runs in UTC without a word, and *yesterday* would be another day than a person means.
   * @throws DataConnectError `CONNECTION_INVALID`
   */
  requireZone(): void {
    if (this.#hasZone) return;
    throw this.#invalid([{ kind: 'server-zone-unknown', facts: { field: 'timeZone', value: process.env.TZ ?? '' } }]);
  }

  /**
   * To be called before personal data are hashed.
   * @throws DataConnectError `CONNECTION_INVALID` where there is no key, or one that can be guessed
   */
  requireHashKey(): void {
    const problem = problemOfHashKey(this.hashKey?.reveal() ?? '');
    if (problem) throw this.#invalid([problem]);
  }

  #clientSettings(): ConnectionSettings {
    const { settings, isPractice } = this.#source;
    if (!isPractice) return settings;
    this.#practice = this.shared.practice.join();
    return { ...settings, ...this.#practice.settings };
  }

  #invalid(problems: readonly Problem[]): DataConnectError {
    const facts = { connection: this.#source.label, problems: sentencesOf(labelled(problems, inConnection)) };
    return new DataConnectError('CONNECTION_INVALID', facts);
  }

  /** Lets the close of this connection wait for work that uses it. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
    }
  }

  /** Resolves when no socket is left that nobody uses. The session goes on. */
  async rest(): Promise<void> {
    await this.#client?.rest();
  }

  /** Resolves when every request was aborted, every socket is closed and all that used them has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.close();
    await Promise.allSettled(this.#work);
    await this.#practice?.leave();
  }

  /** Whoever switched the check off for something else should know that it holds for this as well. Said once. */
  #warnOfUncheckedCertificates({ serviceUrl, access }: ConnectionSettings): void {
    const { tls } = access.reveal();
    const isChosen = tls?.rejectUnauthorized === false;
    const { onUncheckedCertificates: tell } = this.#source;
    if (!tell || this.shared.toldOfUncheckedCertificates) return;
    if (isChosen || !/^https:/i.test(serviceUrl) || !acceptsAnyCertificate(tls)) return;
    this.shared.toldOfUncheckedCertificates = true;
    tell(hostOfAddress(serviceUrl));
  }
}

/** @returns the live connection of that id; undefined when there is none, or it is disabled */
export function findConnection(RED: NodeAPI, id: string): Connection | undefined {
  return findConnectionNode(RED, id)?.dataconnect;
}

/**
 * The same, for who cannot do without.
 * @throws DataConnectError `CONNECTION_MISSING`
 */
export function requireConnection(RED: NodeAPI, id: string): Connection {
  const connection = findConnection(RED, id);
  if (connection) return connection;
  const reason: Phrase = id ? { phrase: 'connection-gone', facts: { id } } : { phrase: 'no-connection-chosen' };
  throw new DataConnectError('CONNECTION_MISSING', { reason });
}

/** The node itself: undefined where it is gone, disabled or not deployed. */
export function findConnectionNode(RED: NodeAPI, id: string): ConnectionNode | undefined {
  return (id && (RED.nodes.getNode(id) as ConnectionNode | null)) || undefined;
}

/** @param shared parts of which the process has one each */
export function registerConnectionNode(RED: NodeAPI, shared: SharedParts): void {
  function ConnectionConstructor(this: ConnectionNode, stored: ConnectionDef) {
    RED.nodes.createNode(this, stored);
    const connection = connectionOf(RED, this, stored, shared);
    this.dataconnect = connection;
    this.on('close', (done: () => void) => void connection.close().then(done, done));
  }
  RED.nodes.registerType<ConnectionNode, ConnectionDef, unknown, StoredCredentials>(
    CONNECTION_TYPE,
    ConnectionConstructor,
    { credentials: credentialFields },
  );
}

/** Practice asks no service, so it shares nothing. */
export function clusterFor(
  { isPractice }: ReadConnection,
  cluster: ClusterStore | undefined,
): ClusterStore | undefined {
  return isPractice ? undefined : cluster;
}

/** @param stored with the environment's values in it, as Node-RED hands them to a node */
export function connectionOf(
  RED: NodeAPI,
  node: ConnectionNode,
  stored: ConnectionDef,
  shared: SharedParts,
): Connection {
  const surroundings = readSurroundings(RED, stored);
  const read = readConnection(stored, node.credentials ?? {}, surroundings);
  const problems = [...read.problems, ...surroundings.problems];
  const source: ConnectionSource = {
    ...read,
    cluster: clusterFor(read, surroundings.cluster),
    problems: problems.length > 0 ? withoutVariableValues(problems, storedConfig(RED, node)) : problems,
    label: connectionLabel(stored),
    onUncheckedCertificates: (host) =>
      node.warn(translator(RED)('diagnosis.TLS_UNCHECKED', { host }) ?? 'NODE_TLS_REJECT_UNAUTHORIZED=0'),
  };
  return new Connection(source, shared);
}
